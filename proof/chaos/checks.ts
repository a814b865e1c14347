import type { Databases } from './databases.ts';
import type { History } from './history.ts';
import type { StripeObject } from '../../local/stripe/state.ts';

export interface Violation {
  rule: string;
  rows: object[];
}
export type StripeDump = Record<string, StripeObject[]>;

interface OrderFacts {
  id: string;
  state: string;
  email: string | null;
  totalMinor: number;
  capturedMinor: number;
  refundedMinor: number;
}
interface PaymentFacts {
  id: string;
  orderId: string;
  status: string;
  stripeIntentId: string | null;
  amountMinor: number;
  currencyCode: string;
}
interface RefundFacts {
  refundRequestId: string;
  status: string;
  amountMinor: number;
  stripeRefundId: string | null;
}

const bought = new Set(['PAID', 'REFUNDING', 'REFUNDED', 'PARTIALLY_REFUNDED']);
const deadOrRejected = new Set(['CANCELLED', 'EXPIRED', 'REJECTED']);

/** What only Stripe's own books and the shoppers' memories can tell; the databases among themselves are checked in SQL. */
export async function checkBooksAndMemories(
  databases: Databases,
  stripe: StripeDump,
  history: History,
): Promise<Violation[]> {
  const orders = await databases.ask<OrderFacts>(
    'orders',
    `SELECT id, state, email, total_minor::int AS "totalMinor", captured_minor::int AS "capturedMinor", refunded_minor::int AS "refundedMinor" FROM orders`,
  );
  const payments = await databases.ask<PaymentFacts>(
    'payments',
    `SELECT id, order_id AS "orderId", status, stripe_intent_id AS "stripeIntentId", amount_minor::int AS "amountMinor", currency_code AS "currencyCode" FROM payments`,
  );
  const refunds = await databases.ask<RefundFacts>(
    'payments',
    `SELECT refund_request_id AS "refundRequestId", status, amount_minor::int AS "amountMinor", stripe_refund_id AS "stripeRefundId" FROM refunds`,
  );
  const keys = await databases.ask<{ key: string; orderId: string }>(
    'orders',
    `SELECT key, result->>'orderId' AS "orderId" FROM idempotency_keys WHERE scope LIKE 'placeOrder:%'`,
  );
  return [...stripeRules(orders, payments, refunds, stripe), ...historyRules(orders, keys, stripe, history)].filter(
    ({ rows }) => rows.length > 0,
  );
}

function stripeRules(
  orders: OrderFacts[],
  payments: PaymentFacts[],
  refunds: RefundFacts[],
  stripe: StripeDump,
): Violation[] {
  const orderById = new Map(orders.map((order) => [order.id, order]));
  const paymentById = new Map(payments.map((payment) => [payment.id, payment]));
  const intents = stripe.payment_intents!;
  const intentById = new Map(intents.map((intent) => [intent.id, intent]));
  const captured = stripe.charges!.filter((charge) => charge.captured);
  const capturedByOrder = Map.groupBy(captured, (charge) => charge.metadata.orderId as string);
  const refundsByRequest = Map.groupBy(stripe.refunds!, (refund) => refund.metadata.refundRequestId as string);
  const refundedOf = (orderId: string) =>
    stripe
      .refunds!.filter((refund) => refund.metadata.orderId === orderId)
      .reduce((sum, refund) => sum + refund.amount, 0);

  return [
    {
      rule: 'an order is paid at most once at Stripe',
      rows: [...capturedByOrder]
        .filter(([, charges]) => charges.length > 1)
        .map(([orderId, charges]) => ({ orderId, charges: charges.map(({ id }) => id) })),
    },
    {
      rule: 'a captured intent is a succeeded payment over the same amount, of an order that was bought',
      rows: intents
        .filter(({ status }) => status === 'succeeded')
        .flatMap(({ id, amount_received, currency, metadata }) => {
          const payment = paymentById.get(metadata.paymentId);
          const order = orderById.get(metadata.orderId);
          const fits =
            payment?.status === 'SUCCEEDED' &&
            payment.stripeIntentId === id &&
            payment.amountMinor === amount_received &&
            payment.currencyCode === currency.toUpperCase() &&
            order !== undefined &&
            bought.has(order.state) &&
            order.capturedMinor === amount_received;
          return fits ? [] : [{ intent: id, amount_received, payment, order }];
        }),
    },
    {
      rule: 'a succeeded payment is a captured intent',
      rows: payments.filter(
        ({ status, stripeIntentId }) =>
          status === 'SUCCEEDED' && intentById.get(stripeIntentId ?? '')?.status !== 'succeeded',
      ),
    },
    {
      rule: 'a bought order is captured',
      rows: orders.filter(({ id, state }) => bought.has(state) && !capturedByOrder.has(id)),
    },
    {
      rule: 'a dead order has no intent that could be paid',
      rows: intents
        .filter(({ status, metadata }) => {
          const order = orderById.get(metadata.orderId);
          return status !== 'canceled' && (order === undefined || deadOrRejected.has(order.state));
        })
        .map(({ id, status, metadata }) => ({
          intent: id,
          status,
          order: orderById.get(metadata.orderId) ?? metadata.orderId,
        })),
    },
    {
      rule: 'a refund request is refunded once, over its amount',
      rows: refunds
        .filter(({ refundRequestId, status, amountMinor, stripeRefundId }) => {
          const atStripe = refundsByRequest.get(refundRequestId) ?? [];
          return status === 'SUCCEEDED'
            ? atStripe.length !== 1 || atStripe[0]!.amount !== amountMinor || atStripe[0]!.id !== stripeRefundId
            : atStripe.length > 0;
        })
        .map((refund) => ({ ...refund, atStripe: refundsByRequest.get(refund.refundRequestId) ?? [] })),
    },
    {
      rule: 'an order knows what was given back',
      rows: orders
        .filter(({ id, refundedMinor }) => refundedOf(id) !== refundedMinor)
        .map((order) => ({ ...order, atStripe: refundedOf(order.id) })),
    },
  ];
}

/** How far the money is: it never goes back. */
const progress = ['UNPAID', 'PROCESSING', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'];
const finalStatuses = new Set(['CANCELLED', 'EXPIRED', 'REJECTED']);

function historyRules(
  orders: OrderFacts[],
  keys: { key: string; orderId: string }[],
  stripe: StripeDump,
  history: History,
): Violation[] {
  const orderById = new Map(orders.map((order) => [order.id, order]));
  const orderByKey = new Map(keys.map(({ key, orderId }) => [key, orderId]));
  const chargedOrders = new Set(
    stripe.charges!.filter((charge) => charge.captured).map((charge) => charge.metadata.orderId as string),
  );
  const placed = history.of('place').filter(({ key }) => key !== undefined);
  const toldByKey = Map.groupBy(
    placed.filter(({ orderId }) => orderId),
    ({ key }) => key!,
  );
  const keysByEmail = Map.groupBy(placed, ({ email }) => email!);
  const ordersByEmail = Map.groupBy(
    orders.filter(({ email }) => email !== null),
    ({ email }) => email!,
  );
  const askedFor = new Set([...history.of('cancel'), ...history.of('refund')].map(({ orderId }) => orderId));
  const readsByOrder = Map.groupBy(history.of('read'), ({ orderId }) => orderId!);

  return [
    {
      rule: 'an acknowledged order exists, under its key',
      rows: history
        .of('place', 'acknowledged')
        .filter(({ key, orderId }) => !orderById.has(orderId!) || orderByKey.get(key!) !== orderId),
    },
    {
      rule: 'the same key answers the same order',
      rows: [...toldByKey]
        .filter(([, told]) => new Set(told.map(({ orderId }) => orderId)).size > 1)
        .map(([key, told]) => ({ key, told })),
    },
    {
      rule: 'a visit with one key has at most one order, answered or not',
      rows: [...ordersByEmail]
        .filter(
          ([email, found]) => found.length > new Set(keysByEmail.get(email)?.map(({ key }) => key) ?? [email]).size,
        )
        .map(([email, found]) => ({ email, orders: found })),
    },
    {
      rule: 'a refused order was not charged',
      rows: history.of('place', 'refused').filter(({ key, orderId }) => {
        const found = orderId ?? orderByKey.get(key ?? '');
        return found !== undefined && (chargedOrders.has(found) || orderById.get(found)?.state !== 'REJECTED');
      }),
    },
    {
      rule: 'a payment that was acknowledged is charged and the order bought',
      rows: history
        .of('pay', 'acknowledged')
        .filter(
          ({ orderId, status }) =>
            status === 'PaymentSucceeded' &&
            !(chargedOrders.has(orderId!) && bought.has(orderById.get(orderId!)?.state ?? '')),
        ),
    },
    {
      rule: 'a cancellation that was acknowledged ended the order',
      rows: history
        .of('cancel', 'acknowledged')
        .filter(({ orderId }) => !['CANCELLED', 'REFUNDED'].includes(orderById.get(orderId!)?.state ?? '')),
    },
    {
      rule: 'a refund that was acknowledged is refunded',
      rows: history.of('refund', 'acknowledged').filter(({ orderId }) => !orderById.get(orderId!)?.refundedMinor),
    },
    {
      rule: 'money goes back to those only who asked for it',
      rows: orders.filter(({ id, refundedMinor }) => refundedMinor > 0 && !askedFor.has(id)),
    },
    {
      rule: 'nobody sees or moves the orders of others',
      rows: history.of('readForeign', 'acknowledged'),
    },
    {
      rule: 'what a shopper reads of an order never goes back',
      rows: [...readsByOrder].flatMap(([orderId, reads]) =>
        reads.slice(1).flatMap((read, index) => {
          const before = reads[index]!;
          const back = progress.indexOf(read.paymentStatus!) < progress.indexOf(before.paymentStatus!);
          const revived = finalStatuses.has(before.status!) && before.status !== read.status;
          return back || revived ? [{ orderId, before, read }] : [];
        }),
      ),
    },
  ];
}
