import { afterAll, expect, test } from 'vitest';
import { openCatalogue } from './world.ts';

const { shop, anonymous, category, product } = await openCatalogue();
afterAll(() => shop.stop());

const LIST = `query ($filter: ProductFilter) {
  products(filter: $filter) { nodes { id } }
  category(slug: "lamps") { products(filter: $filter) { nodes { id } } } }`;
const eur = { amount: '10', currencyCode: 'EUR' };
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });

test('a price in a currency that the shop does not sell in is refused, wherever products are listed', async () => {
  await product({ category: await category('lamps'), variants: [{ price: 2_000 }] });
  const found = await anonymous(LIST, { filter: { price: { min: usd('10'), max: usd('30') } } });
  expect([found.errors, found.data.products.nodes, found.data.category.products.nodes]).toEqual([
    undefined,
    [expect.anything()],
    [expect.anything()],
  ]);
  for (const [price, field] of [
    [{ min: eur }, 'filter.price.min.currencyCode'],
    [{ max: eur }, 'filter.price.max.currencyCode'],
    [{ min: usd('1'), max: { amount: '1000', currencyCode: 'JPY' } }, 'filter.price.max.currencyCode'],
  ] as const) {
    const refused = { extensions: { code: 'BAD_USER_INPUT', field, rule: 'currency' } };
    expect((await anonymous(LIST, { filter: { price } })).errors).toMatchObject([refused, refused]);
  }
});
