import { newId } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seed } from '../src/seed/seed.ts';
import { products } from '../src/subgraph.ts';

const shop = await testSubgraph(products);
const anonymous = shop.as(null);
const staff = shop.as(newViewer(['STAFF']));
beforeAll(async () => {
  process.env.SEED_SIZE = 'small';
  await seed(shop.url);
});
afterAll(() => shop.stop());

const LIST = `query ($query: String, $filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String, $last: Int, $before: String) {
  products(query: $query, filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { id slug title } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const list = async (variables: object) => {
  const { data, errors } = await anonymous(LIST, variables as Record<string, unknown>);
  if (errors) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
  return data.products;
};
const ids = ({ nodes }: { nodes: { id: string }[] }) => nodes.map(({ id }) => id);
const idsInDatabase = async (order: string, where = 'true') =>
  [
    ...(await shop.db.execute(
      sql.raw(`SELECT id FROM products WHERE status = 'ACTIVE' AND ${where} ORDER BY ${order}`),
    )),
  ].map(({ id }) => id as string);

describe('lists', () => {
  test.each([
    ['NEWEST', 'created_at DESC, id DESC'],
    ['PRICE_ASC', 'price_min_minor, id'],
    ['PRICE_DESC', 'price_min_minor DESC, id DESC'],
    ['BEST_SELLING', 'sold DESC, id'],
    ['TITLE', 'title, id'],
    ['RELEVANCE', 'sold DESC, id'],
  ])('sorted by %s, page after page shows every product once, forwards and back', async (sort, order) => {
    const expected = await idsInDatabase(order);
    const forwards: string[] = [];
    const starts: string[] = [];
    let after: string | undefined;
    do {
      const page = await list({ sort, first: 7, after });
      forwards.push(...ids(page));
      starts.push(page.pageInfo.startCursor);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== undefined);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after);
    expect(forwards).toEqual(expected);

    const backwards = await list({ sort, last: 7, before: starts.at(-1) });
    expect(ids(backwards)).toEqual(expected.slice(49, 56));
  });

  test('a product that appears between two pages shifts nothing', async () => {
    const first = await list({ sort: 'TITLE', first: 5 });
    const id = newId('prod');
    await shop.db.execute(sql`INSERT INTO products (id, slug, title, status) VALUES (${id}, 'aaa', 'AAA', 'ACTIVE')`);
    const second = await list({ sort: 'TITLE', first: 5, after: first.pageInfo.endCursor });
    await shop.db.execute(sql`DELETE FROM products WHERE id = ${id}`);
    expect([...ids(first), ...ids(second)]).toEqual((await idsInDatabase('title, id')).slice(0, 10));
  });

  test('a category shows what is below it, too', async () => {
    const [top] = (await anonymous('{ categories { slug productCount children { slug } } }')).data.categories;
    const { data } = await anonymous(
      'query ($slug: String!) { category(slug: $slug) { products(first: 100) { totalCount nodes { categories { slug } } } } }',
      { slug: top.slug },
    );
    expect(data.category.products.totalCount).toBe(top.productCount);
    expect(top.productCount).toBeGreaterThan(0);
    for (const { categories } of data.category.products.nodes)
      expect(categories.map(({ slug }: { slug: string }) => slug)).toContain(top.slug);
    expect((await list({ filter: { categorySlug: top.slug } })).totalCount).toBe(top.productCount);
    expect((await list({ filter: { categorySlug: 'no-such-category' } })).nodes).toEqual([]);
  });

  test('in stock means that something can be bought now', async () => {
    const available = `EXISTS (SELECT 1 FROM variants v JOIN stock s ON s.variant_id = v.id WHERE v.product_id = products.id AND s.on_hand > s.reserved)`;
    const expected = await idsInDatabase('id', available);
    expect(ids(await list({ filter: { inStock: true }, first: 100 })).sort()).toEqual(expected);
    const rest = await idsInDatabase('id', `NOT ${available}`);
    expect(ids(await list({ filter: { inStock: false }, first: 100 })).sort()).toEqual(rest);
  });

  test('who is still typing is shown products, categories and finished queries, in two statements', async () => {
    const SUGGEST = `query ($query: String!, $limit: Int) { suggest(query: $query, limit: $limit) {
      products { id title } categories { name } queries } }`;
    const ask = async (query: string, limit = 3) => (await anonymous(SUGGEST, { query, limit })).data.suggest;
    const [{ title }] = (await list({ first: 1 })).nodes;
    const [first, second] = title.toLowerCase().split(' ');

    shop.statements.count = 0;
    const typed = await ask(`${first} ${second.slice(0, 3)}`);
    expect(shop.statements.count).toBe(2);
    expect(ids({ nodes: typed.products })).toEqual(
      ids(await list({ query: `${first} ${second.slice(0, 3)}`, first: 3 })),
    );
    expect(typed.queries).toContain(`${first} ${second}`);

    expect((await ask('kit')).categories).toEqual([{ name: 'Kitchen' }]);
    expect((await ask('  (“”) %')).products).toEqual([]);
    for (const [variables, field] of [
      [{ query: 'a', limit: 25 }, 'limit'],
      [{ query: 'a'.repeat(201) }, 'query'],
    ] as const)
      expect((await anonymous(SUGGEST, variables)).errors![0].extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        field,
      });
  });

  test('a search finds by title and by the beginning of the last word, whatever is typed', async () => {
    const [wanted] = (await list({ first: 1 })).nodes;
    expect(ids(await list({ query: wanted.title }))).toContain(wanted.id);
    const words = wanted.title.split(' ');
    expect(ids(await list({ query: `${words[0]} ${words[1].slice(0, 3)}`, first: 100 }))).toContain(wanted.id);
    expect((await list({ query: 'xyzzy' })).nodes).toEqual([]);
    for (const query of ["'; DROP TABLE products", '!!! & | ( ) :*', '%_\\', '🙂', '   ', 'a'.repeat(200)])
      expect((await list({ query })).nodes).toBeInstanceOf(Array);
    expect((await list({})).totalCount).toBe(60);
  });

  test('filters of attributes and price narrow the list', async () => {
    const [{ attributes, priceMin }] = [
      ...(await shop.db.execute(
        sql`SELECT attributes, price_min_minor::int AS "priceMin" FROM products ORDER BY price_min_minor LIMIT 1 OFFSET 20`,
      )),
    ] as any[];
    const { name, value } = attributes[0];
    expect(ids(await list({ filter: { attributes: [{ name, values: [value] }] }, first: 100 })).sort()).toEqual(
      await idsInDatabase('id', `attributes @> '${JSON.stringify([{ name, value }])}'`),
    );
    const max = { amount: (priceMin / 100).toFixed(2), currencyCode: 'USD' };
    expect((await list({ filter: { price: { max } }, first: 100 })).totalCount).toBe(
      (await idsInDatabase('id', `price_min_minor <= ${priceMin}`)).length,
    );
  });

  test.each([
    [{ first: 101 }, 'first'],
    [{ first: 0 }, 'first'],
    [{ first: -1 }, 'first'],
    [{ first: 5, last: 5 }, 'last'],
    [{ after: 'nonsense' }, 'after'],
    [{ query: 'a'.repeat(201) }, 'query'],
    [{ query: 'a\u0000b' }, 'query'],
  ])('%j is refused and names %s', async (variables, field) => {
    await expect(list(variables)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field, rule: expect.any(String) });
  });

  test('a cursor belongs to its sort', async () => {
    const { pageInfo } = await list({ sort: 'TITLE', first: 2 });
    await expect(list({ sort: 'PRICE_ASC', first: 2, after: pageInfo.endCursor })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
  });

  test.each([
    ['PRICE_ASC', ['abc', 'x']],
    ['PRICE_ASC', [1.5, 'x']],
    ['NEWEST', ['yesterday', 'x']],
    ['TITLE', [7, 'x']],
    ['TITLE', ['x']],
    ['BEST_SELLING', [null, 'x']],
  ])('a cursor that somebody made up for %s with %j is refused', async (sort, values) => {
    const after = Buffer.from(JSON.stringify([sort, ...values])).toString('base64url');
    await expect(list({ sort, first: 2, after })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });

  test('a page with variants, pictures, stock and categories takes one statement per level', async () => {
    const PAGE = `{ products(first: 24) { nodes { title thumbnail { url } category { name path { name } } availability { state }
      variants { sku price { amount } availability { state quantity } } } } }`;
    await anonymous(PAGE);
    shop.statements.count = 0;
    const { data, errors } = await anonymous(PAGE);
    expect(errors).toBeUndefined();
    expect(data.products.nodes).toHaveLength(24);
    expect(shop.statements.count).toBe(3);
    shop.statements.count = 0;
    await anonymous('{ products(first: 24) { nodes { title priceRange { min { amount } } availability { state } } } }');
    expect(shop.statements.count).toBe(1);
  });

  test('references are answered in their order by one statement, unknown ones by null', async () => {
    const known = ids(await list({ first: 10 }));
    const who = [...known, newId('prod')].map((id) => ({ __typename: 'Product', id }));
    const QUERY = 'query ($who: [_Any!]!) { _entities(representations: $who) { ... on Product { id title } } }';
    shop.statements.count = 0;
    const { data } = await anonymous(QUERY, { who });
    expect(data._entities.map((entity: { id: string } | null) => entity?.id ?? null)).toEqual([...known, null]);
    expect(shop.statements.count).toBe(1);
  });
});

describe('staff', () => {
  const run = async (as: typeof staff, name: string, type: string, input: object, selection: string) => {
    const { data, errors } = await as(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code path } } }`,
      { input },
    );
    return errors ? { errors } : data[name];
  };
  const create = (input: object, as = staff) =>
    run(as, 'createProduct', 'CreateProductInput', input, 'product { id slug status version }');
  const update = (input: object) =>
    run(staff, 'updateProduct', 'UpdateProductInput', input, 'product { title version }');
  const variant = (input: object) =>
    run(
      staff,
      'createVariant',
      'CreateVariantInput',
      input,
      'variant { id sku price { amount } product { priceRange { min { amount } max { amount } } } }',
    );
  const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
  const count = async () => [...(await shop.db.execute(sql`SELECT count(*)::int AS n FROM products`))][0]!.n;

  test('a new product is a draft that shoppers cannot see, until it is active', async () => {
    const { product } = await create({ title: 'Quiet Lamp' });
    expect(product).toEqual({ id: expect.any(String), slug: 'quiet-lamp', status: 'DRAFT', version: 1 });
    const look = async (as: typeof staff) => (await as('{ product(slug: "quiet-lamp") { id } }')).data.product;
    expect([await look(anonymous), await look(shop.as(newViewer())), await look(staff)]).toEqual([
      null,
      null,
      { id: product.id },
    ]);
    await update({ id: product.id, status: 'ACTIVE' });
    expect(await look(anonymous)).toEqual({ id: product.id });
    await run(staff, 'archiveProduct', 'ProductIdInput', { id: product.id }, 'product { id }');
    expect(await look(anonymous)).toBeNull();
  });

  test('slugs and SKUs are unique, and a refusal leaves nothing behind', async () => {
    const { product } = await create({ title: 'Twin', slug: 'twin' });
    const before = await count();
    expect((await create({ title: 'Other', slug: 'twin' })).userErrors).toEqual([
      { code: 'CONFLICT', path: ['input', 'slug'] },
    ]);
    expect((await create({ title: 'Lost', categoryId: newId('cat') })).userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'categoryId'] },
    ]);
    expect(await count()).toBe(before);
    const input = { productId: product.id, sku: 'TWIN-1', title: 'One', price: usd('10.00') };
    expect((await variant(input)).variant.price).toEqual({ amount: '10.00' });
    expect((await variant(input)).userErrors).toEqual([{ code: 'CONFLICT', path: ['input', 'sku'] }]);
  });

  test("the listing's price range follows the variants", async () => {
    const { product } = await create({ title: 'Range' });
    await variant({ productId: product.id, sku: 'RANGE-1', title: 'One', price: usd('10.00') });
    const second = await variant({ productId: product.id, sku: 'RANGE-2', title: 'Two', price: usd('25.50') });
    expect(second.variant.product.priceRange).toEqual({ min: { amount: '10.00' }, max: { amount: '25.50' } });
    await run(
      staff,
      'updateVariant',
      'UpdateVariantInput',
      { id: second.variant.id, price: usd('8.00') },
      'variant { id }',
    );
    const { data } = await staff('{ product(slug: "range") { priceRange { min { amount } max { amount } } } }');
    expect(data.product.priceRange).toEqual({ min: { amount: '8.00' }, max: { amount: '10.00' } });
    expect((await shop.published()).filter(({ type }) => type === 'PriceChanged').at(-1)).toMatchObject({
      type: 'PriceChanged',
      subscriber: 'carts',
      payload: { variantId: second.variant.id, unitPriceMinor: 800 },
    });
  });

  test('of two variants that take one SKU at the same time one gets it', async () => {
    const { product } = await create({ title: `Twins ${newId('prod')}` });
    const ids = [];
    for (const number of [1, 2])
      ids.push(
        (await variant({ productId: product.id, sku: `${product.id}-${number}`, title: 'x', price: usd('1.00') }))
          .variant.id,
      );
    const sku = `${product.id}-same`;
    const outcomes = await Promise.all(
      ids.map((id) => run(staff, 'updateVariant', 'UpdateVariantInput', { id, sku }, 'variant { sku }')),
    );
    expect(outcomes.map(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code)).sort()).toEqual([
      [],
      ['CONFLICT'],
    ]);
  });

  test('a SKU that a new variant is just getting is not given to one of another product', async () => {
    const products = [await create({ title: `New ${newId('prod')}` }), await create({ title: `Old ${newId('prod')}` })];
    const [newer, older] = products.map(({ product }) => product.id);
    const [sku, own] = [`${newer}-same`, `${older}-own`];
    const { id } = (await variant({ productId: older, sku: own, title: 'x', price: usd('1.00') })).variant;
    let getting: Promise<any> | undefined;
    let asking: Promise<any> | undefined;
    await shop.db.transaction(async (tx) => {
      await tx.execute(sql`LOCK TABLE stock IN EXCLUSIVE MODE`); // a new variant gets its row there after its SKU
      getting = variant({ productId: newer, sku, title: 'x', price: usd('1.00') });
      await expect.poll(shop.waitingForLocks).toBe(1);
      asking = run(staff, 'updateVariant', 'UpdateVariantInput', { id, sku }, 'variant { sku }');
      await expect.poll(shop.waitingForLocks).toBe(2);
    });
    expect((await getting).variant.sku).toBe(sku);
    expect(await asking).toMatchObject({ userErrors: [{ code: 'CONFLICT', path: ['input', 'sku'] }] });
    expect((await staff(`{ variant(sku: "${own}") { id } }`)).data.variant).toEqual({ id });
  });

  test('a new variant and another one of its product that want one SKU take turns: the second hears that it is taken', async () => {
    const productId = (await create({ title: `Turns ${newId('prod')}` })).product.id;
    const sku = `${productId}-same`;
    const other = await variant({ productId, sku: `${productId}-own`, title: 'x', price: usd('1.00') });
    const { id } = other.variant;
    let getting: Promise<any> | undefined;
    let asking: Promise<any> | undefined;
    await shop.db.transaction(async (tx) => {
      await tx.execute(sql`SELECT 1 FROM products WHERE id = ${productId} FOR UPDATE`);
      getting = variant({ productId, sku, title: 'x', price: usd('1.00') });
      await expect.poll(shop.waitingForLocks).toBe(1);
      asking = run(staff, 'updateVariant', 'UpdateVariantInput', { id, sku }, 'variant { sku }');
      await expect.poll(shop.waitingForLocks).toBe(2);
    });
    expect((await getting).variant?.sku).toBe(sku);
    expect(await asking).toMatchObject({ userErrors: [{ code: 'CONFLICT', path: ['input', 'sku'] }] });
    expect((await staff(`{ variant(id: "${id}") { sku } }`)).data.variant).toEqual({ sku: `${productId}-own` });
  });

  test('of two changes made on the same version the second is refused', async () => {
    const { product } = await create({ title: 'Edited' });
    const outcomes = await Promise.all(
      ['First', 'Second'].map((title) => update({ id: product.id, title, expectedVersion: 1 })),
    );
    expect(outcomes.filter(({ errors }) => errors?.[0].extensions.code === 'VERSION_CONFLICT')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.product?.version === 2)).toHaveLength(1);
  });

  test('a new variant and another price are new versions of their product: a change made on one before is refused', async () => {
    const { product } = await create({ title: 'Priced' });
    const made = await variant({ productId: product.id, sku: 'PRICED-1', title: 'One', price: usd('10.00') });
    const { id } = made.variant;
    await run(staff, 'updateVariant', 'UpdateVariantInput', { id, price: usd('12.00') }, 'variant { id }');
    for (const expectedVersion of [1, 2])
      expect((await update({ id: product.id, title: 'Late', expectedVersion })).errors).toMatchObject([
        { extensions: { code: 'VERSION_CONFLICT', actual: 3 } },
      ]);
    const { product: changed } = await update({ id: product.id, title: 'In time', expectedVersion: 3 });
    expect(changed).toEqual({ title: 'In time', version: 4 });
  });

  test.each([
    ['a price with too many decimals', { price: usd('1.234') }, 'input.price'],
    ['a negative price', { price: usd('-1.00') }, 'input.price'],
    ['another currency', { price: { amount: '1.00', currencyCode: 'EUR' } }, 'input.price.currencyCode'],
    ['a lower price from before', { price: usd('5.00'), compareAtPrice: usd('4.00') }, 'input.compareAtPrice'],
    ['the same price from before', { price: usd('5.00'), compareAtPrice: usd('5.00') }, 'input.compareAtPrice'],
    ['an empty SKU', { sku: '' }, 'sku'],
  ])('%s is refused and names the field', async (_, change, field) => {
    const { product } = await create({ title: `Refusal ${newId('prod')}` });
    const { errors } = await variant({ productId: product.id, sku: 'R-1', title: 'x', price: usd('1.00'), ...change });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0].extensions.field).toContain(field);
  });

  test('shoppers change nothing and see no counts', async () => {
    const before = await count();
    expect((await create({ title: 'Mine' }, shop.as(newViewer()))).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await create({ title: 'Mine' }, anonymous)).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    expect(await count()).toBe(before);
    const { data } = await anonymous(
      '{ product(slug: "range") { variants { inventory { onHand } } } products(first: 1) { nodes { variants { inventory { onHand } } } } }',
    );
    expect(data.products.nodes[0].variants[0].inventory).toBeNull();
  });
});

test('each product has its own pictures, in their order, and a variant the first of them', async () => {
  const [one, other] = await idsInDatabase('id');
  await shop.db.execute(sql`DELETE FROM media WHERE product_id IN (${one}, ${other})`);
  for (const [productId, path, position] of [
    [one, 'one-back.svg', 2],
    [one, 'one-front.svg', 1],
    [other, 'https://pictures.example/other.svg', 1],
  ])
    await shop.db.execute(
      sql`INSERT INTO media (id, product_id, path, position) VALUES (${newId('med')}, ${productId}, ${path}, ${position})`,
    );
  const QUERY =
    'query ($who: [_Any!]!) { _entities(representations: $who) { ... on Product { media { url } variants { image { url } } } } }';
  const who = [one, other].map((id) => ({ __typename: 'Product', id }));
  const found = (await anonymous(QUERY, { who })).data._entities;
  const urls = (images: { url: string }[]) => images.map(({ url }) => url.replace(/^.*\/media\//, ''));
  expect(found.map(({ media }: any) => urls(media))).toEqual([
    ['one-front.svg', 'one-back.svg'],
    ['https://pictures.example/other.svg'],
  ]);
  expect(urls([found[0].variants[0].image])).toEqual(['one-front.svg']);
});
