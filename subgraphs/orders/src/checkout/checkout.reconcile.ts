import { enqueueJob, type Service } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { DRIVE, EXPIRE, moveOrder } from '../order/order.service.ts';

const STILL_AFTER_SECONDS = 30;

/** Re-drives what stands still. Finds nothing, and so changes nothing, when the system is healthy. */
export async function reconcileOrders(service: Service): Promise<void> {
  const { db, env } = service;
  const moving = await db.execute<{ id: string }>(sql`
    SELECT id FROM orders WHERE state IN ('NEW', 'RESERVING', 'CANCELLING', 'EXPIRING', 'REFUNDING')
      AND updated_at < now() - ${STILL_AFTER_SECONDS} * interval '1 second' ORDER BY updated_at LIMIT 200`);
  for (const { id } of moving) await enqueueJob(db, DRIVE, id, { orderId: id });
  const overdue = await db.execute<{ id: string }>(sql`
    SELECT id FROM orders WHERE state = 'AWAITING_PAYMENT' AND expires_at < now() - interval '5 seconds' ORDER BY expires_at LIMIT 200`);
  for (const { id } of overdue) await enqueueJob(db, EXPIRE, id, { orderId: id });
  // what could not even be placed within a whole payment window is given up
  const hopeless = await db.execute<{ id: string }>(sql`
    SELECT id FROM orders WHERE state IN ('NEW', 'RESERVING') AND placed_at < now() - ${env.PAYMENT_WINDOW_SECONDS} * interval '1 second' LIMIT 200`);
  for (const { id } of hopeless) {
    await db.transaction((tx) => moveOrder(service, tx, id, { type: 'timeIsUp' }));
    await enqueueJob(db, DRIVE, id, { orderId: id });
  }
}
