export const reservationStates = ['HELD', 'REJECTED', 'RELEASED', 'COMMITTED', 'RETURNED'] as const;
export type ReservationState = (typeof reservationStates)[number];
export const holdStates = ['HELD', 'RELEASED', 'COMMITTED', 'RETURNED'] as const;

export type StockTrigger = { type: 'release' | 'commit' | 'return' };

export interface StockDecision {
  to: Exclude<ReservationState, 'HELD' | 'REJECTED'>;
  /** What happens to the held units: per unit of the hold. */
  reserved: -1 | 0;
  onHand: -1 | 0 | 1;
}

const freed: StockDecision = { to: 'RELEASED', reserved: -1, onHand: 0 };
/** Nothing was reserved yet: the reservation that comes late is rejected. */
const tombstone: StockDecision = { to: 'RELEASED', reserved: 0, onHand: 0 };

/** What a message does to an order's reservation. What is not written here changes nothing. */
const moves: Record<ReservationState | 'none', { [type in StockTrigger['type']]?: StockDecision }> = {
  none: { release: tombstone, return: tombstone },
  HELD: { release: freed, return: freed, commit: { to: 'COMMITTED', reserved: -1, onHand: -1 } },
  COMMITTED: { return: { to: 'RETURNED', reserved: 0, onHand: 1 } },
  RELEASED: {},
  RETURNED: {},
  REJECTED: {},
};
/** Null: nothing happens. A state of null: no reservation was seen yet. */
export const decideStock = (state: ReservationState | null, { type }: StockTrigger): StockDecision | null =>
  moves[state ?? 'none'][type] ?? null;

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
