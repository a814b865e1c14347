export const reservationStates = ['HELD', 'REJECTED', 'RELEASED', 'COMMITTED', 'RETURNED'] as const;
export type ReservationState = (typeof reservationStates)[number];
export const holdStates = ['HELD', 'RELEASED', 'COMMITTED', 'RETURNED'] as const;

export type StockTrigger = { type: 'release' } | { type: 'commit' } | { type: 'return' };

export interface StockDecision {
  to: Exclude<ReservationState, 'HELD' | 'REJECTED'>;
  /** What happens to the held units: per unit of the hold. */
  reserved: -1 | 0;
  onHand: -1 | 0 | 1;
}

/**
 * What a message does to an order's reservation; null when nothing. A state of null means that no reservation was seen
 * yet: a release leaves a tombstone, so that a late reservation is rejected.
 */
export function decideStock(state: ReservationState | null, trigger: StockTrigger): StockDecision | null {
  switch (trigger.type) {
    case 'release':
      if (state === 'HELD') return { to: 'RELEASED', reserved: -1, onHand: 0 };
      return state === null ? { to: 'RELEASED', reserved: 0, onHand: 0 } : null;
    case 'commit':
      return state === 'HELD' ? { to: 'COMMITTED', reserved: -1, onHand: -1 } : null;
    case 'return':
      if (state === 'HELD') return { to: 'RELEASED', reserved: -1, onHand: 0 };
      if (state === null) return { to: 'RELEASED', reserved: 0, onHand: 0 };
      return state === 'COMMITTED' ? { to: 'RETURNED', reserved: 0, onHand: 1 } : null;
  }
}

export interface StockLine {
  variantId: string;
  quantity: number;
}

/** One line per variant, in one order for everybody: two checkouts never deadlock. */
export function sumLines(lines: readonly StockLine[]): StockLine[] {
  const sums = new Map<string, number>();
  for (const { variantId, quantity } of lines) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
  return [...sums]
    .map(([variantId, quantity]) => ({ variantId, quantity }))
    .sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
}
