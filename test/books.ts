import { expect } from 'vitest';
import type { World } from './world.ts';

/** Stock is what is held and moved, money sums to zero, and no event was given up. */
export async function booksAgree({ inDatabase }: World): Promise<void> {
  const [held, moved] = await inDatabase('products', async (sql) => [
    await sql`SELECT s.variant_id FROM stock s LEFT JOIN (SELECT variant_id, sum(quantity) AS held FROM holds WHERE state = 'HELD' GROUP BY 1) h USING (variant_id) WHERE s.reserved <> coalesce(h.held, 0)`,
    await sql`SELECT s.variant_id FROM stock s LEFT JOIN (SELECT variant_id, sum(delta) AS moved FROM stock_movements GROUP BY 1) m USING (variant_id) WHERE s.on_hand <> coalesce(m.moved, 0)`,
  ]);
  expect([[...held!], [...moved!]]).toEqual([[], []]);
  const unbalanced = await inDatabase(
    'payments',
    (sql) =>
      sql`SELECT transaction_id FROM ledger_entries GROUP BY transaction_id, currency_code HAVING sum(amount_minor) <> 0`,
  );
  expect([...unbalanced]).toEqual([]);
  const dead = await Promise.all(
    (['orders', 'products', 'carts', 'payments'] as const).map((domain) =>
      inDatabase(domain, (sql) => sql`SELECT type, last_error FROM outbox WHERE dead_at IS NOT NULL`),
    ),
  );
  expect(dead.flatMap((rows) => [...rows])).toEqual([]);
}
