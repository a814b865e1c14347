import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { afterAll, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';

const { shop, variantWith, stockOf, movementsOf, reserve, written, adjust } = await openWarehouse();
afterAll(() => shop.stop());

test('an adjustment counts once per key, and the movements say why', async () => {
  const variantId = await variantWith(5);
  const idempotencyKey = randomUUID();
  const input = { variantId, delta: 3, idempotencyKey };

  const [first, again] = [await adjust(input), await adjust(input)];

  expect(first.inventory).toEqual({
    onHand: 8,
    reserved: 0,
    available: 8,
    movements: {
      nodes: [
        { delta: 3, reason: 'count' },
        { delta: 5, reason: 'opening stock' },
      ],
    },
  });
  expect(again.inventory.onHand).toBe(8);
  expect((await adjust({ ...input, delta: 4 })).errors).toMatchObject([
    { extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } },
  ]);
  expect((await adjust({ variantId, setTo: 2 })).inventory.onHand).toBe(2);
  expect(await movementsOf(variantId)).toEqual([5, 3, -6]);
});

test('nothing goes below what is promised to orders', async () => {
  const variantId = await variantWith(5);
  await reserve(newId('ord'), variantId, 4);
  for (const change of [{ delta: -2 }, { setTo: 3 }])
    expect((await adjust({ variantId, ...change })).userErrors).toEqual([
      { code: 'INVALID_STATE', path: ['input', ...Object.keys(change)] },
    ]);
  expect(await stockOf(variantId)).toEqual([5, 4]);
  expect((await adjust({ variantId, delta: -1 })).inventory).toMatchObject({ onHand: 4, available: 0 });
});

test('an adjustment needs either a difference or a count, a variant, and the role', async () => {
  const variantId = await variantWith(5);
  expect((await adjust({ variantId })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect((await adjust({ variantId, delta: 1, setTo: 1 })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect((await adjust({ variantId: newId('var'), delta: 1 })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await adjust({ variantId, delta: 1 }, shop.as(newViewer()))).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
  expect(await stockOf(variantId)).toEqual([5, 0]);
});

test('shoppers learn that little is left, not how much there is', async () => {
  const [low, many, none] = [await variantWith(3), await variantWith(50), await variantWith(0)];
  const look = async (id: string) =>
    (await shop.as(null)('query ($id: ID!) { variant(id: $id) { availability { state quantity } } }', { id })).data
      .variant.availability;
  expect([await look(low), await look(many), await look(none)]).toEqual([
    { state: 'LOW_STOCK', quantity: 3 },
    { state: 'IN_STOCK', quantity: null },
    { state: 'OUT_OF_STOCK', quantity: null },
  ]);
  await reserve(newId('ord'), low, 3);
  expect(await look(low)).toEqual({ state: 'OUT_OF_STOCK', quantity: null });
});

test('stock is between what is promised and a million, both included', async () => {
  const variantId = await variantWith(5);
  await reserve(newId('ord'), variantId, 4);
  const refused = [
    [{ setTo: 3 }, 'INVALID_STATE', 'setTo'],
    [{ delta: -2 }, 'INVALID_STATE', 'delta'],
    [{ delta: 999_996 }, 'BAD_USER_INPUT', 'delta'],
  ] as const;
  for (const [change, code, field] of refused) {
    const before = await written(variantId);
    expect((await adjust({ variantId, ...change })).userErrors).toMatchObject([{ code, path: ['input', field] }]);
    expect(await written(variantId)).toEqual(before);
  }
  expect((await adjust({ variantId, setTo: 1_000_001 })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect((await adjust({ variantId, setTo: 4 })).inventory).toMatchObject({ onHand: 4, reserved: 4, available: 0 });
  const before = await written(variantId);
  expect((await adjust({ variantId, setTo: 4 })).userErrors).toEqual([]);
  expect(await written(variantId)).toEqual(before);
  expect((await adjust({ variantId, delta: 999_996 })).inventory).toMatchObject({
    onHand: 1_000_000,
    available: 999_996,
  });
  expect(await movementsOf(variantId)).toEqual([5, -1, 999_996]);
});
