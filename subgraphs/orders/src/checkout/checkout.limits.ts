import type { CartSnapshot } from '@storegraph/carts/contract';
import { createHmac } from 'node:crypto';
import { addressGroup, type Database, lockFor, onlyRow, type Service } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { liveStates } from '../order/order.life.ts';
import { listOf, type OrderRow, type RejectionReason } from '../order/order.table.ts';

/**
 * What keeps guests from holding the stock of others for nothing: of one e-mail address so many orders may wait for their payment, and
 * hold so many units of one variant, this one counted in. Orders of one address take turns here, so that two at once are not both the last.
 */
export async function overGuestLimit(
  { env }: Service,
  tx: Database,
  { id, userId }: OrderRow,
  { email, lines }: CartSnapshot,
): Promise<RejectionReason | null> {
  if (userId !== null) return null;
  const address = email.toLowerCase();
  await lockFor(tx, 'guest orders of', address);
  const held = await tx.execute<{ orders: number; units: Record<string, number> }>(sql`
    WITH live AS (SELECT id FROM orders WHERE user_id IS NULL AND lower(email) = ${address} AND state IN (${listOf(liveStates)}) AND id <> ${id}),
      items AS (SELECT variant_id, sum(quantity)::int AS units FROM order_items WHERE order_id IN (SELECT id FROM live) GROUP BY 1)
    SELECT (SELECT count(*)::int FROM live) AS orders, (SELECT coalesce(json_object_agg(variant_id, units), '{}') FROM items) AS units`);
  const { orders, units } = onlyRow(held);
  if (orders >= env.GUEST_UNPAID_ORDERS)
    return tooMany(`At most ${env.GUEST_UNPAID_ORDERS} orders of one e-mail address may wait for their payment`);
  const unitsOf = new Map(Object.entries(units));
  const over = lines.find(
    ({ variantId, quantity }) => (unitsOf.get(variantId) ?? 0) + quantity > env.GUEST_UNITS_PER_VARIANT,
  );
  if (!over) return null;
  return tooMany(
    `Without an account at most ${env.GUEST_UNITS_PER_VARIANT} of "${over.title}" may wait for their payment by one e-mail address`,
  );
}

/** Guests of one network address. Keyed, since there are few enough addresses to try them all. */
export const holderOf = ({ env }: Service, address: string): string =>
  createHmac('sha256', env.ORDER_TOKEN_SECRET)
    .update(`guests at ${addressGroup(address)}`)
    .digest('base64url');

/** There are enough, but guests of their network address hold as many as they may. */
export const overAddressLimit = ({ env }: Service, titles: readonly string[]): RejectionReason =>
  tooMany(
    `Without an account at most ${env.GUEST_UNITS_PER_ADDRESS} of ${titles.map((title) => `"${title}"`).join(', ')} may wait for their payment from one network address`,
  );

const tooMany = (what: string): RejectionReason => ({
  kind: 'GENERAL',
  code: 'RATE_LIMITED',
  message: `${what}: pay or cancel an order, take fewer, or sign in`,
  path: ['input', 'cartId'],
});
