import { expect, test } from 'vitest';
import { newArena, type RaceName, run } from './races.ts';

const { arena, seed } = newArena();
const { inDatabase } = arena.world;

test.for<[string, RaceName]>([
  ['of twenty buyers of three units exactly three get one, and the others hear that there is no more', 'lastUnit'],
  ['eight clicks are one order and one charge, and every click hears the same', 'doubleClick'],
  ['three tabs make one live order of a cart, and two cards pay it once', 'twoTabs'],
  ['an order that is cancelled while it is paid keeps either no money or none of its units', 'cancelAgainstPay'],
  ['refunds at once give back each acknowledged amount once, and never more than was paid', 'parallelRefunds'],
  ['refreshes at once get the same successor, and one token lives', 'parallelRefresh'],
  ['no refresh survives a sign-out or the theft of an old token at the same time', 'refreshAgainstEnd'],
])(`%s (seed ${seed})`, { timeout: 60_000 }, ([, name]) => run(arena, name));

test('after all of it the books agree', async () => {
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
});
