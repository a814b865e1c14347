import { type Database, lockFor, type Service } from '@storegraph/kit';
import { eq, type SQL, sql } from 'drizzle-orm';
import type { ReserveStockOutcome } from '../contract.ts';
import { reservations } from './stock.table.ts';
import { decideStock, type StockLine, type StockTrigger, sumLines } from './stock.rules.ts';

/** Whose orders hold at most so many units of a variant, all together. */
export interface Holder {
  key: string;
  atMost: number;
}

type Shortage = { variantId: string; available: number };

/** Everything about one order's stock takes turns, also before its row exists. */
const lockOrder = (tx: Database, orderId: string) => lockFor(tx, 'order', orderId);

/** Products before stock, each sorted: the listing is refreshed at commit, and two orders never deadlock. */
export const lockProductsOf = (tx: Database, variantIds: SQL) =>
  tx.execute(
    sql`SELECT id FROM products WHERE id IN (SELECT product_id FROM variants WHERE id IN (${variantIds})) ORDER BY id FOR NO KEY UPDATE`,
  );

/** Takes all lines or none. The stored outcome is what a repeated call answers. */
export async function reserveStock(
  { db }: Service,
  { orderId, lines, holder }: { orderId: string; lines: StockLine[]; holder: Holder | null },
): Promise<ReserveStockOutcome> {
  return db.transaction(async (tx) => {
    await lockOrder(tx, orderId);
    const [known] = await tx.select().from(reservations).where(eq(reservations.orderId, orderId));
    if (known) return known.outcome;
    const wanted = sumLines(lines);
    const early = await findShortages(tx, valuesOf(wanted));
    if (early.length > 0) return rejected(tx, orderId, early);
    const offered = await takeUnits(tx, wanted, holder);
    if (offered.every(({ ok }) => ok)) return held(tx, orderId, offered, holder);
    return rejected(tx, orderId, shortagesOf(offered), overLimitOf(offered));
  });
}

const valuesOf = (lines: readonly StockLine[]): SQL =>
  sql.join(
    lines.map(({ variantId, quantity }) => sql`(${variantId}::text, ${quantity}::int)`),
    sql`, `,
  );
const idsOf = (lines: readonly StockLine[]): SQL =>
  sql.join(
    lines.map(({ variantId }) => sql`${variantId}`),
    sql`, `,
  );

interface OfferedRow extends Record<string, unknown> {
  variantId: string;
  quantity: number;
  /** Null when there is no such variant. */
  available: number | null;
  unitPriceMinor: string;
  currencyCode: string;
  /** With this line the holder would have more than they may. */
  overLimit: boolean;
  /** Of all lines together. */
  ok: boolean;
}

/**
 * One statement: looks at all lines with their rows locked in one order, and takes them if each has enough. What the holder has in
 * other orders is counted behind those locks, too, so that two of theirs at once are not both the last that they may.
 */
async function takeUnits(tx: Database, wanted: readonly StockLine[], holder: Holder | null): Promise<OfferedRow[]> {
  await lockProductsOf(tx, idsOf(wanted));
  return [
    ...(await tx.execute<OfferedRow>(sql`
      WITH wanted (variant_id, quantity) AS (VALUES ${valuesOf(wanted)}),
      theirs AS (
        SELECT holds.variant_id, sum(holds.quantity) AS units FROM reservations JOIN holds USING (order_id)
        WHERE reservations.holder = ${holder?.key ?? null} AND reservations.state = 'HELD' GROUP BY 1),
      over_limit AS (
        SELECT variant_id FROM wanted LEFT JOIN theirs USING (variant_id) WHERE wanted.quantity + coalesce(theirs.units, 0) > ${holder?.atMost ?? null}::int),
      locked AS (
        SELECT stock.variant_id, stock.on_hand - stock.reserved AS available, wanted.quantity, variants.price_minor, variants.currency_code, products.status
        FROM wanted JOIN stock USING (variant_id) JOIN variants ON variants.id = stock.variant_id JOIN products ON products.id = variants.product_id
        ORDER BY stock.variant_id FOR UPDATE OF stock),
      enough AS (SELECT (SELECT count(*) FROM wanted) = count(*) FILTER (WHERE available >= quantity AND status = 'ACTIVE')
        AND NOT EXISTS (SELECT 1 FROM over_limit) AS ok FROM locked),
      updated AS (
        UPDATE stock SET reserved = reserved + locked.quantity FROM locked, enough
        WHERE enough.ok AND stock.variant_id = locked.variant_id RETURNING stock.variant_id)
      SELECT wanted.variant_id AS "variantId", wanted.quantity, CASE WHEN locked.status = 'ACTIVE' THEN locked.available ELSE 0 END AS available,
        locked.price_minor AS "unitPriceMinor", locked.currency_code AS "currencyCode",
        EXISTS (SELECT 1 FROM over_limit WHERE over_limit.variant_id = wanted.variant_id) AS "overLimit", (SELECT ok FROM enough) AS ok, (SELECT count(*)::int FROM updated) AS updated
      FROM wanted LEFT JOIN locked USING (variant_id) ORDER BY wanted.variant_id`)),
  ];
}

const shortagesOf = (offered: readonly OfferedRow[]): Shortage[] =>
  offered
    .map(({ variantId, available, quantity }) => ({ variantId, available: available ?? 0, quantity }))
    .filter(({ available, quantity }) => available < quantity)
    .map(({ variantId, available }) => ({ variantId, available }));

const overLimitOf = (offered: readonly OfferedRow[]): string[] =>
  offered.filter(({ overLimit }) => overLimit).map(({ variantId }) => variantId);

/** The units are taken: whose they are, at the prices of now, is stored with the outcome. */
async function held(
  tx: Database,
  orderId: string,
  taken: readonly OfferedRow[],
  holder: Holder | null,
): Promise<ReserveStockOutcome> {
  const outcome: ReserveStockOutcome = {
    outcome: 'RESERVED',
    lines: taken.map(({ variantId, unitPriceMinor, currencyCode }) => ({
      variantId,
      unitPriceMinor: Number(unitPriceMinor),
      currencyCode,
    })),
  };
  await tx.insert(reservations).values({ orderId, state: 'HELD', holder: holder?.key, outcome });
  const rows = taken.map(
    ({ variantId, quantity, unitPriceMinor }) =>
      sql`(${orderId}, ${variantId}, ${quantity}::int, ${unitPriceMinor}::bigint)`,
  );
  await tx.execute(
    sql`INSERT INTO holds (order_id, variant_id, quantity, unit_price_minor) VALUES ${sql.join(rows, sql`, `)}`,
  );
  return outcome;
}

/** Read without a lock: who is late does not wait for a turn at the stock to hear it. That it looks enough promises nothing. */
async function findShortages(tx: Database, wanted: SQL): Promise<Shortage[]> {
  return [
    ...(await tx.execute<Shortage>(sql`
      SELECT wanted.variant_id AS "variantId", coalesce(found.available, 0) AS available
      FROM (VALUES ${wanted}) AS wanted (variant_id, quantity) LEFT JOIN (
        SELECT stock.variant_id, stock.on_hand - stock.reserved AS available
        FROM stock JOIN variants ON variants.id = stock.variant_id JOIN products ON products.id = variants.product_id
        WHERE products.status = 'ACTIVE') AS found USING (variant_id)
      WHERE coalesce(found.available, 0) < wanted.quantity ORDER BY wanted.variant_id`)),
  ];
}

/** Stored, so that a repeated call answers the same. */
async function rejected(
  tx: Database,
  orderId: string,
  shortages: Shortage[],
  overLimit: string[] = [],
): Promise<ReserveStockOutcome> {
  const outcome: ReserveStockOutcome = { outcome: 'REJECTED', shortages, ...(overLimit.length > 0 && { overLimit }) };
  await tx.insert(reservations).values({ orderId, state: 'REJECTED', outcome });
  return outcome;
}

const TOMBSTONE: ReserveStockOutcome = { outcome: 'REJECTED', shortages: [] };

/** Release, commit or return what an order holds. Whatever comes twice or too late changes nothing. Returns whether it did. */
export async function settleStock(tx: Database, orderId: string, trigger: StockTrigger): Promise<boolean> {
  await lockOrder(tx, orderId);
  const [known] = await tx.select().from(reservations).where(eq(reservations.orderId, orderId)).for('update');
  const decision = decideStock(known?.state ?? null, trigger);
  if (!decision) return false;
  if (!known) {
    await tx.insert(reservations).values({ orderId, state: decision.to, outcome: TOMBSTONE });
    return true;
  }
  const { to, reserved, onHand } = decision;
  await tx.update(reservations).set({ state: to, changedAt: sql`now()` }).where(eq(reservations.orderId, orderId));
  await lockProductsOf(tx, sql`SELECT variant_id FROM holds WHERE order_id = ${orderId}`);
  await tx.execute(
    sql`SELECT variant_id FROM stock WHERE variant_id IN (SELECT variant_id FROM holds WHERE order_id = ${orderId}) ORDER BY variant_id FOR UPDATE`,
  );
  await tx.execute(sql`
    WITH settled AS (UPDATE holds SET state = ${to}::hold_state WHERE order_id = ${orderId} RETURNING variant_id, quantity),
    moved AS (INSERT INTO stock_movements (variant_id, delta, reason, order_id)
      SELECT variant_id, quantity * ${onHand}::int, ${onHand < 0 ? 'sold' : 'returned'}, ${orderId} FROM settled WHERE ${onHand}::int <> 0),
    counted AS (UPDATE products SET sold = sold - sums.delta FROM (
        SELECT variants.product_id, sum(settled.quantity * ${onHand}::int) AS delta FROM settled JOIN variants ON variants.id = settled.variant_id GROUP BY 1) AS sums
      WHERE products.id = sums.product_id AND ${onHand}::int <> 0)
    UPDATE stock SET reserved = reserved + settled.quantity * ${reserved}::int, on_hand = on_hand + settled.quantity * ${onHand}::int
    FROM settled WHERE stock.variant_id = settled.variant_id`);
  return true;
}
