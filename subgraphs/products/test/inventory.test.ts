import { PAGE, pageThrough } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { type Ask, openCatalogue } from './world.ts';

const catalogue = await openCatalogue();
const { shop, anonymous, customer, staff, product } = catalogue;
afterAll(() => shop.stop());

const STOCK =
  'query ($id: ID!) { variant(id: $id) { availability { state quantity } inventory { onHand reserved available } product { availability { state quantity } } } }';

test.each([
  [9, 9, 'OUT_OF_STOCK', null],
  [9, 8, 'LOW_STOCK', 1],
  [9, 4, 'LOW_STOCK', 5],
  [9, 3, 'IN_STOCK', null],
  [0, 0, 'OUT_OF_STOCK', null],
])('%i on hand, of which %i are promised: %s', async (onHand, reserved, state, quantity) => {
  const { variantIds } = await product({ variants: [{ onHand, reserved }] });
  const availability = { state, quantity };
  const seen = async (as: Ask) => (await as(STOCK, { id: variantIds[0] })).data.variant;
  expect(await seen(staff)).toEqual({
    availability,
    inventory: { onHand, reserved, available: onHand - reserved },
    product: { availability },
  });
  expect(await seen(customer)).toEqual({ availability, inventory: null, product: { availability } });
});

test('a product has what all its variants have together', async () => {
  const { variantIds } = await product({ variants: [{ onHand: 3, reserved: 1 }, { onHand: 4, reserved: 1 }, {}] });
  const { data } = await anonymous(STOCK, { id: variantIds[0] });
  expect(data.variant).toMatchObject({
    availability: { state: 'LOW_STOCK', quantity: 2 },
    product: { availability: { state: 'LOW_STOCK', quantity: 5 } },
  });
});

const ADJUST = `mutation ($input: AdjustInventoryInput!) { adjustInventory(input: $input) {
    inventory { onHand reserved available } userErrors { code path } } }`;
const adjust = async (variantId: string, change: object) => {
  const input = { variantId, reason: 'count', idempotencyKey: crypto.randomUUID(), ...change };
  const { data, errors } = await staff(ADJUST, { input });
  return data?.adjustInventory?.inventory ?? data?.adjustInventory?.userErrors ?? errors;
};
const deltas = async (variantId: string) =>
  [...(await shop.db.execute(sql`SELECT delta FROM stock_movements WHERE variant_id = ${variantId} ORDER BY id`))].map(
    ({ delta }) => delta,
  );

const tooMany = { code: 'BAD_USER_INPUT', field: 'setTo', rule: 'max' };

test.each<[object, object, number[]]>([
  [{ delta: 3 }, { onHand: 13, reserved: 4, available: 9 }, [3]],
  [{ delta: -6 }, { onHand: 4, reserved: 4, available: 0 }, [-6]],
  [{ delta: -7 }, [{ code: 'INVALID_STATE', path: ['input', 'delta'] }], []],
  [{ delta: 0 }, { onHand: 10, reserved: 4, available: 6 }, []],
  [{ setTo: 3 }, [{ code: 'INVALID_STATE', path: ['input', 'setTo'] }], []],
  [{ setTo: 4 }, { onHand: 4, reserved: 4, available: 0 }, [-6]],
  [{ setTo: 10 }, { onHand: 10, reserved: 4, available: 6 }, []],
  [{ setTo: 17 }, { onHand: 17, reserved: 4, available: 13 }, [7]],
  [{ setTo: 1_000_000 }, { onHand: 1_000_000, reserved: 4, available: 999_996 }, [999_990]],
  [{ setTo: 1_000_001 }, [expect.objectContaining({ extensions: tooMany })], []],
  [{ delta: 999_990 }, { onHand: 1_000_000, reserved: 4, available: 999_996 }, [999_990]],
  [{ delta: 999_991 }, [{ code: 'BAD_USER_INPUT', path: ['input', 'delta'] }], []],
])('of 10 on hand and 4 promised, %j', async (change, expected, moved) => {
  const { variantIds } = await product({ variants: [{ onHand: 10, reserved: 4 }, { onHand: 10 }] });
  expect(await adjust(variantIds[0]!, change)).toEqual(expected);
  expect([await deltas(variantIds[0]!), await deltas(variantIds[1]!)]).toEqual([moved, []]);
  expect((await staff(STOCK, { id: variantIds[1] })).data.variant.inventory.onHand).toBe(10);
});

test('movements are those of the variant, the newest first, from either end', async () => {
  const { variantIds } = await product({ variants: [{}, {}] });
  for (const delta of [5, 1, 2, 3]) for (const id of variantIds) await adjust(id, { delta, reason: `reason ${delta}` });
  const MOVEMENTS = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      variant(id: $id) { inventory { movements(first: $first, after: $after, last: $last, before: $before) ${PAGE} } } }`;
  const read = async (page: object) =>
    (await staff(MOVEMENTS, { id: variantIds[0], ...page })).data.variant.inventory.movements;
  const expected = [
    ...(await shop.db.execute(
      sql`SELECT id FROM stock_movements WHERE variant_id = ${variantIds[0]} ORDER BY id DESC`,
    )),
  ].map(({ id }) => String(id));
  expect(expected).toHaveLength(4);
  expect(await pageThrough(read, 3)).toEqual({ forwards: expected, backwards: expected, totalCount: null });
  const { data } = await staff(
    'query ($id: ID!) { variant(id: $id) { inventory { movements(first: 2) { nodes { delta reason } } } } }',
    { id: variantIds[0] },
  );
  expect(data.variant.inventory.movements.nodes).toEqual([
    { delta: 3, reason: 'reason 3' },
    { delta: 2, reason: 'reason 2' },
  ]);
});
