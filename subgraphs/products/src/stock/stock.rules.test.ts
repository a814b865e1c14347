import { expect, test } from 'vitest';
import { decideStock, reservationStates, sumLines } from './stock.rules.ts';

test('what each message does to a reservation, in every state and before there is one', () => {
  const freed = { to: 'RELEASED', reserved: -1, onHand: 0 };
  const tombstone = { to: 'RELEASED', reserved: 0, onHand: 0 };
  const expected = {
    release: { HELD: freed, none: tombstone },
    commit: { HELD: { to: 'COMMITTED', reserved: -1, onHand: -1 } },
    return: { HELD: freed, none: tombstone, COMMITTED: { to: 'RETURNED', reserved: 0, onHand: 1 } },
  } as const;
  for (const [type, decisions] of Object.entries(expected))
    for (const state of [null, ...reservationStates])
      expect(decideStock(state, { type } as never), `${type} of ${state}`).toEqual(
        (decisions as Record<string, unknown>)[state ?? 'none'] ?? null,
      );
});

test('lines of one variant are one, and all come in one order', () => {
  const lines = [
    { variantId: 'var_c', quantity: 1 },
    { variantId: 'var_a', quantity: 2 },
    { variantId: 'var_c', quantity: 3 },
    { variantId: 'var_b', quantity: 1 },
  ];
  expect(sumLines(lines)).toEqual([
    { variantId: 'var_a', quantity: 2 },
    { variantId: 'var_b', quantity: 1 },
    { variantId: 'var_c', quantity: 4 },
  ]);
});
