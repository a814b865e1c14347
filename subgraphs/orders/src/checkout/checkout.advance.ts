import { crashPoint, type Service } from '@storegraph/kit';
import { eq, sql } from 'drizzle-orm';
import { type Fact, isAsked, life, mayHear, meaningOf } from '../order/order.life.ts';
import { lockOrder, moveOrder } from '../order/order.service.ts';
import { orders, type OrderRow } from '../order/order.table.ts';
import { steps } from './checkout.steps.ts';

/** `later`: it waits for an answer that nobody can give yet. */
export type Progress = 'arrived' | 'later';

/**
 * Asks what the table says, and takes in what is answered, until the order waits for somebody outside. Each call is
 * idempotent by the order's id and made between two transactions: whoever dies is continued by the job runner.
 */
export async function advanceOrder(service: Service, orderId: string): Promise<Progress> {
  for (;;) {
    const order = await readOrder(service, orderId);
    const ask = order && life[order.state].asks;
    if (!ask) return 'arrived';
    const { answer, take } = await steps[ask].ask(service, order);
    const meaning = meaningOf(ask, answer);
    if (meaning === 'wait') {
      const now = await readOrder(service, orderId);
      if (now && isAsked(now.state, ask)) return 'later';
      continue; // somebody else has moved it meanwhile
    }
    await service.db.transaction(async (tx) => {
      const move = (changes?: Partial<OrderRow>, instead: Fact = meaning) =>
        moveOrder(service, tx, orderId, instead, changes, ask);
      await (take ? take(tx, move) : move());
    });
    steps[ask].committed();
  }
}

/** The fast way. When a service does not answer, the order is safe and the job runner goes on with it. */
export async function advanceInline(service: Service, orderId: string): Promise<void> {
  try {
    await advanceOrder(service, orderId);
  } catch (error) {
    service.log.warn({ err: error, orderId }, 'an order goes on in the background');
  }
}

const ASK_AGAIN = { runAgainInSeconds: 5 };

export const advanceJob = async (service: Service, { orderId }: { orderId: string }) =>
  (await advanceOrder(service, orderId)) === 'later' ? ASK_AGAIN : undefined;

/** Time is up: decided by the database clock, whoever asks. */
export async function expireJob(service: Service, { orderId }: { orderId: string }) {
  const remaining = await service.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order || !mayHear(order.state, 'timeIsUp')) return 0;
    const seconds = await secondsLeft(tx, orderId);
    if (seconds <= 0) await moveOrder(service, tx, orderId, 'timeIsUp');
    return seconds;
  });
  if (remaining > 0) return { runAgainInSeconds: remaining };
  crashPoint('expire.afterTx');
  return advanceJob(service, { orderId });
}

async function secondsLeft(tx: Service['db'], orderId: string): Promise<number> {
  const [left] = await tx.execute<{ seconds: number | null }>(
    sql`SELECT ceil(extract(epoch FROM expires_at - now()))::int AS seconds FROM orders WHERE id = ${orderId}`,
  );
  return left?.seconds ?? 0;
}

async function readOrder({ db }: Service, orderId: string): Promise<OrderRow | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId));
  return order;
}
