import { setTimeout as delay } from 'node:timers/promises';
import { NoAnswer, PatientShopper, Refused } from './client.ts';
import type { History } from './history.ts';
import { between, type Random, uuidFrom } from './random.ts';

export interface Shop {
  url: string;
  seed: number;
  paymentWindowInSeconds: number;
  /** More of them than anybody wants. */
  plenty: readonly string[];
  /** Fewer of them than everybody wants. */
  scarce: readonly string[];
  staff: PatientShopper;
  history: History;
  /** Orders that somebody else may try to look at. */
  orderIds: string[];
  isOpen(): boolean;
}

export interface Visit {
  shop: Shop;
  random: Random;
  shopper: PatientShopper;
  name: string;
  visit: string;
  email: string;
}

export async function fillCartAndPlace(now: Visit, clicks: number): Promise<string | undefined> {
  const { shop, random, shopper, email } = now;
  const wanted = new Set([random.pick(random.chance(30) ? shop.scarce : shop.plenty)]);
  if (random.chance(30)) wanted.add(random.pick(shop.plenty));
  const key = uuidFrom(random);
  for (const variantId of wanted) {
    const { userErrors } = await shopper.add(variantId, between(random, 1, 2));
    if (userErrors.length > 0)
      shop.history.add({ ...told(now), action: 'place', outcome: 'refused', ...codeOf(userErrors) });
  }
  if (!shopper.cartToken && !shopper.accessToken) return undefined;
  const { total } = await shopper.prepareCheckout(email);
  const answers = await Promise.all(Array.from({ length: clicks }, () => place(now, total, key)));
  return answers.find((orderId) => orderId !== undefined);
}

const told = ({ name, visit, email }: Visit) => ({ shopper: name, visit, email });
const codeOf = (userErrors: { code: string }[]) => ({ code: userErrors[0]?.code });

export async function place(
  now: Visit,
  total: { amount: string; currencyCode: string },
  key: string,
): Promise<string | undefined> {
  const { shop, shopper } = now;
  const known = { ...told(now), action: 'place' as const, key };
  try {
    const { order, userErrors } = await shopper.placeOrder(total, key);
    if (!order) {
      shop.history.add({ ...known, outcome: 'refused', ...codeOf(userErrors) });
      return undefined;
    }
    const { id: orderId, status, paymentStatus } = order;
    shop.history.add({ ...known, outcome: 'acknowledged', orderId, status, paymentStatus });
    return orderId;
  } catch (error) {
    shop.history.add({ ...known, ...outcomeOf(error) });
    return undefined;
  }
}

export function outcomeOf(error: unknown): { outcome: 'refused' | 'unknown'; code?: string } {
  if (error instanceof Refused) return { outcome: 'refused', code: error.code };
  if (error instanceof NoAnswer) return { outcome: 'unknown' };
  throw error;
}

export async function pay(
  now: Visit,
  orderId: string,
  card = 'pm_card_visa',
  key = uuidFrom(now.random),
): Promise<void> {
  const { shop, shopper, random } = now;
  const known = { ...told(now), action: 'pay' as const, orderId, key };
  const authenticates = random.chance(70);
  try {
    const { outcome, userErrors } = await shopper.pay(orderId, card, key);
    if (!outcome) return shop.history.add({ ...known, outcome: 'refused', ...codeOf(userErrors) });
    shop.history.add({ ...known, outcome: 'acknowledged', status: outcome.__typename });
    if (outcome.redirectUrl) await answerBank(outcome.redirectUrl, authenticates);
  } catch (error) {
    shop.history.add({ ...known, ...outcomeOf(error) });
  }
}

/** Whether it worked is told by the webhook alone. */
async function answerBank(url: string, passes: boolean): Promise<void> {
  await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ answer: passes ? 'pass' : 'fail' }),
    redirect: 'manual',
    signal: AbortSignal.timeout(3_000),
  }).catch(() => {});
}

/** Two clicks with one key, and another window with another one. */
export async function payTwice(now: Visit, orderId: string): Promise<void> {
  const key = uuidFrom(now.random);
  await Promise.all([
    pay(now, orderId, 'pm_card_visa', key),
    pay(now, orderId, 'pm_card_visa', key),
    pay(now, orderId, 'pm_card_amex'),
  ]);
}

export async function cancel(now: Visit, orderId: string): Promise<void> {
  const { shop, shopper, random } = now;
  const key = uuidFrom(random);
  const known = { ...told(now), action: 'cancel' as const, orderId, key };
  try {
    const { order, userErrors } = await shopper.run(
      'cancelOrder',
      'CancelOrderInput',
      { orderId, orderToken: shopper.orderToken, idempotencyKey: key },
      'order { status paymentStatus }',
    );
    shop.history.add({ ...known, outcome: order ? 'acknowledged' : 'refused', ...order, ...codeOf(userErrors) });
  } catch (error) {
    shop.history.add({ ...known, ...outcomeOf(error) });
  }
}

export async function refund(now: Visit, orderId: string, amount?: string): Promise<void> {
  const { shop, random } = now;
  const key = uuidFrom(random);
  const known = { ...told(now), action: 'refund' as const, orderId, key, amount };
  try {
    const { order, userErrors } = await shop.staff.run(
      'refundOrder',
      'RefundOrderInput',
      {
        orderId,
        ...(amount && { amount: { amount, currencyCode: 'USD' } }),
        reason: 'sent back',
        idempotencyKey: key,
      },
      'order { status paymentStatus }',
    );
    shop.history.add({ ...known, outcome: order ? 'acknowledged' : 'refused', ...order, ...codeOf(userErrors) });
  } catch (error) {
    shop.history.add({ ...known, ...outcomeOf(error) });
  }
}

/** Staff gives a part back when it sees that the order is paid: on a busy machine that is some time after the card was charged. */
export async function untilPaid({ shop }: Visit, orderId: string): Promise<void> {
  for (let look = 0; look < 40; look++) {
    const { data } = await shop.staff.graph('query ($id: ID!) { order(id: $id) { paymentStatus } }', { id: orderId });
    if (data?.order?.paymentStatus === 'PAID') return;
    await delay(200);
  }
}

export async function read(now: Visit, orderId: string): Promise<void> {
  const { shop, shopper } = now;
  for (let look = 0; look < 3; look++) {
    const { data } = await shopper.graph('query ($id: ID!) { order(id: $id) { status paymentStatus } }', {
      id: orderId,
    });
    if (data?.order)
      shop.history.add({ ...told(now), action: 'read', outcome: 'acknowledged', orderId, ...data.order });
    await delay(200);
  }
}

/** Somebody who knows the id of another one's order, and nothing else. */
export async function lookAtForeignOrders(now: Visit): Promise<void> {
  const { shop, random } = now;
  if (shop.orderIds.length === 0) return;
  const stranger = new PatientShopper(shop.url, { tries: 1, pauseInMs: 0 });
  const orderId = random.pick(shop.orderIds);
  const key = uuidFrom(random);
  const known = { ...told(now), action: 'readForeign' as const, orderId };
  const { data } = await stranger.graph('query ($id: ID!) { order(id: $id) { number email } }', { id: orderId });
  if (data) shop.history.add({ ...known, outcome: data.order ? 'acknowledged' : 'refused' });
  const tries = [
    () => stranger.pay(orderId, 'pm_card_visa', key),
    () => stranger.run('cancelOrder', 'CancelOrderInput', { orderId, idempotencyKey: key }, 'order { status }'),
    () =>
      stranger.run(
        'refundOrder',
        'RefundOrderInput',
        { orderId, reason: 'mine', idempotencyKey: key },
        'order { status }',
      ),
  ];
  try {
    const { order, payment } = await random.pick(tries)();
    shop.history.add({ ...known, outcome: order || payment ? 'acknowledged' : 'refused' });
  } catch (error) {
    shop.history.add({ ...known, ...outcomeOf(error) });
  }
}
