import { askTogether, newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seed } from '../src/seed/seed.ts';
import { products } from '../src/subgraph.ts';

const shop = await testSubgraph(products);
const staff = newViewer(['STAFF']);
beforeAll(async () => {
  process.env.SEED_SIZE = 'small';
  await seed(shop.url);
  // four products to a category, so that there are related ones
  await shop.db.execute(sql`UPDATE products SET category_id = category_path[2], category_path = category_path[1:2]`);
  // of each variant three movements, so that two make a page
  for (const delta of [1, 2])
    await shop.db.execute(
      sql`INSERT INTO stock_movements (variant_id, delta, reason) SELECT id, ${delta}, 'counted' FROM variants`,
    );
});
afterAll(() => shop.stop());

const idsOf = async (table: string, count: number): Promise<string[]> =>
  [...(await shop.db.execute(sql.raw(`SELECT id FROM ${table} ORDER BY id LIMIT ${count}`)))].map(({ id }) =>
    String(id),
  );

// Each takes one statement for the entities, and as many as are said here for the field.
test.each([
  ['Product', 'products', 'related(first: 3) { id title }', 1],
  ['Product', 'products', 'few: related(first: 2) { id } more: related(first: 5) { id }', 2],
  ['Product', 'products', 'related(first: 3) { id related(first: 3) { id related(first: 3) { id slug } } }', 2],
  ['Product', 'products', 'variants { sku image { url } } media { url } categories { name path { slug } }', 3],
  [
    'Variant',
    'variants',
    'inventory { movements(first: 2) { nodes { delta } pageInfo { hasNextPage endCursor } } }',
    2,
  ],
  ['Variant', 'variants', 'product { title } inventory { onHand }', 2],
  ['Category', 'categories', 'products(first: 3) { nodes { id title } pageInfo { hasNextPage endCursor } }', 1],
  ['Category', 'categories', 'products(last: 2, sort: TITLE) { edges { cursor node { id } } totalCount }', 2],
  [
    'Category',
    'categories',
    'products(first: 2, query: "oak bo", filter: { inStock: true, price: { max: { amount: "90", currencyCode: USD } } }) { nodes { id } totalCount }',
    2,
  ],
  ['Category', 'categories', 'children { name parent { name } } productCount', 2],
])(
  '%s (%s): { %s } takes %i statements for all parents, and says of each what it says alone',
  async (type, table, selection, count) => {
    const ids = await idsOf(table, 12);
    const { together, alone, statements } = await askTogether(shop, { viewer: staff, type, ids, selection });
    expect(together).toEqual(alone);
    expect(statements).toBe(1 + count);
  },
);

test('related products are those of the category that sell best, without the product itself', async () => {
  const rows = [
    ...(await shop.db.execute(
      sql`SELECT id, category_id FROM products WHERE status = 'ACTIVE' ORDER BY sold DESC, id`,
    )),
  ] as unknown as { id: string; category_id: string }[];
  const { data } = await shop.as(null)('{ products(first: 60) { nodes { id related(first: 4) { id } } } }');
  expect(data.products.nodes.filter(({ related }: any) => related.length > 1).length).toBeGreaterThan(30);
  for (const { id, related } of data.products.nodes) {
    const own = rows.find((row) => row.id === id)!;
    const others = rows.filter((row) => row.category_id === own.category_id && row.id !== id);
    expect(related.map((product: { id: string }) => product.id)).toEqual(others.slice(0, 4).map((row) => row.id));
  }
});

test('the next page below each parent begins where its own page ended', async () => {
  const [id] = await idsOf('categories', 1);
  const PAGE = `query ($who: [_Any!]!, $after: String) { _entities(representations: $who) { ... on Category {
    products(first: 3, after: $after, sort: PRICE_ASC) { nodes { id } pageInfo { endCursor } } } } }`;
  const page = async (after?: string) =>
    (await shop.as(staff)(PAGE, { who: [id, id].map((one) => ({ __typename: 'Category', id: one })), after })).data
      ._entities[0].products;
  const first = await page();
  const second = await page(first.pageInfo.endCursor);
  const inOrder = [
    ...(await shop.db.execute(
      sql`SELECT id FROM products WHERE category_path @> ARRAY[${id}]::text[] ORDER BY price_min_minor, id LIMIT 6`,
    )),
  ].map((row) => row.id);
  expect([...first.nodes, ...second.nodes].map((node: { id: string }) => node.id)).toEqual(inOrder);
});

test('what is wrong with the arguments of a list below a list is said as of any list', async () => {
  const { data, errors } = await shop.as(null)('{ categories { id products(first: 101) { nodes { id } } } }');
  expect(data).toEqual({ categories: null });
  expect(errors![0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first', limit: 100 });
});

test('a short query for a million products is refused, and the next one is answered', async () => {
  const bomb =
    '{ products(first: 100) { nodes { related(first: 24) { related(first: 24) { related(first: 24) { id title } } } } } }';
  await shop.db.execute(
    sql`UPDATE products SET category_id = one.id FROM (SELECT id FROM categories ORDER BY id LIMIT 1) AS one`,
  );
  for (let time = 0; time < 3; time++) {
    const { data, errors } = await shop.as(null)(bomb);
    expect(data).toEqual({ products: null });
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_NOT_ALLOWED', rule: 'objects', limit: 20_000 } }]);
  }
  expect((await shop.as(null)('{ products(first: 60) { nodes { id } } }')).data.products.nodes).toHaveLength(60);
});
