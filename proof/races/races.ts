import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { SystemOptions } from '../../local/system/system.ts';
import { Random } from '../../packages/executor/test/random/random.ts';
import { type Shopper, until, variantNumber } from '../../test/shop.ts';
import { newEmail, runningWorld, type World } from '../../test/world.ts';
import { type SlowDatabase, slowDatabase } from './slowDatabase.ts';

export interface Arena {
  world: World;
  slow: SlowDatabase;
  random: Random;
  sam: Shopper;
}

/** One round; throws when a promise of the shop is broken. */
export type Race = (arena: Arena, round: number) => Promise<void>;

export const MAX_DELAY_IN_MS = 12;

/**
 * Opens the connections that the race will use, then lets everybody go at once. Returns what each got: a payload or an
 * error. `mayLose`: in some rounds the answer of one such call to Stripe is lost on its way back.
 */
async function atOnce<T>(
  { world, slow, random }: Arena,
  runs: readonly (() => Promise<T>)[],
  mayLose?: string,
): Promise<PromiseSettledResult<T>[]> {
  const turnKnobs = (knobs: object) =>
    fetch(`${world.system.stripeUrl}/_local/knobs`, { method: 'POST', body: JSON.stringify(knobs) });
  const warm = '{ cart { id } orderByToken(token: "none") { id } products(first: 1) { nodes { id } } }';
  await Promise.all(runs.map(() => world.guest().graph(warm)));
  if (mayLose && random.chance(40)) await turnKnobs({ executeThenDrop: { count: 1, path: mayLose } });
  slow.maxDelayInMs = MAX_DELAY_IN_MS;
  try {
    return await Promise.allSettled(runs.map((run) => run()));
  } finally {
    slow.maxDelayInMs = 0;
    if (mayLose) await turnKnobs({ reset: true });
  }
}

/** For races that nobody may lose. */
async function allAtOnce<T>(arena: Arena, runs: readonly (() => Promise<T>)[], mayLose?: string): Promise<T[]> {
  const results = await atOnce(arena, runs, mayLose);
  expect(
    results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
    'errors',
  ).toEqual([]);
  return results.map((result) => (result as PromiseFulfilledResult<T>).value);
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Returns the stock with exactly so many units free to buy. */
async function stockUp(
  { world, sam }: Arena,
  variantId: string,
  available: number,
): Promise<{ on_hand: number; reserved: number }> {
  const { reserved } = await world.stockOf(variantId);
  await sam.run(
    'adjustInventory',
    'AdjustInventoryInput',
    { variantId, setTo: reserved + available, reason: 'race', idempotencyKey: randomUUID() },
    'inventory { onHand }',
  );
  return { on_hand: reserved + available, reserved };
}

interface OrderFacts {
  id: string;
  state: string;
  total: number;
  captured: number;
  refunded: number;
  openRefunds: number;
}

const factsOf = (world: World, orderIds: readonly string[]): Promise<OrderFacts[]> =>
  world.inDatabase(
    'orders',
    (sql) => sql<OrderFacts[]>`
      SELECT id, state, total_minor::int AS total, captured_minor::int AS captured, refunded_minor::int AS refunded,
        (SELECT count(*)::int FROM refund_requests WHERE order_id = orders.id AND status = 'REQUESTED') AS "openRefunds"
      FROM orders WHERE id = ANY(${orderIds as string[]}) ORDER BY id`,
  );

const UNSETTLED = ['NEW', 'RESERVING', 'AWAITING_PAYMENT', 'CANCELLING', 'EXPIRING', 'REFUNDING'];
const arrived = (world: World, orderIds: readonly string[]): Promise<OrderFacts[]> =>
  until(
    () => factsOf(world, orderIds),
    (orders) => orders.every(({ state, openRefunds }) => !UNSETTLED.includes(state) && openRefunds === 0),
  );

interface MoneyAtStripe {
  /** The states of the order's intents. */
  intents: string[];
  captured: number[];
  refunded: number[];
}

async function dumpOfStripe(world: World): Promise<Record<'payment_intents' | 'charges' | 'refunds', any[]>> {
  const answer = await fetch(`${world.system.stripeUrl}/_local/dump`);
  return (await answer.json()) as Record<'payment_intents' | 'charges' | 'refunds', any[]>;
}

async function atStripe(world: World, orderId: string): Promise<MoneyAtStripe> {
  const { payment_intents, charges, refunds } = await dumpOfStripe(world);
  const intents = payment_intents.filter(({ metadata }) => metadata.orderId === orderId);
  const ids = new Set(intents.map(({ id }) => id));
  return {
    intents: intents.map(({ status }) => status),
    captured: charges
      .filter(({ payment_intent, captured }) => captured && ids.has(payment_intent))
      .map(({ amount_captured }) => amount_captured),
    refunded: refunds.filter(({ payment_intent }) => ids.has(payment_intent)).map(({ amount }) => amount),
  };
}

/** What a lost answer or a second click must not leave behind: an intent that nobody knows of and that can be paid. */
export async function oneIntentPerOrder(world: World): Promise<void> {
  const orders = (await dumpOfStripe(world)).payment_intents.map(({ metadata }) => metadata.orderId);
  expect(orders.filter((orderId, index) => orders.indexOf(orderId) !== index)).toEqual([]);
}

async function readyToOrder(
  world: World,
  variantId: string,
): Promise<{ shopper: Shopper; total: Parameters<Shopper['placeOrder']>[0] }> {
  const shopper = world.guest();
  await shopper.add(variantId);
  return { shopper, total: (await shopper.prepareCheckout(newEmail())).total };
}

const LAST_UNITS = 3;
const BUYERS = 20;

/** Exactly as many orders as units; everybody else hears that there is no more. */
export const lastUnit: Race = async (arena) => {
  const { world } = arena;
  const variantId = variantNumber(20);
  const before = await stockUp(arena, variantId, LAST_UNITS);
  const buyers = await Promise.all(times(BUYERS, () => readyToOrder(world, variantId)));
  const answers = await allAtOnce(
    arena,
    buyers.map(
      ({ shopper, total }) =>
        () =>
          shopper.placeOrder(total),
    ),
  );
  const heard = answers.map(({ order, userErrors }) =>
    [order?.status ?? 'refused', ...userErrors.map((error: any) => error.__typename)].join(),
  );
  expect(heard.sort(), 'what the buyers hear').toEqual([
    ...times(LAST_UNITS, () => 'AWAITING_PAYMENT'),
    ...times(BUYERS - LAST_UNITS, () => 'refused,InsufficientStock'),
  ]);
  expect(await world.stockOf(variantId)).toEqual({ on_hand: before.on_hand, reserved: before.reserved + LAST_UNITS });
  const holders = await world.inDatabase(
    'products',
    (sql) =>
      sql`SELECT order_id FROM holds WHERE variant_id = ${variantId} AND state = 'HELD' AND order_id = ANY(${answers.flatMap(({ order }) => order?.id ?? [])})`,
  );
  expect(holders, 'orders that hold a unit').toHaveLength(LAST_UNITS);
};

const CLICKS = 8;

/** One order per key, one charge per key, and every click hears the same. */
export const doubleClick: Race = async (arena) => {
  const { world } = arena;
  const { shopper, total } = await readyToOrder(world, variantNumber(22));
  const key = randomUUID();
  const placed = await allAtOnce(
    arena,
    times(CLICKS, () => () => shopper.placeOrder(total, key)),
    '/payment_intents',
  );
  expect(placed[0], 'the first click').toMatchObject({ order: { status: 'AWAITING_PAYMENT' }, userErrors: [] });
  expect(placed, 'every click').toEqual(times(CLICKS, () => placed[0]));
  const { id } = placed[0].order;
  const [{ orders }] = await world.inDatabase(
    'orders',
    (sql) => sql<[{ orders: number }]>`
      SELECT count(*)::int AS orders FROM orders WHERE cart_token_hash = (SELECT cart_token_hash FROM orders WHERE id = ${id})`,
  );
  expect(orders, 'orders of the cart').toBe(1);
  expect(await atStripe(world, id), 'at Stripe').toEqual({
    intents: ['requires_payment_method'],
    captured: [],
    refunded: [],
  });

  const payKey = randomUUID();
  const paid = await allAtOnce(
    arena,
    times(CLICKS, () => () => shopper.pay(id, 'pm_card_visa', payKey)),
    '/confirm',
  );
  await paidOnce(world, shopper, id);
  expect(paid[0], 'the first click').toMatchObject({ outcome: { __typename: 'PaymentSucceeded' }, userErrors: [] });
  expect(paid, 'every click').toEqual(times(CLICKS, () => paid[0]));
};

async function paidOnce(world: World, shopper: Shopper, orderId: string): Promise<void> {
  await shopper.orderWhen(orderId, { status: 'CONFIRMED', paymentStatus: 'PAID' });
  const [order] = await factsOf(world, [orderId]);
  const { captured, refunded } = await atStripe(world, orderId);
  expect(captured, 'charges at Stripe').toEqual([order!.total]);
  expect(refunded, 'refunds at Stripe').toEqual([]);
  expect(order).toMatchObject({ state: 'PAID', captured: order!.total });
}

const TABS = 3;

/** One live order per cart and one charge per order, whatever keys and cards the tabs use. */
export const twoTabs: Race = async (arena) => {
  const { world } = arena;
  const { shopper, total } = await readyToOrder(world, variantNumber(24));
  const placed = await allAtOnce(
    arena,
    times(TABS, () => () => shopper.placeOrder(total)),
  );
  const heard = placed.map(({ order, userErrors }) =>
    [order?.status ?? 'refused', ...userErrors.map((error: any) => error.code)].join(),
  );
  expect(heard.sort(), 'what the tabs hear').toEqual([
    'AWAITING_PAYMENT',
    ...times(TABS - 1, () => 'refused,CHECKOUT_IN_PROGRESS'),
  ]);
  const { order, orderToken } = placed.find((payload) => payload.order?.status === 'AWAITING_PAYMENT');
  shopper.orderToken = orderToken;

  const cards = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_chargeDeclined'];
  const paid = await atOnce(
    arena,
    cards.map((card) => () => shopper.pay(order.id, card)),
    '/confirm',
  );
  for (const result of paid) {
    const answer =
      result.status === 'fulfilled'
        ? (result.value.outcome?.__typename ?? result.value.userErrors[0].code)
        : String(result.reason);
    expect(answer).toMatch(/^(PaymentSucceeded|PAYMENT_DECLINED|INVALID_STATE)$/);
  }
  await paidOnce(world, shopper, order.id);
};

const ORDERS_TO_CANCEL = 5;
/** A cancel has a longer way to Stripe than a payment: both win some. */
const START_WITHIN_MS = { pay: 250, cancel: 60 };

/** Either nothing was taken, or all of it was given back. Whoever was told "paid" is not found cancelled with the money gone. */
export const cancelAgainstPay: Race = async (arena) => {
  const { world, random } = arena;
  const variantId = variantNumber(26);
  const before = await stockUp(arena, variantId, 100);
  const orders = await Promise.all(
    times(ORDERS_TO_CANCEL, async () => {
      const { shopper, total } = await readyToOrder(world, variantId);
      return { shopper, order: (await shopper.placeOrder(total)).order };
    }),
  );
  const answers = await atOnce(
    arena,
    orders.flatMap(({ shopper, order }) => [
      () => delay(random.below(START_WITHIN_MS.pay)).then(() => shopper.pay(order.id)),
      () => delay(random.below(START_WITHIN_MS.cancel)).then(() => cancel(shopper, order.id)),
    ]),
    '/confirm',
  );
  const ends = await arrived(
    world,
    orders.map(({ order }) => order.id),
  );
  for (const [index, { order }] of orders.entries()) {
    const { state, total, captured, refunded } = ends.find(({ id }) => id === order.id)!;
    expect({ state, captured, refunded, stripe: await atStripe(world, order.id) }, 'state and money').toEqual(
      {
        CANCELLED: { state, captured: 0, refunded: 0, stripe: { intents: ['canceled'], captured: [], refunded: [] } },
        REFUNDED: { state, captured: total, refunded: total, stripe: paidAtStripe([total], [total]) },
        PAID: { state, captured: total, refunded: 0, stripe: paidAtStripe([total], []) },
      }[state],
    );
    const [pay, cancelled] = answers.slice(index * 2, index * 2 + 2);
    if (isDone(cancelled!)) expect(['CANCELLED', 'REFUNDED'], 'after an acknowledged cancel').toContain(state);
    if (isDone(pay!)) expect(['PAID', 'REFUNDED'], 'after an acknowledged payment').toContain(state);
    else if (pay!.status === 'fulfilled') expect(state, 'after a refused payment').toBe('CANCELLED');
  }
  const sold = ends.filter(({ state }) => state === 'PAID').length;
  await until(
    () => world.stockOf(variantId),
    ({ on_hand, reserved }) => on_hand === before.on_hand - sold && reserved === before.reserved,
  );
};

const paidAtStripe = (captured: number[], refunded: number[]): MoneyAtStripe => ({
  intents: ['succeeded'],
  captured,
  refunded,
});

const cancel = (shopper: Shopper, orderId: string): Promise<any> =>
  shopper.run(
    'cancelOrder',
    'CancelOrderInput',
    { orderId, orderToken: shopper.orderToken, idempotencyKey: randomUUID() },
    'order { status }',
  );

const isDone = (result: PromiseSettledResult<any>): boolean =>
  result.status === 'fulfilled' && result.value.userErrors.length === 0;

const REFUNDS = 8;

/** Never more than was captured, each acknowledged request exactly once, each refused one not at all. */
export const parallelRefunds: Race = async (arena, round) => {
  const { world, random, sam } = arena;
  const shopper = world.guest();
  const { id: orderId } = await shopper.order(variantNumber(28), newEmail());
  await shopper.pay(orderId);
  await shopper.orderWhen(orderId, { paymentStatus: 'PAID' });
  const [{ total }] = (await factsOf(world, [orderId])) as [OrderFacts];
  const amountMinor = Math.floor((total * random.pick([30, 60, 100])) / 100);
  const amount = { amount: (amountMinor / 100).toFixed(2), currencyCode: 'USD' };
  // the same request each time, different ones, and both, late enough to meet one another in every stage
  const { keysInAll, startWithinMs } = [
    { keysInAll: 1, startWithinMs: 1 },
    { keysInAll: REFUNDS, startWithinMs: 1 },
    { keysInAll: REFUNDS / 2, startWithinMs: 500 },
  ][round % 3]!;
  const keys = times(keysInAll, () => randomUUID());
  const requests = times(REFUNDS, (index) => keys[index % keysInAll]!);
  const answers = await atOnce(
    arena,
    requests.map((idempotencyKey) => async () => {
      await delay(random.below(startWithinMs));
      const input = { orderId, amount, reason: 'race', idempotencyKey };
      return sam.run('refundOrder', 'RefundOrderInput', input, 'order { paymentStatus }');
    }),
    '/refunds',
  );
  const acknowledged = new Set(requests.filter((_, index) => isDone(answers[index]!))).size;
  const [order] = await arrived(world, [orderId]);
  const { refunded } = await atStripe(world, orderId);
  expect(refunded, 'refunds at Stripe').toEqual(times(acknowledged, () => amountMinor));
  expect(order).toMatchObject({
    state: amountMinor === total ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
    captured: total,
    refunded: acknowledged * amountMinor,
  });
  expect(order!.refunded).toBeLessThanOrEqual(total);
  for (const result of answers) {
    const answer = result.status === 'fulfilled' ? (result.value.userErrors[0]?.code ?? 'done') : String(result.reason);
    expect(answer, 'what the staff hear').toMatch(/^(done|NOT_REFUNDABLE|REFUND_TOO_LARGE)$/);
  }
};

const REFRESHES = 8;

/** A family has one live leaf, and everybody who asks at once hears the same: an answer that was lost signs nobody out. */
export const parallelRefresh: Race = async (arena) => {
  const { refresh, liveLeaves, refreshToken } = await signedIn(arena);
  const [next, ...others] = await allAtOnce(
    arena,
    times(REFRESHES, () => refresh(refreshToken)),
  );
  expect(others, 'successors').toEqual(times(REFRESHES - 1, () => next));
  expect(await liveLeaves(), 'live leaves').toBe(1);
};

/** A sign-out, or an old token in the hands of a thief, ends the family: no refresh that runs at the same time survives it. */
export const refreshAgainstEnd: Race = async (arena) => {
  const { random } = arena;
  const { refresh, liveLeaves, refreshToken, signOut } = await signedIn(arena);
  const second = await refresh(refreshToken)();
  const third = await refresh(second)();
  const stolen = random.chance(50);
  const answers = await atOnce(arena, [
    ...times(REFRESHES / 2, () => refresh(third)),
    stolen ? refresh(refreshToken) : signOut,
    ...times(REFRESHES / 2, () => refresh(third)),
  ]);
  expect(answers[REFRESHES / 2]!.status).toBe(stolen ? 'rejected' : 'fulfilled');
  expect(await liveLeaves(), 'live leaves').toBe(0);
  for (const result of answers) {
    if (result.status === 'rejected') expect(String(result.reason)).toContain('UNAUTHENTICATED');
    else if (result.value) await expect(refresh(result.value)()).rejects.toThrow('UNAUTHENTICATED');
  }
};

async function signedIn({ world }: Arena) {
  const shopper = world.guest();
  const { refreshToken, accessToken, session } = await shopper.run(
    'register',
    'RegisterInput',
    { email: newEmail(), password: 'a rather long password', displayName: 'Test Shopper' },
    'accessToken refreshToken session { id }',
  );
  shopper.accessToken = accessToken;
  return {
    refreshToken: refreshToken as string,
    refresh: (token: string) => async (): Promise<string> => {
      const input = { refreshToken: token };
      return (await world.guest().run('refreshSession', 'RefreshSessionInput', input, 'refreshToken')).refreshToken;
    },
    async signOut(): Promise<string> {
      const { errors } = await shopper.graph('mutation { signOutEverywhere { signedOut } }');
      expect(errors).toBeUndefined();
      return '';
    },
    liveLeaves: () =>
      world.inDatabase('users', async (sql) => {
        const [row] = await sql<[{ leaves: number }]>`
          SELECT count(*)::int AS leaves FROM refresh_tokens JOIN sessions ON sessions.id = session_id
          WHERE session_id = ${session.id} AND rotated_at IS NULL AND revoked_at IS NULL`;
        return row.leaves;
      }),
  };
}

/** What one round costs is very different, and so is how many show a mistake. */
export const races = {
  lastUnit: { race: lastUnit, rounds: 4 },
  doubleClick: { race: doubleClick, rounds: 6 },
  twoTabs: { race: twoTabs, rounds: 8 },
  cancelAgainstPay: { race: cancelAgainstPay, rounds: 6 },
  parallelRefunds: { race: parallelRefunds, rounds: 9 },
  parallelRefresh: { race: parallelRefresh, rounds: 6 },
  refreshAgainstEnd: { race: refreshAgainstEnd, rounds: 8 },
} as const satisfies Record<string, { race: Race; rounds: number }>;
export type RaceName = keyof typeof races;

/** The seed repeats the delays and the choices; `RACE_SEED` sets it. */
export const raceSeed = (): number => Number(process.env.RACE_SEED ?? Date.now() % 1_000_000);

/** Throws in the first round that breaks a promise, with all that was seen. `RACE_ROUNDS` multiplies the rounds. */
export async function run(arena: Arena, name: RaceName): Promise<void> {
  const { race, rounds } = races[name];
  for (let round = 1; round <= rounds * Number(process.env.RACE_ROUNDS ?? 1); round++) {
    try {
      await race(arena, round);
    } catch (error) {
      const { message, actual } = error as Error & { actual?: unknown };
      const seen = actual === undefined ? '' : `; seen: ${JSON.stringify(actual)}`;
      (error as Error).message = `${name}, round ${round}: ${message}${seen}`;
      throw error;
    }
  }
}

/** A running system behind a slow way to its databases. */
export function newArena(options?: () => Promise<Partial<SystemOptions>>): { arena: Arena; seed: number } {
  const seed = raceSeed();
  const slow = slowDatabase({ seed });
  afterAll(() => slow.close());
  const world = runningWorld(async () => ({ ...(await options?.()), route: slow.route }));
  const arena: Arena = { world, slow, random: new Random(seed), sam: undefined as never };
  beforeAll(async () => {
    arena.sam = await world.staff();
  });
  return { arena, seed };
}
