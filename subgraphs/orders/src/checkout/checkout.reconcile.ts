import type { Finding } from '@storegraph/commerce';
import { enqueueJob, type Service } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { movingStates, statesShown } from '../order/order.life.ts';
import { ADVANCE, EXPIRE, moveOrder } from '../order/order.service.ts';
import { listOf } from '../order/order.table.ts';

const STILL_AFTER_SECONDS = 30;
const AT_ONCE = 200;

type Kind = 'ORDER_STANDS_STILL' | 'ORDER_IS_OVERDUE' | 'ORDER_IS_HOPELESS';
interface FoundRow extends Record<string, unknown> {
  id: string;
  state: string;
  since: string;
}

const meanings: Record<Kind, string> = {
  ORDER_STANDS_STILL: 'It is on its way and has not moved for half a minute',
  ORDER_IS_OVERDUE: 'Its time to be paid is over',
  ORDER_IS_HOPELESS: 'It could not be placed within a whole payment window',
};

/** Orders that nobody moves on. Finds nothing in a healthy system. */
export async function findOrders({ db, env }: Service): Promise<Finding<Kind>[]> {
  const found = async (kind: Kind, where: ReturnType<typeof sql>) => {
    const rows = await db.execute<FoundRow>(
      sql`SELECT id, state, updated_at AS since FROM orders WHERE ${where} ORDER BY updated_at LIMIT ${AT_ONCE}`,
    );
    return [...rows].map(({ id, state, since }) => ({
      kind,
      subject: id,
      orderId: id,
      message: `${meanings[kind]} (${state})`,
      since: new Date(since).toISOString(),
    }));
  };
  const window = sql`${env.PAYMENT_WINDOW_SECONDS} * interval '1 second'`;
  return [
    ...(await found(
      'ORDER_IS_HOPELESS',
      sql`state IN (${listOf(statesShown('PENDING'))}) AND placed_at < now() - ${window}`,
    )),
    ...(await found(
      'ORDER_STANDS_STILL',
      sql`state IN (${listOf(movingStates)}) AND updated_at < now() - ${STILL_AFTER_SECONDS} * interval '1 second'`,
    )),
    ...(await found('ORDER_IS_OVERDUE', sql`state = 'AWAITING_PAYMENT' AND expires_at < now() - interval '5 seconds'`)),
  ];
}

/** Goes on with what stands still: the same work that a crash left undone. */
export async function reconcileOrders(service: Service): Promise<Finding<Kind>[]> {
  const findings = await findOrders(service);
  for (const { kind, subject: orderId } of findings) {
    if (kind === 'ORDER_IS_HOPELESS') await service.db.transaction((tx) => moveOrder(service, tx, orderId, 'timeIsUp'));
    await enqueueJob(service.db, kind === 'ORDER_IS_OVERDUE' ? EXPIRE : ADVANCE, orderId, { orderId });
  }
  return findings;
}
