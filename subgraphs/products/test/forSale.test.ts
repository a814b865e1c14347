import { readFileSync } from 'node:fs';
import { newId } from '@storegraph/kit';
import { newViewer, pageThrough } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { Kind, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ask, LIST, openCatalogue } from './world.ts';

const catalogue = await openCatalogue();
const { shop, anonymous, customer, staff, product, category, list, clear } = catalogue;
afterAll(() => shop.stop());

const typeDefinitions = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')).definitions.filter(
  (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
);

const idsOf = async (variables: object, as?: Ask): Promise<string[]> => {
  const { nodes, totalCount } = await list({ first: 100, sort: 'TITLE', ...variables }, as);
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ id }: { id: string }) => id);
};
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });

describe('what is not for sale', () => {
  const named: Record<string, Awaited<ReturnType<typeof product>>> = {};
  let neighbour: Awaited<ReturnType<typeof product>>;
  beforeAll(async () => {
    await clear();
    const home = await category('home');
    for (const status of ['DRAFT', 'ACTIVE', 'ARCHIVED'] as const)
      named[status] = await product({ title: `Lantern ${status}`, status, category: home });
    neighbour = await product({ title: 'Neighbour', category: home });
  });

  type Way = (one: Awaited<ReturnType<typeof product>>, as: Ask) => Promise<boolean>;
  const entity =
    (typename: string, key: (one: Awaited<ReturnType<typeof product>>) => object): Way =>
    async (one, as) => {
      const QUERY = `query ($who: [_Any!]!) { _entities(representations: $who) { ... on ${typename} { id } } }`;
      return (await as(QUERY, { who: [{ __typename: typename, ...key(one) }] })).data._entities[0] !== null;
    };
  const among = (nodes: { id: string }[], { id }: { id: string }) => nodes.some((node) => node.id === id);
  /** Every way that leads to a product or its variants, and whether staff finds by it what is not for sale. */
  const ways: [string, Way, boolean][] = [
    ['product by id', async ({ id }, as) => (await as(`{ product(id: "${id}") { id } }`)).data.product !== null, true],
    [
      'product by slug',
      async ({ slug }, as) => (await as(`{ product(slug: "${slug}") { id } }`)).data.product !== null,
      true,
    ],
    [
      'variant by id',
      async ({ variantIds: [id] }, as) => (await as(`{ variant(id: "${id}") { id } }`)).data.variant !== null,
      true,
    ],
    [
      'variant by SKU',
      async ({ variantIds: [sku] }, as) => (await as(`{ variant(sku: "${sku}") { id } }`)).data.variant !== null,
      true,
    ],
    ['products', async (one, as) => among((await list({}, as)).nodes, one), true],
    ['products by ids', async (one, as) => among((await list({ filter: { ids: [one.id] } }, as)).nodes, one), true],
    ['a search', async (one, as) => among((await list({ query: 'lantern' }, as)).nodes, one), true],
    [
      'products of a category',
      async (one, as) =>
        among((await as('{ category(slug: "home") { products { nodes { id } } } }')).data.category.products.nodes, one),
      true,
    ],
    [
      'suggest',
      async (one, as) => among((await as('{ suggest(query: "lant") { products { id } } }')).data.suggest.products, one),
      true,
    ],
    [
      'related',
      async (one, as) =>
        among((await as(`{ product(id: "${neighbour.id}") { related { id } } }`)).data.product.related, one),
      false,
    ],
    ['Product by id', entity('Product', ({ id }) => ({ id })), true],
    ['Product by slug', entity('Product', ({ slug }) => ({ slug })), true],
    ['Variant by id', entity('Variant', ({ variantIds: [id] }) => ({ id })), true],
  ];
  test.each(ways)('%s: shoppers find what is active, and nothing else', async (_, finds, staffFindsAll) => {
    for (const as of [anonymous, customer])
      expect([await finds(named.DRAFT!, as), await finds(named.ACTIVE!, as), await finds(named.ARCHIVED!, as)]).toEqual(
        [false, true, false],
      );
    for (const as of [staff, shop.as(newViewer(['ADMIN']))])
      expect([await finds(named.DRAFT!, as), await finds(named.ACTIVE!, as), await finds(named.ARCHIVED!, as)]).toEqual(
        [staffFindsAll, true, staffFindsAll],
      );
  });

  test('counts are of what is for sale: of a list for who sees it, of a category for everybody', async () => {
    expect((await list({})).totalCount).toBe(2);
    expect((await list({}, staff)).totalCount).toBe(4);
    for (const as of [anonymous, staff])
      expect((await as('{ category(slug: "home") { productCount } }')).data.category.productCount).toBe(2);
  });
});

describe('filters', () => {
  const of: Record<string, string> = {};
  beforeAll(async () => {
    await clear();
    const top = await category('top');
    const middle = await category('middle', top);
    const bottom = await category('bottom', middle);
    const other = await category('other', top);
    const oak = { name: 'wood', value: 'oak' };
    const make = async (name: string, changes: Parameters<typeof product>[0]) => {
      of[name] = (await product({ title: name, ...changes })).id;
    };
    await make('a top', { category: top, attributes: [oak], variants: [{ price: 1_000, onHand: 1 }] });
    await make('b middle', {
      category: middle,
      attributes: [oak, { name: 'finish', value: 'matt' }],
      variants: [{ price: 1_999, onHand: 5, reserved: 5 }],
    });
    await make('c bottom', {
      category: bottom,
      attributes: [{ name: 'wood', value: 'ash' }],
      variants: [{ price: 2_000, onHand: 5, reserved: 4 }, { price: 9_000 }],
    });
    await make('d other', {
      category: other,
      attributes: [{ name: 'finish', value: 'oak' }],
      variants: [{ price: 2_001 }, { price: 5_000, onHand: 1 }],
    });
    await make('e nowhere', { attributes: [{ name: 'wood', value: 'oak ' }], variants: [] });
  });
  const names = async (filter: object, rest: object = {}) => {
    const ids = await idsOf({ filter, ...rest });
    return ids
      .map((id) =>
        Object.keys(of)
          .find((name) => of[name] === id)!
          .slice(0, 1),
      )
      .join('');
  };

  test.each<[object, string]>([
    [{}, 'abcde'],
    [{ categorySlug: 'top' }, 'abcd'],
    [{ categorySlug: 'middle' }, 'bc'],
    [{ categorySlug: 'bottom' }, 'c'],
    [{ categorySlug: 'other' }, 'd'],
    [{ categorySlug: 'none' }, ''],
    [{ inStock: true }, 'acd'],
    [{ inStock: false }, 'be'],
    // by the lowest price, both ends included
    [{ price: { min: usd('20.00') } }, 'cd'],
    [{ price: { min: usd('20.01') } }, 'd'],
    [{ price: { max: usd('20.00') } }, 'abce'],
    [{ price: { max: usd('19.99') } }, 'abe'],
    [{ price: { max: usd('19.98') } }, 'ae'],
    [{ price: { min: usd('19.99'), max: usd('20.00') } }, 'bc'],
    [{ price: { min: usd('20.00'), max: usd('19.99') } }, ''],
    [{ price: { min: usd('0.00') } }, 'abcde'],
    [{ attributes: [{ name: 'wood', values: ['oak'] }] }, 'ab'],
    [{ attributes: [{ name: 'wood', values: ['oak', 'ash'] }] }, 'abc'],
    [{ attributes: [{ name: 'finish', values: ['oak'] }] }, 'd'],
    [
      {
        attributes: [
          { name: 'wood', values: ['oak'] },
          { name: 'finish', values: ['matt', 'oak'] },
        ],
      },
      'b',
    ],
    [{ attributes: [{ name: 'wood', values: ['Oak'] }] }, ''],
    [{ attributes: [] }, 'abcde'],
    [{ ids: [] }, ''],
    [{ categorySlug: 'top', inStock: true, price: { max: usd('20.00') } }, 'ac'],
  ])('%j shows %s', async (filter, expected) => {
    expect(await names(filter)).toBe(expected);
  });

  test('ids show those that there are, of one or of many', async () => {
    expect(await names({ ids: [of['b middle']] })).toBe('b');
    expect(await names({ ids: [of['d other'], newId('prod'), of['a top'], of['a top']] })).toBe('ad');
  });

  test('a filter goes with a search', async () => {
    expect(await names({ inStock: true }, { query: 'middle' })).toBe('');
    expect(await names({ inStock: false }, { query: 'middle' })).toBe('b');
  });

  test('a filter below a category narrows that category', async () => {
    const { data } = await anonymous(
      '{ category(slug: "middle") { products(filter: { inStock: true }) { totalCount nodes { id } } } }',
    );
    expect(data.category.products).toEqual({ totalCount: 1, nodes: [{ id: of['c bottom'] }] });
  });

  test('what is sold out follows the stock, one unit at a time', async () => {
    const [{ id }] = (await shop.db.execute(
      sql`SELECT variants.id FROM variants WHERE product_id = ${of['a top']}`,
    )) as any;
    const set = (stock: string) => shop.db.execute(sql`UPDATE stock SET ${sql.raw(stock)} WHERE variant_id = ${id}`);
    await set('reserved = 1');
    expect(await names({ inStock: true })).toBe('cd');
    await set('on_hand = 2');
    expect(await names({ inStock: true })).toBe('acd');
    await set('on_hand = 1, reserved = 0');
  });
});

describe('order', () => {
  beforeAll(async () => {
    await clear();
    const all = await category('all');
    // three of each value, so that every page ends between two that are equal
    for (let index = 0; index < 9; index++) {
      const group = index % 3;
      await product({
        title: ['Alder lamp', 'Birch lamp', 'Cedar lamp'][group]!,
        createdAt: `2026-01-0${group + 1}T00:00:00.00${group}Z`,
        sold: group * 10,
        category: all,
        variants: [{ price: 1_000 + group }, { price: 500 * (10 - index) + 5_000 }],
      });
    }
  });
  const orders = {
    NEWEST: 'created_at DESC, id DESC',
    PRICE_ASC: 'price_min_minor, id',
    PRICE_DESC: 'price_min_minor DESC, id DESC',
    BEST_SELLING: 'sold DESC, id',
    TITLE: 'title, id',
    RELEVANCE: 'sold DESC, id',
  };
  const inDatabase = async (order: string) =>
    [...(await shop.db.execute(sql.raw(`SELECT id FROM products ORDER BY ${order}`)))].map(({ id }) => String(id));

  for (const size of [2, 3])
    test.each(Object.entries(orders))(
      `by %s, %s: pages of ${size} show the same from either end, those that are equal too`,
      async (sort, order) => {
        const expected = await inDatabase(order);
        const all = { forwards: expected, backwards: expected, totalCount: 9 };
        expect(await pageThrough((page) => list({ sort, ...page }), size)).toEqual(all);
        const BELOW = LIST.replace(/products\(/, 'category(slug: "all") { products(').replace(/\}$/, '} }');
        const below = async (page: object) => (await anonymous(BELOW, { sort, ...page })).data.category.products;
        expect(await pageThrough(below, size)).toEqual(all);
      },
    );

  test('by relevance of a search: those that match alike by their id', async () => {
    const expected = await inDatabase('id');
    const read = (page: object) => list({ query: 'lamp', sort: 'RELEVANCE', ...page });
    expect(await pageThrough(read, 2)).toEqual({ forwards: expected, backwards: expected, totalCount: 9 });
  });

  test('each field of a product is the same in every list as alone', async () => {
    const selections: Record<string, string> = {
      seo: '{ title description }',
      options: '{ name values }',
      attributes: '{ name value }',
      thumbnail: '{ url width }',
      availability: '{ state quantity }',
      priceRange: '{ min { amount } max { amount } }',
      compareAtPriceRange: '{ min { amount } max { amount } }',
      category: '{ slug }',
      categories: '{ slug }',
      related: '(first: 2) { title }',
      variants: '{ sku }',
      media: '{ url }',
    };
    const { fields = [] } = typeDefinitions.find(({ name }) => name.value === 'Product')!;
    const [first] = await inDatabase('id');
    await shop.db.execute(
      sql`UPDATE products SET description = 'Long', vendor = 'Lune', options = '[{"name":"size","values":["S"]}]', attributes = '[{"name":"wood","value":"oak"}]',
        seo_title = 'For engines', thumbnail = '{"path":"a.webp","alt":null,"width":1,"height":1}' WHERE id = ${first}`,
    );
    await shop.db.execute(sql`UPDATE variants SET compare_at_minor = 90000 WHERE product_id = ${first}`);
    const all = fields.map(({ name: { value } }) => [value, `${value} ${selections[value] ?? ''}`] as const);
    const alone = (await staff(`{ product(id: "${first}") { ${all.map(([, text]) => text).join(' ')} } }`)).data
      .product;
    for (const [name, text] of all) {
      expect([name, alone[name]]).not.toEqual([name, null]);
      const lists = Object.keys(orders).map(
        (sort) => `${sort}: products(sort: ${sort}, filter: { ids: ["${first}"] }) { nodes { ${text} } }`,
      );
      const { data } = await staff(`{ ${lists.join(' ')} }`);
      for (const shown of Object.values<any>(data)) expect(shown.nodes).toEqual([{ [name]: alone[name] }]);
    }
  });
});
