import { setTimeout as delay } from 'node:timers/promises';
import { NoAnswer, PatientShopper, Refused } from './client.ts';
import type { History } from './history.ts';
import { between, pickWeighted, type Random, randomFor, uuidFrom } from './random.ts';

/** What shoppers come for: how often of all visits. */
const intentions = {
  buy: 26,
  doubleClick: 10,
  abandon: 8,
  declinedThenPaid: 8,
  cancelBeforePaying: 7,
  cancelAfterPaying: 8,
  payWhileCancelling: 6,
  payAtTheDeadline: 5,
  refundInFull: 6,
  refundInParts: 7,
  authenticate: 5,
  slowMoney: 2,
  lookAtForeignOrders: 5,
} as const;

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

interface Visit {
  shop: Shop;
  random: Random;
  shopper: PatientShopper;
  name: string;
  visit: string;
  email: string;
}

/** One shopper, visit after visit, until the shop closes. The seed decides what is done, the machine how fast. */
export async function shopUntilClosed(shop: Shop, number: number): Promise<void> {
  const random = randomFor(shop.seed, `shopper ${number}`);
  const name = `s${number}`;
  const account = random.chance(35) ? await newAccount(shop, name) : undefined;
  for (let index = 1; shop.isOpen(); index++) {
    const shopper = account && random.chance(60) ? account : new PatientShopper(shop.url);
    const visit = `${name}-${index}`;
    // the cart of an account is the same at its next visit: who is told apart by the order, not by the address
    await makeVisit({ shop, random, shopper, name, visit, email: `${visit}-${shop.seed}@chaos.example` }).catch(
      (error) => {
        if (!(error instanceof NoAnswer) && !(error instanceof Refused)) throw error;
      },
    );
    shopper.orderToken = undefined;
    await delay(between(random, 50, 400));
  }
}

async function newAccount(shop: Shop, name: string): Promise<PatientShopper | undefined> {
  const account = new PatientShopper(shop.url);
  try {
    await account.register(`${name}-${shop.seed}-account@chaos.example`);
    return account;
  } catch {
    return undefined;
  }
}

async function makeVisit(now: Visit): Promise<void> {
  const { random, shop } = now;
  const intention = pickWeighted(random, intentions);
  if (intention === 'lookAtForeignOrders') return lookAtForeignOrders(now);
  const orderId = await fillCartAndPlace(now, intention === 'doubleClick' ? 3 : 1);
  if (!orderId) return;
  shop.orderIds.push(orderId);
  switch (intention) {
    case 'buy':
      await pay(now, orderId);
      break;
    case 'doubleClick':
      await payTwice(now, orderId);
      break;
    case 'abandon':
      break;
    case 'declinedThenPaid':
      await pay(now, orderId, 'pm_card_chargeDeclinedInsufficientFunds');
      await pay(now, orderId, 'pm_card_mastercard');
      break;
    case 'cancelBeforePaying':
      await cancel(now, orderId);
      await pay(now, orderId);
      break;
    case 'cancelAfterPaying':
      await pay(now, orderId);
      await cancel(now, orderId);
      break;
    case 'payWhileCancelling':
      await Promise.all([pay(now, orderId), cancel(now, orderId)]);
      break;
    case 'payAtTheDeadline':
      await delay(shop.paymentWindowInSeconds * 1_000 - between(random, 0, 300));
      await pay(now, orderId);
      break;
    case 'refundInFull':
      await pay(now, orderId);
      await Promise.all([refund(now, orderId), refund(now, orderId)]);
      break;
    case 'refundInParts':
      await pay(now, orderId);
      await untilPaid(now, orderId);
      await refund(now, orderId, '1.00');
      await refund(now, orderId, '2.00');
      break;
    case 'authenticate':
      await pay(now, orderId, 'pm_card_authenticationRequired');
      break;
    case 'slowMoney':
      await pay(now, orderId, 'pm_usBankAccount_success');
      break;
  }
  await read(now, orderId);
}

async function fillCartAndPlace(now: Visit, clicks: number): Promise<string | undefined> {
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

async function place(
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

function outcomeOf(error: unknown): { outcome: 'refused' | 'unknown'; code?: string } {
  if (error instanceof Refused) return { outcome: 'refused', code: error.code };
  if (error instanceof NoAnswer) return { outcome: 'unknown' };
  throw error;
}

async function pay(now: Visit, orderId: string, card = 'pm_card_visa', key = uuidFrom(now.random)): Promise<void> {
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
async function payTwice(now: Visit, orderId: string): Promise<void> {
  const key = uuidFrom(now.random);
  await Promise.all([
    pay(now, orderId, 'pm_card_visa', key),
    pay(now, orderId, 'pm_card_visa', key),
    pay(now, orderId, 'pm_card_amex'),
  ]);
}

async function cancel(now: Visit, orderId: string): Promise<void> {
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

async function refund(now: Visit, orderId: string, amount?: string): Promise<void> {
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
async function untilPaid({ shop }: Visit, orderId: string): Promise<void> {
  for (let look = 0; look < 40; look++) {
    const { data } = await shop.staff.graph('query ($id: ID!) { order(id: $id) { paymentStatus } }', { id: orderId });
    if (data?.order?.paymentStatus === 'PAID') return;
    await delay(200);
  }
}

async function read(now: Visit, orderId: string): Promise<void> {
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
async function lookAtForeignOrders(now: Visit): Promise<void> {
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

/** A parcel comes in now and then, while everybody buys. */
export async function restockUntilClosed(shop: Shop): Promise<void> {
  const random = randomFor(shop.seed, 'restock');
  while (shop.isOpen()) {
    await delay(between(random, 3_000, 6_000));
    const variantId = random.pick(shop.scarce);
    const input = { variantId, delta: between(random, 1, 2), reason: 'a parcel', idempotencyKey: uuidFrom(random) };
    const known = { shopper: 'staff', visit: 'restock', action: 'restock' as const, key: input.idempotencyKey };
    try {
      await shop.staff.run('adjustInventory', 'AdjustInventoryInput', input, 'inventory { onHand }');
      shop.history.add({ ...known, outcome: 'acknowledged' });
    } catch (error) {
      shop.history.add({ ...known, ...outcomeOf(error) });
    }
  }
}

const IN_A_RUSH = 8;

/** Now and then everybody wants the same last units at the same moment. */
export async function rushUntilClosed(shop: Shop): Promise<void> {
  const random = randomFor(shop.seed, 'rush');
  for (let rush = 1; ; rush++) {
    await delay(between(random, 3_000, 7_000));
    if (!shop.isOpen()) return;
    const variantId = random.pick(shop.scarce);
    const visits = Array.from({ length: IN_A_RUSH }, (_, number): Visit => {
      const name = `rush${rush}-${number}`;
      const shopper = new PatientShopper(shop.url);
      return { shop, random, shopper, name, visit: name, email: `${name}-${shop.seed}@chaos.example` };
    });
    const totals = await Promise.all(
      visits.map(async ({ shopper, email }) => {
        try {
          await shopper.add(variantId);
          return shopper.cartToken ? (await shopper.prepareCheckout(email)).total : undefined;
        } catch (error) {
          outcomeOf(error);
          return undefined;
        }
      }),
    );
    const keys = visits.map(() => uuidFrom(random));
    await Promise.all(
      visits.map(async (visit, number) => {
        const total = totals[number];
        const orderId = total && (await place(visit, total, keys[number]!));
        if (orderId) await pay(visit, orderId, 'pm_card_visa', keys[number]!);
      }),
    );
  }
}
