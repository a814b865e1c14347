import { expect, test } from 'vitest';
import { availableOf, ENOUGH, problemsOfItem } from './problem.rules.ts';

const rules = { maxQuantity: 10, deliverable: true };
const problems = (quantity: number, available: number, more: object = {}) =>
  problemsOfItem({ variantId: 'var_1', quantity }, { purchasable: true, available, ...more }, rules).map(
    ({ code, available }) => [code, available],
  );

test.for([
  [3, 3, []],
  [3, 2, [['INSUFFICIENT_STOCK', 2]]],
  [1, 0, [['OUT_OF_STOCK', 0]]],
  [1, -4, [['OUT_OF_STOCK', 0]]],
  [10, 100, []],
  [11, 100, [['QUANTITY_LIMIT', 10]]],
  [11, 10, [['INSUFFICIENT_STOCK', 10]]],
  [11, 4, [['INSUFFICIENT_STOCK', 4]]],
  [11, 0, [['OUT_OF_STOCK', 0]]],
] as const)('%i of %i that are left, with at most 10 in one order', ([quantity, available, expected]) =>
  expect(problems(quantity, available)).toEqual(expected),
);

test('what is archived or unknown is not for sale, however much is left of it', () => {
  expect(problems(1, 50, { purchasable: false })).toEqual([['NOT_FOR_SALE', 0]]);
  expect(problemsOfItem({ variantId: 'var_1', quantity: 1 }, null, rules)).toEqual([
    { code: 'NOT_FOR_SALE', variantId: 'var_1', available: 0 },
  ]);
  expect([availableOf(null), availableOf({ purchasable: false, available: 9 })]).toEqual([0, 0]);
});

test('without a way of shipping that is one more problem, of what is for sale', () => {
  const nowhere = { ...rules, deliverable: false };
  const item = { variantId: 'var_1', quantity: 3 };
  expect(problemsOfItem(item, { purchasable: true, available: 2 }, nowhere)).toEqual([
    { code: 'INSUFFICIENT_STOCK', variantId: 'var_1', available: 2 },
    { code: 'NOT_DELIVERABLE', variantId: 'var_1', available: null },
  ]);
  expect(problemsOfItem(item, null, nowhere)).toHaveLength(1);
});

test("who did not ask what is left sees the shop's own rules only", () => {
  expect(problemsOfItem({ variantId: 'var_1', quantity: 10 }, ENOUGH, rules)).toEqual([]);
  expect(problemsOfItem({ variantId: 'var_1', quantity: 11 }, ENOUGH, rules)).toMatchObject([
    { code: 'QUANTITY_LIMIT', available: 10 },
  ]);
});
