import type { Finding } from '@storegraph/commerce';
import { remote, type Service } from '@storegraph/kit';
import { type OrderState, orders } from '@storegraph/orders/contract';
import { sql } from 'drizzle-orm';
import { settleStock } from './stock.service.ts';
import type { StockTrigger } from './stock.rules.ts';

/** Longer than any payment window and its ends. */
const OLD_AFTER_MINUTES = 30;
const AT_ONCE = 100;

const settledBy: Partial<Record<OrderState, StockTrigger['type']>> = {
  PAID: 'commit',
  PARTIALLY_REFUNDED: 'commit',
  CANCELLED: 'release',
  EXPIRED: 'release',
  REJECTED: 'release',
  REFUNDED: 'release',
};

/** Holds that outlived their order, because the event of its end never came. */
export const findHolds = (service: Service): Promise<Finding[]> => lookAtHolds(service, false);
export const reconcileHolds = (service: Service): Promise<Finding[]> => lookAtHolds(service, true);

async function lookAtHolds(service: Service, fix: boolean): Promise<Finding[]> {
  const old = await service.db.execute<{ id: string; since: string }>(sql`
    SELECT order_id AS id, changed_at AS since FROM reservations
    WHERE state = 'HELD' AND changed_at < now() - ${OLD_AFTER_MINUTES} * interval '1 minute' ORDER BY changed_at LIMIT ${AT_ONCE}`);
  const findings: Finding[] = [];
  for (const { id: orderId, since } of old) {
    const order = await remote(service, orders).orderState({ orderId });
    const type = order ? settledBy[order.state] : 'release';
    if (!type) continue;
    findings.push({
      kind: 'HOLD_OUTLIVED_ITS_ORDER',
      subject: orderId,
      orderId,
      message: `Stock is held for an order that ${order ? `is ${order.state}` : 'does not exist'}`,
      since: new Date(since).toISOString(),
    });
    if (fix) await service.db.transaction((tx) => settleStock(tx, orderId, { type }));
  }
  return findings;
}
