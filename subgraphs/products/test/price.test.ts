import { newId } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { products } from '../src/subgraph.ts';

const shop = await testSubgraph(products);
const staff = shop.as(newViewer(['STAFF']));
afterAll(() => shop.stop());

let variantId: string;
beforeEach(async () => {
  const productId = newId('prod');
  variantId = newId('var');
  await shop.db.execute(
    sql`INSERT INTO products (id, slug, title, status) VALUES (${productId}, ${productId}, 'Bowl', 'ACTIVE')`,
  );
  await shop.db.execute(
    sql`INSERT INTO variants (id, product_id, sku, title, price_minor) VALUES (${variantId}, ${productId}, ${variantId}, 'Oak', 4000)`,
  );
});
const update = async (changes: object) => {
  const { data, errors } = await staff(
    'mutation ($input: UpdateVariantInput!) { updateVariant(input: $input) { variant { price { amount } } userErrors { code } } }',
    { input: { id: variantId, ...changes } },
  );
  expect(errors).toBeUndefined();
  return data.updateVariant;
};
const price = (amount: string) => ({ price: { amount, currencyCode: 'USD' } });
const published = async () =>
  (await shop.published())
    .filter(({ type, payload }) => type === 'PriceChanged' && payload.variantId === variantId)
    .map(({ payload: { unitPriceMinor, priceVersion, currencyCode } }) => [unitPriceMinor, priceVersion, currencyCode]);
const quoted = async () => {
  const { variants } = await shop.command('quoteVariants', { variantIds: [variantId] });
  return [variants[0].unitPriceMinor, variants[0].priceVersion];
};

test('an event about a price says which one it is, and so does an answer to carts', async () => {
  expect(await quoted()).toEqual([4000, 1]);
  await update(price('40.40'));
  await update(price('40.50'));
  await update(price('40.40'));
  expect(await published()).toEqual([
    [4040, 2, 'USD'],
    [4050, 3, 'USD'],
    [4040, 4, 'USD'],
  ]);
  expect(await quoted()).toEqual([4040, 4]);
});

test('carts get the first picture of the product, wherever it is kept', async () => {
  const pictureOf = async () => (await shop.command('quoteVariants', { variantIds: [variantId] })).variants[0].imageUrl;
  const [one, two, three] = [newId('img'), newId('img'), newId('img')].sort();
  const add = (id: string, path: string, position: number) =>
    shop.db.execute(
      sql`INSERT INTO media (id, product_id, path, position) SELECT ${id}, product_id, ${path}, ${position} FROM variants WHERE id = ${variantId}`,
    );
  expect(await pictureOf()).toBeNull();
  await add(one!, 'last.svg', 9);
  await add(three!, 'https://pictures.example/second.svg', 1);
  expect(await pictureOf()).toBe('https://pictures.example/second.svg');
  await add(two!, 'first.svg', 1);
  expect(await pictureOf()).toBe(`${shop.service.env.PUBLIC_URL}/media/first.svg`);
});

test('what leaves the price as it is neither counts nor is published', async () => {
  await update({ title: 'Ash' });
  await update(price('40.00'));
  await update({ ...price('40.00'), compareAtPrice: price('50.00').price });
  expect([await published(), await quoted()]).toEqual([[], [4000, 1]]);
});

test('of prices that are set at the same time the one that counts highest is the one that stays', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => update(price(`${50 + index}.00`))));
  const prices = (await published()).sort(([, a], [, b]) => a - b);
  expect(prices.map(([, version]) => version)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect(prices.at(-1)!.slice(0, 2)).toEqual(await quoted());
});

test('a price that somebody writes past the shop counts as well', async () => {
  await shop.db.execute(sql`UPDATE variants SET price_minor = 4100 WHERE id = ${variantId}`);
  await shop.db.execute(sql`UPDATE variants SET title = 'Elm' WHERE id = ${variantId}`);
  expect(await quoted()).toEqual([4100, 2]);
});
