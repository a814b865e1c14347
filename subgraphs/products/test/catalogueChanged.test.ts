import { newId } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { products } from '../src/subgraph.ts';

const shop = await testSubgraph(products);
afterAll(() => shop.stop());
const run = (statement: ReturnType<typeof sql>) => shop.db.execute(statement);

let productId: string;
let variantId: string;
beforeEach(async () => {
  [productId, variantId] = [newId('prod'), newId('var')];
  await run(sql`INSERT INTO products (id, slug, title, status) VALUES (${productId}, ${productId}, 'Bowl', 'ACTIVE')`);
  await run(
    sql`INSERT INTO variants (id, product_id, sku, title, price_minor) VALUES (${variantId}, ${productId}, ${variantId}, 'Oak', 2500)`,
  );
  await run(sql`INSERT INTO stock (variant_id, on_hand) VALUES (${variantId}, 20)`);
  await run(sql`DELETE FROM outbox`);
});
/** What changed as the gateway hears of it; the same twice is once. */
const changes = async (): Promise<unknown[]> => {
  const events = (await shop.published()).filter(({ type }) => type === 'CatalogueChanged');
  return [...new Set(events.map(({ payload }) => JSON.stringify(payload)))].map((text) => JSON.parse(text));
};

test.each([
  ['a title', () => sql`UPDATE products SET title = 'Plate' WHERE id = ${productId}`],
  ['what is for sale', () => sql`UPDATE products SET status = 'ARCHIVED' WHERE id = ${productId}`],
  ['a price', () => sql`UPDATE variants SET price_minor = 2600 WHERE id = ${variantId}`],
  ['a variant that goes', () => sql`DELETE FROM variants WHERE id = ${variantId}`],
  ['stock that runs low', () => sql`UPDATE stock SET on_hand = 3 WHERE variant_id = ${variantId}`],
  ['stock that is promised', () => sql`UPDATE stock SET reserved = 20 WHERE variant_id = ${variantId}`],
  [
    'a picture',
    () => sql`INSERT INTO media (id, product_id, path) VALUES (${newId('media')}, ${productId}, 'bowl.svg')`,
  ],
])('%s is published as a change of its product', async (_, change) => {
  await run(change());
  expect(await changes()).toEqual([{ tags: [`Product:${productId}`] }]);
});

test.each([
  ['how well it sells', () => sql`UPDATE products SET sold = sold + 1 WHERE id = ${productId}`],
  ['stock that stays plenty', () => sql`UPDATE stock SET on_hand = 15 WHERE variant_id = ${variantId}`],
  ['an update that changes nothing', () => sql`UPDATE products SET title = title WHERE id = ${productId}`],
])('%s is not published as a change', async (_, change) => {
  await run(change());
  expect(await changes()).toEqual([]);
});

test('a new category is published as a change of anything: it may be shown anywhere', async () => {
  const id = newId('cat');
  await run(sql`INSERT INTO categories (id, slug, name, path) VALUES (${id}, ${id}, 'Bowls', ARRAY[${id}])`);
  expect(await changes()).toEqual([{}]);
});

test('a change of very many products is published as one change, of anything', async () => {
  await run(
    sql`INSERT INTO products (id, slug, title) SELECT 'prod_' || n, 'p' || n, 'Cup' FROM generate_series(1, 101) n`,
  );
  expect((await shop.published()).map(({ payload }) => payload)).toEqual([{}]);
});

test('an answer says which products it shows, so that it is forgotten when they change', async () => {
  const shows = async (query: string, viewer: Parameters<typeof shop.as>[0] = null) => {
    const { errors, shown } = await shop.as(viewer)(query);
    expect(errors).toBeUndefined();
    return shown;
  };
  const one = [`Product:${productId}`];
  expect(await shows(`{ product(id: "${productId}") { title variants { sku } category { name } } }`)).toEqual(one);
  expect(await shows(`{ product(slug: "${productId}") { title } }`)).toEqual(one);
  expect(await shows(`{ variant(id: "${variantId}") { product { title } } }`)).toEqual(one);
  const entity = `{ _entities(representations: [{ __typename: "Variant", id: "${variantId}" }]) { ... on Variant { sku } } }`;
  expect(await shows(entity)).toEqual(one);
  expect(await shows(entity, newViewer(['CUSTOMER']))).toEqual(one);
  // what is not there could come; what could be in a list could, too
  for (const query of [
    '{ product(slug: "nothing") { title } }',
    '{ products(first: 1) { nodes { id } } }',
    '{ categories { name } }',
    `{ product(id: "${productId}") { related { id } } }`,
  ])
    expect(await shows(query)).toContain('*');
  expect(await shows(entity, newViewer(['STAFF']))).toBeNull();
});
