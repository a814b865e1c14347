import { readFileSync } from 'node:fs';
import { newId } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { openCatalogue } from './world.ts';

const { shop, staff, product } = await openCatalogue();
afterAll(() => shop.stop());

type Options = { name: string; value: string }[];
const CREATE = `mutation ($input: CreateVariantInput!) {
  createVariant(input: $input) { variant { id selectedOptions { name value } } userErrors { code path } } }`;
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const create = async (productId: string, selectedOptions: Options | undefined, sku: string = newId('var')) =>
  (await staff(CREATE, { input: { productId, sku, title: 'One', price: usd('10.00'), selectedOptions } })).data
    .createVariant;
const options = (...pairs: string[]): Options =>
  pairs.map((pair) => ({ name: pair.split('=')[0]!, value: pair.split('=')[1]! }));
const rowsOf = async (productId: string) => [
  ...(await shop.db.execute(
    sql`SELECT v.id, v.sku, p.version, p.options FROM variants v JOIN products p ON p.id = v.product_id WHERE p.id = ${productId} ORDER BY v.id`,
  )),
];
const CONFLICT = { variant: null, userErrors: [{ code: 'CONFLICT', path: ['input', 'selectedOptions'] }] };
const small = options('Colour=Red', 'Size=S');

test.each([
  ['the same options', small],
  ['the same options in another order', options('Size=S', 'Colour=Red')],
  ['the same options in another case', options('colour=RED', 'size=s')],
  ['the same options with blanks around them', options(' Colour = Red ', 'Size= S')],
  ['the same options, one of them twice', options('Colour=Red', 'Size=S', 'Size=S')],
])('a second variant of a product with %s is refused, and leaves nothing behind', async (_, same) => {
  const { id } = await product({ variants: [] });
  expect((await create(id, small)).userErrors).toEqual([]);
  const before = await rowsOf(id);
  expect(await create(id, same)).toEqual(CONFLICT);
  expect(await rowsOf(id)).toEqual(before);
});

test.each([
  ['another value', options('Colour=Red', 'Size=M')],
  ['one option less', options('Colour=Red')],
  ['one option more', options('Colour=Red', 'Size=S', 'Fit=Slim')],
  ['the values of each other', options('Colour=S', 'Size=Red')],
])('a second variant with %s is another one', async (_, other) => {
  const { id } = await product({ variants: [] });
  await create(id, small);
  expect((await create(id, other)).userErrors).toEqual([]);
});

test('another product may have the same options, and a product any number of variants without options', async () => {
  const [one, other] = [await product({ variants: [] }), await product({ variants: [] })];
  for (const { id } of [one, other]) expect((await create(id, small)).userErrors).toEqual([]);
  for (const none of [undefined, [], []]) expect((await create(one.id, none)).userErrors).toEqual([]);
});

test('what is wrong with the SKU is said of the SKU, also when the options are taken as well', async () => {
  const { id } = await product({ variants: [] });
  await create(id, small, 'TAKEN');
  expect((await create(id, small, 'TAKEN')).userErrors).toEqual([{ code: 'CONFLICT', path: ['input', 'sku'] }]);
});

test('of two that give a product the same variant at once one does', async () => {
  const { id } = await product({ variants: [] });
  const answers = await Promise.all([create(id, small), create(id, options('Size=S', 'Colour=Red'))]);
  expect(answers.filter(({ variant }) => variant !== null)).toHaveLength(1);
  expect(answers.filter(({ variant }) => variant === null)).toEqual([CONFLICT]);
  expect(await rowsOf(id)).toHaveLength(1);
});

test('the database has it no other way, whoever writes', async () => {
  const { id } = await product({ variants: [] });
  const insert = (selected: Options) => {
    const variantId = newId('var');
    return shop.db.execute(
      sql`INSERT INTO variants (id, product_id, sku, title, price_minor, selected_options)
        VALUES (${variantId}, ${id}, ${variantId}, 'One', 1000, ${JSON.stringify(selected)}::text::jsonb) RETURNING id`,
    );
  };
  await insert(small);
  const taken = { cause: expect.objectContaining({ constraint_name: 'one_variant_per_options' }) };
  await expect(insert(options('size=s', 'colour=red'))).rejects.toMatchObject(taken);
  const [{ id: other }] = [...(await insert(options('Size=M')))] as [{ id: string }];
  await expect(
    shop.db.execute(
      sql`UPDATE variants SET selected_options = ${JSON.stringify(small)}::text::jsonb WHERE id = ${other}`,
    ),
  ).rejects.toMatchObject(taken);
  await expect(insert(options(`Size=${'é'.repeat(4_000)}`))).resolves.toHaveLength(1);
});

test('a shop that has such variants already keeps them: the oldest has the options, and nobody is told of a change', async () => {
  const { id } = await product({ variants: [] });
  await shop.db.execute(sql`
    ALTER TABLE variants DROP COLUMN options_key;
    DROP TRIGGER options_have_a_key ON variants;
    DROP FUNCTION set_options_key, options_key;`);
  for (const [index, selected] of [small, options('size=s', 'colour=red'), []].entries())
    await shop.db.execute(
      sql`INSERT INTO variants (id, product_id, sku, title, price_minor, selected_options, created_at)
        VALUES (${`var_old_${index}`}, ${id}, ${`OLD-${index}`}, 'One', 1000, ${JSON.stringify(selected)}::text::jsonb, now() + ${index} * interval '1 second')`,
    );
  const told = async () => (await shop.published()).length;
  const before = await told();
  const migration = readFileSync(new URL('../migrations/0007_one_variant_per_options.sql', import.meta.url), 'utf8');
  for (const statement of migration.split('--> statement-breakpoint')) await shop.db.execute(sql.raw(statement));
  const kept = await shop.db.execute(
    sql`SELECT sku FROM variants WHERE product_id = ${id} AND options_key IS NOT NULL`,
  );
  expect([[...kept], await told()]).toEqual([[{ sku: 'OLD-0' }], before]);
  expect(await create(id, small)).toEqual(CONFLICT);
});
