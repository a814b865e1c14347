// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text

import type { Mistake } from './plant.ts';
import { intentPerPayOrder } from './race.mistakes.ts';

const stock = 'subgraphs/products/src/stock/stock.service.ts';
const refunds = 'subgraphs/payments/src/refund/refund.service.ts';

/** Mistakes that real shops have made. A run over each of them must fail. */
export const mistakes: readonly Mistake[] = [
  {
    name: 'an event that comes twice commits its stock twice',
    process: 'products',
    edits: [
      { file: 'packages/kit/src/messaging/events.ts', search: "if (!fresh) return 'repeated';", replace: '' },
      {
        file: 'subgraphs/products/src/stock/stock.rules.ts',
        search: 'COMMITTED: { return:',
        replace: "COMMITTED: { commit: { to: 'COMMITTED', reserved: 0, onHand: -1 }, return:",
      },
    ],
  },
  {
    name: 'stock is looked at without a lock, and nothing in the database minds',
    process: 'products',
    edits: [
      {
        file: stock,
        search: 'ORDER BY stock.variant_id FOR UPDATE OF stock)',
        replace: 'WHERE pg_sleep(0.02) IS NOT NULL ORDER BY stock.variant_id)',
      },
      {
        file: stock,
        search: 'await lockProductsOf(tx, idsOf(wanted));',
        replace: '',
      },
      {
        file: 'subgraphs/products/migrations/0000_catalogue.sql',
        search: '0 <= "stock"."reserved" and "stock"."reserved" <= "stock"."on_hand"',
        replace: 'true',
      },
    ],
  },
  {
    name: 'placeOrder ignores its key',
    process: 'orders',
    edits: [
      {
        file: 'subgraphs/orders/src/checkout/placeOrder.service.ts',
        search: 'key: input.idempotencyKey',
        replace: 'key: crypto.randomUUID()',
      },
    ],
  },
  {
    name: 'each click on pay is an intent of its own',
    process: 'payments',
    edits: intentPerPayOrder,
  },
  {
    name: 'time that is up releases the stock and leaves the intent alive',
    process: 'orders',
    edits: [
      {
        file: 'subgraphs/orders/src/checkout/checkout.steps.ts',
        search: 'const { outcome } = await remote(service, payments).cancelIntent({ orderId: order.id });',
        replace: "const outcome = 'CANCELED' as string;",
      },
    ],
  },
  {
    name: 'whoever hears of a payment too late gives the money back',
    process: 'orders',
    edits: [
      {
        file: 'subgraphs/orders/src/order/order.events.ts',
        search:
          'await moveOrder(service, tx, orderId, paymentEvents.PaymentSucceeded, { capturedMinor: amountMinor });',
        replace: `const moved = await moveOrder(service, tx, orderId, paymentEvents.PaymentSucceeded, { capturedMinor: amountMinor });
    if (!moved) await moveOrder(service, tx, orderId, 'cancelRequested', { reason: 'it was too late' });`,
      },
    ],
  },
  {
    name: 'an event counts as sent whether or not it arrived',
    process: 'orders',
    edits: [
      {
        file: 'packages/kit/src/messaging/relay.ts',
        search: `      occurredAt: new Date(row.occurred_at).toISOString(),
    });`,
        replace: `      occurredAt: new Date(row.occurred_at).toISOString(),
    }).catch(() => {});`,
      },
    ],
  },
  {
    name: 'a refund has a new key each time and is not looked for',
    process: 'payments',
    edits: [
      { file: refunds, search: '`re:${refund.refundRequestId}`', replace: '`re:${Math.random()}`' },
      {
        file: refunds,
        search: 'const find = () => findAtStripe(service, refund, intentId);',
        replace: 'const find = async () => null;',
      },
    ],
  },
  {
    name: 'an order is shown to whoever knows its id',
    process: 'orders',
    edits: [
      {
        file: 'subgraphs/orders/src/order/order.access.ts',
        search: 'return theirs ? and(isOrder, theirs)! : null;',
        replace: 'return hashes.length > 0 ? and(isOrder, theirs)! : isOrder;',
      },
    ],
  },
  {
    name: 'a webhook is answered before anything is committed, and what fails then is forgotten',
    process: 'payments',
    edits: [
      {
        file: 'subgraphs/payments/src/stripe/stripe.webhook.ts',
        search: "return reply.code(500).send({ error: { code: 'INTERNAL', message: 'Not applied; send it again' } });",
        replace: 'return { received: true };',
      },
      {
        file: 'subgraphs/payments/src/payment/payment.apply.ts',
        search: "if (moved.status === 'SUCCEEDED') await settle(tx, moved);",
        replace:
          "if (moved.status === 'SUCCEEDED') setTimeout(() => void service.db.transaction((later) => settle(later, moved)).catch(() => {}), 1_000);",
      },
    ],
  },
];
