import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../../local/system/layout.ts';
import { type GraphResult, type Shopper, until } from '../shop.ts';
import { newEmail, runningWorld } from '../world.ts';
import { type Ask, type CallerName, callerNames, createAsk } from './callers.ts';
import { assemble, type Cast } from './cast.ts';
import { anotherGateway, formerAdmin, losses } from './dismissed.ts';
import { makeFresh } from './fresh.ts';
import { type Answers, judge, type Sights } from './judge.ts';
import { noteOutcome, type WriteOutcomes, writeMatrix } from './matrix.ts';
import { openOrder, type PlacedOrder } from './placed.ts';
import { composed, coordinates, entered, entities, fieldsOf, owners, subgraphSchemas } from './schemas.ts';
import { everythingOf, leavesOf } from './selection.ts';
import { openSnapshots, type Snapshots } from './snapshot.ts';
import { ruleOf, table } from './table.ts';
import { keysOf, waysIntoSubgraphs } from './ways.entities.ts';
import { type Way, waysThroughTheGateway } from './ways.ts';
import { allowedCallers, expectedRefusal } from './writes.rules.ts';
import { writes } from './writes.ts';

const FILE = 'docs/access.md';
const directory = mkdtempSync(join(tmpdir(), 'storegraph-access-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const world = runningWorld({
  directory,
  // questions here are longer than a client's
  environment: {
    gateway: { REQUEST_TOKEN_LIMIT: '5000', REQUEST_COST_LIMIT: '100000', REQUEST_DEPTH_LIMIT: '15' },
    users: { SHIPS_TO: 'US,CA', SUPPORT_EMAIL: 'help@shop.example', TERMS_URL: 'http://localhost:4100/terms' },
  },
});

const sights: Sights = new Map();
let cast: Cast;
let shoppers: Readonly<Record<CallerName, Shopper>>;
let ask: Ask;
let snapshots: Snapshots;
afterAll(() => snapshots?.close());

beforeAll(async () => {
  cast = await assemble(world);
  snapshots = await openSnapshots(world);
  shoppers = {
    anonymous: world.guest(),
    cartToken: cast.cartHolder,
    orderToken: cast.orderHolder,
    owner: cast.owner.shopper,
    other: cast.other.shopper,
    staff: cast.staff,
    admin: cast.admin,
  };
  ask = await createAsk(world, directory, shoppers);
}, 180_000);

test('every field of the composed schema has a rule, and every rule a field', () => {
  const known = new Set([...coordinates, ...coordinates.map((coordinate) => coordinate.split('.')[0]!)]);
  expect(coordinates.filter((coordinate) => !(table[coordinate] ?? table[coordinate.split('.')[0]!]))).toEqual([]);
  expect(Object.keys(table).filter((name) => !known.has(name))).toEqual([]);
});

async function look(ways: readonly Way[], callers: readonly CallerName[]): Promise<string[]> {
  const problems: string[] = [];
  for (const way of ways) {
    const schema = way.at ? subgraphSchemas.get(way.at)! : composed;
    const without = way.at && owners[way.type] !== way.at ? [`${way.type}.id`] : [];
    const query = way.query.replace('ROW', everythingOf(schema, way.type, { without, entities }));
    const { variables, at, subject } = way;
    const asked = { query, variables, at, orderToken: subject.orderToken };
    const answers: Answers = new Map(
      await Promise.all(callers.map(async (caller) => [caller, await ask(caller, asked)] as const)),
    );
    problems.push(...judge(way, leavesOf(schema, query), answers, sights));
  }
  return problems;
}

test('each caller sees through the gateway what is declared, on every way to every row', async () => {
  expect(await look(waysThroughTheGateway(cast), callerNames)).toEqual([]);
});

test('each caller sees at each subgraph what is declared, on entering it by a reference', async () => {
  const payments = await world.inDatabase(
    'payments',
    (sql) => sql<{ id: string; orderId: string }[]>`SELECT id, order_id AS "orderId" FROM payments`,
  );
  const references = entered.flatMap(({ domain, keyed }) => keyed.map((type) => ({ at: domain, type })));
  const keys = keysOf(cast, payments);
  expect([...new Set(references.map(({ type }) => type))].sort()).toEqual(Object.keys(keys).sort());
  const ways = waysIntoSubgraphs(keys, references);
  expect(await look(ways, callerNames)).toEqual([]);
});

test('whoever may see a field has seen it with a value on some way', () => {
  const asked = coordinates.filter((coordinate) => !ruleOf(coordinate).unseen);
  expect(asked.filter((coordinate) => !sights.has(coordinate))).toEqual([]);
  const missing = asked.flatMap((coordinate) => {
    const seenBy = [...sights.get(coordinate)!].filter(([, { seen }]) => seen > 0).map(([caller]) => caller);
    // of what has no rule of its own, such as an address, it is enough that somebody saw each field
    if (ruleOf(coordinate).inherited) return seenBy.length > 0 ? [] : [coordinate];
    return callerNames
      .filter((caller) => sights.get(coordinate)!.get(caller)?.promised && !seenBy.includes(caller))
      .map((caller) => `${coordinate} by ${caller}`);
  });
  expect(missing).toEqual([]);
});

const mutationFields = composed.getMutationType()!.getFields();

/** As a client writes it. */
function documentOf(name: string, shows: string): string {
  const [input] = mutationFields[name]!.args;
  const fields = `{ ${shows} userErrors { code } }`;
  return input
    ? `mutation ($input: ${input.type}) { ${name}(input: $input) ${fields} }`
    : `mutation { ${name} ${fields} }`;
}

/** What was answered: a code, or `done`, or `nothing`. */
function outcomeOf(name: string, { data, errors }: GraphResult): string {
  if (errors) return errors[0]!.extensions.code;
  const { userErrors, ...payload } = data[name];
  if (userErrors.length > 0) return userErrors[0].code;
  const values = Object.values(payload);
  return values.some((value) => value === null || (Array.isArray(value) && value.length === 0)) ? 'nothing' : 'done';
}

test('every mutation of the composed schema has a rule, and every rule a mutation', () => {
  expect(Object.keys(writes).sort()).toEqual(Object.keys(mutationFields).sort());
});

const outcomes: WriteOutcomes = new Map();

test('who may not change the rows of the owner is refused, and nothing has changed', async () => {
  await world.settled();
  const wrong: unknown[] = [];
  for (const [name, write] of Object.entries(writes)) {
    const watched = write.watches ?? [write.domain];
    const look = async () => ({ ...(await snapshots.of(watched)), cards: await cardsOfOwner(name) });
    let before = await look();
    for (const caller of callerNames) {
      const expected = expectedRefusal(write, caller);
      if (!expected) continue;
      const answer = await ask(caller, { query: documentOf(name, write.shows), variables: { input: write.aim(cast) } });
      const outcome = outcomeOf(name, answer);
      if (outcome !== expected) wrong.push(`${name} by ${caller}: ${outcome}, not ${expected}`);
      const after = await look();
      for (const [what, digest] of Object.entries(after))
        if (before[what as keyof typeof before] !== digest) wrong.push(`${name} by ${caller} changed ${what}`);
      before = after;
      noteOutcome(outcomes, name, caller, outcome);
    }
  }
  expect(wrong).toEqual([]);
});

/** They are kept at Stripe. */
async function cardsOfOwner(mutation: string): Promise<string> {
  if (mutation !== 'removePaymentMethod') return '';
  return JSON.stringify(await cast.owner.shopper.graph('{ me { paymentMethods { id } } }'));
}

/** Mutations for which it matters what somebody is: staff's and admins' alone, and those that are theirs as well. */
const ofStaff = Object.entries(writes).filter(([, { rule }]) =>
  ['staff', 'admin', 'orderHolderOrStaff'].includes(rule),
);

test('who was dismissed a moment ago changes nothing, although the token still holds', async () => {
  expect(ofStaff.length).toBeGreaterThan(14);
  const wrong: unknown[] = [];
  for (const [loss, { dismiss, codes }] of Object.entries(losses)) {
    const former = await formerAdmin(world);
    await dismiss(world, former.id);
    await world.settled();
    const dismissed = await createAsk(world, directory, { ...shoppers, admin: former.shopper });
    let before = await snapshots.of(domains);
    for (const [name, write] of ofStaff) {
      // past the gateway, which knows it already
      const answer = await dismissed('admin', {
        at: write.domain,
        query: documentOf(name, write.shows),
        variables: { input: write.aim(cast) },
      });
      const outcome = outcomeOf(name, answer);
      if (!codes.includes(outcome)) wrong.push(`${name} by one who ${loss}: ${JSON.stringify(answer)}`);
      const after = await snapshots.of(write.watches ?? [write.domain]);
      for (const [table, digest] of Object.entries(after))
        if (before[table] !== digest) wrong.push(`${name} changed ${table}`);
      before = { ...before, ...after };
    }
  }
  expect(wrong).toEqual([]);
}, 60_000);

test('each of two gateways lets nobody in who has signed out, was disabled or dismissed, whichever of them was told', async () => {
  const second = await anotherGateway(world, directory);
  try {
    for (const [loss, { dismiss }] of Object.entries(losses)) {
      const former = await formerAdmin(world);
      const see = (url: string) => former.at(url, '{ me { id } users(first: 1) { nodes { id } } }');
      for (const url of [world.system.url, second.url]) expect((await see(url)).errors).toBeUndefined();
      await dismiss(world, former.id);
      const code = loss === 'was demoted' ? 'FORBIDDEN' : 'UNAUTHENTICATED';
      for (const url of [world.system.url, second.url]) {
        const refused = await until(
          () => see(url),
          ({ errors }) => errors !== undefined,
        );
        expect([loss, refused.errors![0]!.extensions.code]).toEqual([loss, code]);
      }
    }
  } finally {
    await second.stop();
  }
}, 60_000);

test('who may change something does so, on rows made for it', async () => {
  const fresh = await makeFresh(world, cast, shoppers.anonymous);
  const wrong: string[] = [];
  for (const [name, write] of Object.entries(writes))
    for (const caller of allowedCallers(write)) {
      const input = await (write.work ?? ((_caller, _fresh, all) => write.aim(all)))(caller, fresh, cast);
      const answer = await ask(caller, { query: documentOf(name, write.shows), variables: { input } });
      const outcome = outcomeOf(name, answer);
      if (outcome !== 'done') wrong.push(`${name} by ${caller}: ${outcome} ${JSON.stringify(answer)}`);
      noteOutcome(outcomes, name, caller, outcome);
    }
  expect(wrong).toEqual([]);
}, 60_000);

test('an order is paid and cancelled with its token, as an argument and as a header, and not with that of another', async () => {
  const input = (order: PlacedOrder, more: object) => ({ orderId: order.id, idempotencyKey: randomUUID(), ...more });
  const another = cast.guestOrders.shipped.token;
  const [one, two] = await Promise.all([
    openOrder(world, { email: newEmail() }),
    openOrder(world, { email: newEmail() }),
  ]);
  const send = async (name: string, given: object, header?: string) => {
    const asker = world.guest();
    asker.orderToken = header;
    return outcomeOf(name, await asker.graph(documentOf(name, 'userErrors { path }'), { input: given }));
  };
  const steps = [
    { name: 'payOrder', more: { paymentMethod: 'pm_card_visa' } },
    { name: 'cancelOrder', more: {} },
  ];
  for (const { name, more } of steps) {
    await world.settled();
    const before = await snapshots.of(['orders', 'payments']);
    for (const order of [one, two]) {
      expect(await send(name, input(order, more))).toBe('NOT_FOUND');
      expect(await send(name, input(order, more), another)).toBe('NOT_FOUND');
      expect(await send(name, input(order, { ...more, orderToken: another }))).toBe('NOT_FOUND');
    }
    expect(await snapshots.of(['orders', 'payments'])).toEqual(before);
    expect(await send(name, input(one, { ...more, orderToken: one.token }), another)).toBe('done');
    expect(await send(name, input(two, more), two.token)).toBe('done');
  }
});

test(`it is as ${FILE} says`, () => {
  const matrix = writeMatrix({ fieldsOf, domains }, sights, outcomes);
  if (process.env.UPDATE_ACCESS) writeFileSync(FILE, matrix);
  else expect(matrix).toBe(readFileSync(FILE, 'utf8'));
});

/** The last one: whoever was not answered does not ask users again for some seconds. */
test('while nobody can say who is dismissed, what is worth something is not changed, by staff neither', async () => {
  // somebody whom no test before has signed out
  const { shopper } = await formerAdmin(world);
  const admin = await createAsk(world, directory, { ...shoppers, admin: shopper });
  await world.settled();
  const users = world.system.processes.get('users')!;
  await users.stop();
  const wrong: unknown[] = [];
  try {
    let before = await snapshots.of(domains);
    for (const [name, write] of ofStaff.filter(([, { domain }]) => domain !== 'users')) {
      const asked = { query: documentOf(name, write.shows), variables: { input: write.aim(cast) } };
      const outcome = outcomeOf(name, await admin('admin', asked));
      if (outcome !== 'SERVICE_UNAVAILABLE') wrong.push(`${name}: ${outcome}`);
      const after = await snapshots.of(write.watches ?? [write.domain]);
      for (const [table, digest] of Object.entries(after))
        if (before[table] !== digest) wrong.push(`${name} changed ${table}`);
      before = { ...before, ...after };
    }
    const { data, errors } = await shopper.graph('{ orders(first: 1) { nodes { id } } }');
    expect([data.orders.nodes.length, errors]).toEqual([1, undefined]);
  } finally {
    await users.restart();
  }
  expect(wrong).toEqual([]);
}, 60_000);
