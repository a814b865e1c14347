// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text

import type { Mistake } from './plant.ts';
import type { RaceName } from '../races/races.ts';

/** One mistake that real shops have made, the race that meets it, and what that race says. */
export interface RaceMistake extends Mistake {
  race: RaceName;
  says: RegExp;
}

const CLAIM = `    const [fresh] = await tx.execute(sql\`
      INSERT INTO idempotency_keys (scope, key, request_hash) VALUES (\${scope}, \${key}, \${hash}) ON CONFLICT DO NOTHING RETURNING key\`);`;
const LOOK_THEN_CLAIM = `    const [known] = await tx.execute(sql\`SELECT key FROM idempotency_keys WHERE scope = \${scope} AND key = \${key}\`);
    const fresh = !known;
    if (fresh) await tx.execute(sql\`INSERT INTO idempotency_keys (scope, key, request_hash) VALUES (\${scope}, \${key}, \${hash})\`);`;
const withoutKey = {
  file: 'packages/kit/src/data/migrate.ts',
  search: 'PRIMARY KEY (scope, key)',
  replace: 'CHECK (true)',
};
const lookThenClaim = { file: 'packages/kit/src/data/idempotency.ts', search: CLAIM, replace: LOOK_THEN_CLAIM };

/** Each payOrder charges by an intent of its own. */
export const intentPerPayOrder = [
  {
    file: 'subgraphs/payments/src/payment/payOrder.service.ts',
    search: 'paymentIntents.confirm(\n          intentOf(payment),\n          {\n',
    replace: `paymentIntents.create(
          {
            amount: payment.amountMinor, currency: payment.currencyCode, confirm: true,
            metadata: { orderId, paymentId: payment.id },
`,
  },
  {
    file: 'subgraphs/payments/src/payment/payment.rules.ts',
    search: 'payment.stripeIntentId !== null && payment.stripeIntentId !== intent.id',
    replace: 'false',
  },
];
export const mistakes: readonly RaceMistake[] = [
  {
    name: 'stock is looked at without a lock, and nothing in the database minds',
    process: 'products',
    race: 'lastUnit',
    says: /(AWAITING_PAYMENT.*){4}/,
    edits: [
      {
        file: 'subgraphs/products/src/stock/stock.service.ts',
        search: 'ORDER BY stock.variant_id FOR UPDATE OF stock)',
        replace: 'ORDER BY stock.variant_id)',
      },
      {
        file: 'subgraphs/products/src/stock/stock.service.ts',
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
    name: 'stock is looked at without a lock: only the check of the database stops it',
    process: 'products',
    race: 'lastUnit',
    says: /what the buyers hear.*PENDING/,
    edits: [
      {
        file: 'subgraphs/products/src/stock/stock.service.ts',
        search: 'ORDER BY stock.variant_id FOR UPDATE OF stock)',
        replace: 'ORDER BY stock.variant_id)',
      },
      {
        file: 'subgraphs/products/src/stock/stock.service.ts',
        search: 'await lockProductsOf(tx, idsOf(wanted));',
        replace: '',
      },
    ],
  },
  {
    name: 'placeOrder looks for its key before it writes it',
    process: 'orders',
    race: 'doubleClick',
    says: /CHECKOUT_IN_PROGRESS|every click|orders of the cart/,
    edits: [lookThenClaim, withoutKey],
  },
  {
    name: 'payOrder looks for its key before it writes it, and each click is an intent of its own',
    process: 'payments',
    race: 'doubleClick',
    says: /charges at Stripe.*seen: \[\d+,\d+/,
    edits: [
      lookThenClaim,
      withoutKey,
      ...intentPerPayOrder,
      {
        file: 'subgraphs/payments/src/payment/payOrder.service.ts',
        search: '`confirm:${payment.id}:${idempotencyKey}`',
        replace: '`confirm:${Math.random()}`',
      },
    ],
  },
  {
    name: 'an intent is made with a new key each time',
    process: 'payments',
    race: 'doubleClick',
    says: /at Stripe.*"requires_payment_method","requires_payment_method"/,
    edits: [
      {
        file: 'subgraphs/payments/src/payment/createIntent.service.ts',
        search: '`pi:${payment.orderId}:${payment.attempt}`',
        replace: '`pi:${Math.random()}`',
      },
    ],
  },
  {
    name: 'a cart that is locked is locked again',
    process: 'carts',
    race: 'twoTabs',
    says: /what the tabs hear/,
    edits: [
      {
        file: 'subgraphs/carts/src/cart/cart.checkout.ts',
        search: "    if (cart.status === 'LOCKED')\n",
        replace: "    if (cart.status === ('NEVER' as string))\n",
      },
    ],
  },
  {
    name: 'each payOrder is an intent of its own',
    process: 'payments',
    race: 'twoTabs',
    says: /charges at Stripe.*seen: \[\d+,\d+/,
    edits: intentPerPayOrder,
  },
  {
    name: 'a cancel does not kill the intent',
    process: 'orders',
    race: 'cancelAgainstPay',
    says: /"CANCELLED".*"captured":\[\d+\],"refunded":\[\]/,
    edits: [
      {
        file: 'subgraphs/orders/src/checkout/checkout.steps.ts',
        search: 'const { outcome } = await remote(service, payments).cancelIntent({ orderId: order.id });',
        replace: "const outcome = 'CANCELED' as string;",
      },
    ],
  },
  {
    name: 'an intent that could not be killed counts as killed',
    process: 'payments',
    race: 'cancelAgainstPay',
    says: /"CANCELLED".*"captured":\[\d+\],"refunded":\[\]/,
    edits: [
      {
        file: 'subgraphs/payments/src/payment/cancelIntent.service.ts',
        search: 'return outcomeOfCancel(ends.map(({ status }) => status));',
        replace: "outcomeOfCancel(ends.map(({ status }) => status));\n  return 'CANCELED';",
      },
    ],
  },
  {
    name: 'a refund does not lock its order, and nothing in the database minds',
    process: 'orders',
    race: 'parallelRefunds',
    says: /"openRefunds":[1-9]/,
    edits: [
      {
        file: 'subgraphs/orders/src/order/order.service.ts',
        search: "where(eq(orders.id, orderId)).for('update')",
        replace: 'where(eq(orders.id, orderId))',
      },
      {
        file: 'subgraphs/orders/src/order/order.service.ts',
        search: '.where(and(eq(orders.id, orderId), eq(orders.state, order.state)))',
        replace: '.where(eq(orders.id, orderId))',
      },
      {
        file: 'subgraphs/orders/migrations/0000_orders.sql',
        search: 'CREATE UNIQUE INDEX "one_open_refund_per_order"',
        replace: 'CREATE INDEX "one_open_refund_per_order"',
      },
    ],
  },
  {
    name: 'a refund asks Stripe with a new key each time',
    process: 'payments',
    race: 'parallelRefunds',
    says: /refunds at Stripe.*seen: \[\d+,\d+/,
    edits: [
      {
        file: 'subgraphs/payments/src/refund/refund.service.ts',
        search: '`re:${refund.refundRequestId}`',
        replace: '`re:${Math.random()}`',
      },
    ],
  },
  {
    name: 'a refresh reads its token without a lock',
    process: 'users',
    race: 'parallelRefresh',
    says: /errors.*INTERNAL/,
    edits: [
      {
        file: 'subgraphs/users/src/session/session.service.ts',
        search: "where(eq(refreshTokens.tokenHash, tokenHash)).for('update')",
        replace: 'where(eq(refreshTokens.tokenHash, tokenHash))',
      },
    ],
  },
  {
    name: 'a refresh makes a successor of its own, reads without a lock, and nothing in the database minds',
    process: 'users',
    race: 'parallelRefresh',
    says: /successors/,
    edits: [
      {
        file: 'subgraphs/users/src/session/session.service.ts',
        search: "where(eq(refreshTokens.tokenHash, tokenHash)).for('update')",
        replace: 'where(eq(refreshTokens.tokenHash, tokenHash))',
      },
      {
        file: 'subgraphs/users/src/session/session.service.ts',
        search: "createHmac('sha256', secret).update(token).digest('base64url')",
        replace: "createHmac('sha256', secret).update(token + Math.random()).digest('base64url')",
      },
      {
        file: 'subgraphs/users/migrations/0000_users.sql',
        search: 'CREATE UNIQUE INDEX "one_live_token_per_session"',
        replace: 'CREATE INDEX "one_live_token_per_session"',
      },
    ],
  },
  {
    name: 'a refresh saves the whole session as it has read it, without a lock',
    process: 'users',
    race: 'refreshAgainstEnd',
    says: /live leaves.*seen: 1/,
    edits: [
      {
        file: 'subgraphs/users/src/session/session.service.ts',
        search: ".for('update', { of: sessions })",
        replace: '',
      },
      {
        file: 'subgraphs/users/src/session/session.service.ts',
        search: '.set({ lastUsedAt: sql`now()` })',
        replace: '.set({ lastUsedAt: sql`now()`, revokedAt: row.session.revokedAt })',
      },
    ],
  },
];
