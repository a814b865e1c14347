import { crashPoint, type Service } from '@storegraph/kit';
import { eq, sql } from 'drizzle-orm';
import { type Fact, isAsked, life, mayHear, meaningOf } from '../order/order.life.ts';
import { lockOrder, moveOrder } from '../order/order.service.ts';
import { orders, type OrderRow } from '../order/order.table.ts';
import { steps } from './checkout.steps.ts';

/** Where an order has got to. */
interface Progress {
  /** As this has left it; undefined when there is none. */
  order: OrderRow | undefined;
  /** It waits for an answer that nobody can give yet. */
  isLeftForLater: boolean;
}

/**
 * Asks what the table says, and takes in what is answered, until the order waits for somebody outside. Each call is
 * idempotent by the order's id and made between two transactions: whoever dies is continued by the job runner.
 */
async function advanceOrder(service: Service, orderId: string, known?: OrderRow): Promise<Progress> {
  let order = known ?? (await readOrder(service, orderId));
  for (;;) {
    const ask = order && life[order.state].asks;
    if (!order || !ask) return { order, isLeftForLater: false };
    const { answer, take } = await steps[ask].ask(service, order);
    const meaning = meaningOf(ask, answer);
    if (meaning === 'wait') {
      order = await readOrder(service, orderId);
      if (order && isAsked(order.state, ask)) return { order, isLeftForLater: true };
      continue; // somebody else has moved it meanwhile
    }
    let moved: OrderRow | null = null;
    await service.db.transaction(async (tx) => {
      const move = async (changes?: Partial<OrderRow>, instead: Fact = meaning) => {
        moved = await moveOrder(service, tx, orderId, instead, changes, ask);
        return moved;
      };
      await (take ? take(tx, move) : move());
    });
    steps[ask].committed();
    order = moved ?? (await readOrder(service, orderId)); // somebody else was faster, or it was moved by what was taken in
  }
}

/**
 * The fast way. When a service does not answer, the order is safe and the job runner goes on with it: undefined. `known`: the order
 * as it was just written.
 */
export async function advanceInline(
  service: Service,
  orderId: string,
  known?: OrderRow,
): Promise<OrderRow | undefined> {
  try {
    return (await advanceOrder(service, orderId, known)).order;
  } catch (error) {
    service.log.warn({ err: error, orderId }, 'an order goes on in the background');
    return undefined;
  }
}

const ASK_AGAIN = { runAgainInSeconds: 5 };

export const advanceJob = async (service: Service, { orderId }: { orderId: string }) =>
  (await advanceOrder(service, orderId)).isLeftForLater ? ASK_AGAIN : undefined;

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
