import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { createLocalStripe } from '../../../local/stripe/stripe.ts';
import { stripeWebhook } from '../src/stripe/stripe.webhook.ts';
import { payments } from '../src/subgraph.ts';

export const WEBHOOK_SECRET = 'whsec_test';
export const hash = (token: string) => createHash('sha256').update(token).digest('hex');

export const PAY = `mutation ($input: PayOrderInput!) { payOrder(input: $input) {
  payment { id status amount { amount currencyCode } method { brand last4 } failureReason }
  outcome { __typename ... on PaymentSucceeded { amount { amount } } ... on PaymentActionRequired { clientSecret redirectUrl } }
  userErrors { __typename code path ... on PaymentDeclined { declineCode } } } }`;

type WebhookHandler = (request: object, reply: object) => Promise<unknown>;

/** payments with its own database, a local Stripe, and the webhook route between them. */
export async function openWorld() {
  let handler: WebhookHandler | undefined;
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const reply = {
      code(status: number) {
        response.statusCode = status;
        return this;
      },
      send: (body: object) => body,
    };
    response.end(JSON.stringify(await handler?.({ headers: request.headers, body: Buffer.concat(chunks) }, reply)));
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/stripe`;
  const local = await createLocalStripe({ port: 0, webhook: { url: webhookUrl, secret: WEBHOOK_SECRET } });
  const shop = await testSubgraph(payments, {
    env: { STRIPE_SECRET_KEY: 'sk_test_local', STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, STRIPE_API_BASE: local.url },
  });
  await stripeWebhook(
    { post: (_path: string, _options: object, run: WebhookHandler) => (handler = run) } as never,
    shop.service,
  );

  const ask = async (path: string, body: object = {}) =>
    (await fetch(`${local.url}/_local/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
  return {
    ...shop,
    shop,
    webhookUrl,
    stripeUrl: local.url,
    knobs: (changes: object) => ask('knobs', changes),
    settle: () => ask('settle'),
    atStripe: () => ask('dump'),
    deliveries: (): Promise<{ type: string; status: number | string }[]> => ask('deliveries'),
    rows: async (table: 'payments' | 'refunds' | 'ledger_entries' | 'stripe_events' | 'canceled_orders') =>
      [...(await shop.db.execute(sql`SELECT * FROM ${sql.identifier(table)} ORDER BY 1`))] as Record<string, any>[],
    paymentOf: async (orderId: string) =>
      [
        ...(await shop.db.execute(sql`SELECT * FROM payments WHERE order_id = ${orderId} ORDER BY attempt DESC`)),
      ][0] as Record<string, any>,
    eventsOf: async (orderId: string) =>
      (await shop.published()).filter(({ payload }) => payload.orderId === orderId).map(({ type }) => type),
    async close() {
      await shop.stop();
      await local.close();
      receiver.closeAllConnections();
      receiver.close();
    },
  };
}

/** An order as orders would announce it, with its buyer. */
export function newOrder(facts: { userId?: string | null; amountMinor?: number } = {}) {
  const buyer = newViewer();
  const orderToken = randomUUID();
  const orderId = newId('ord');
  const command = {
    orderId,
    attempt: 1,
    amountMinor: facts.amountMinor ?? 4990,
    currencyCode: 'USD',
    userId: facts.userId === undefined ? buyer.id : facts.userId,
    orderTokenHash: hash(orderToken),
    email: 'ada@example.com',
  };
  const pay = (paymentMethod: string, more: object = {}) => ({
    input: { orderId, paymentMethod, idempotencyKey: randomUUID(), ...more },
  });
  return { orderId, orderToken, buyer, command, pay };
}
