import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { domains } from '../../local/system/layout.ts';
import { composed } from '../access/schemas.ts';
import { openSnapshots, type Snapshots } from '../access/snapshot.ts';
import { writes } from '../access/writes.ts';
import type { GraphResult, Shopper } from '../shop.ts';
import { countFrom } from '../thorough.ts';
import { runningWorld } from '../world.ts';
import { type HostileInput, hostileInputs, withHostile, written } from './inputs.ts';
import { type Right, rightInputs } from './right.ts';

/** Every so many-th of the inputs is sent; the check sends all. Each mutation begins at another one, so that no class is left out. */
const ONE_OF = countFrom('HOSTILE_ONE_OF', 16, 1);
/** As many as the mutations of now have. A new one brings its own. */
const AT_LEAST = 12_000 / ONE_OF;
const AT_A_TIME = 8;
/** Bytes; a right answer to what is asked for here is shorter. */
const LONGEST_ANSWER = 16_000;

const world = runningWorld({
  single: true,
  // nobody guesses here: each input comes from a place of its own
  environment: { gateway: { RATE_LIMITS: 'off', TRUSTED_PROXIES: '127.0.0.1,::1' } },
});
/** Rows by which a repetition of what was refused is refused again; Stripe has some as well. */
const tried = {
  idempotency_keys: 'true',
  orders: "state = 'REJECTED'",
  order_events: "order_id IN (SELECT id FROM orders WHERE state = 'REJECTED')",
  order_items: "order_id IN (SELECT id FROM orders WHERE state = 'REJECTED')",
  reservations: 'order_id NOT IN (SELECT order_id FROM holds)',
  registrations: 'true', // a wrong password counts
};
let snapshots: Snapshots;
let rightOf: (name: string) => Promise<Right>;
beforeAll(async () => {
  rightOf = await rightInputs(world);
  snapshots = await openSnapshots(world, tried);
}, 180_000);
afterAll(() => snapshots?.close());

const mutations = Object.values(composed.getMutationType()!.getFields()).filter(({ args }) => args.length > 0);
// those that end sessions come last there
const order = Object.keys(writes);
mutations.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
const codes = new Set(Object.keys((composed.getType('ErrorCode') as any).toConfig().values));

/** `refused`, `accepted`, or what was answered in place of the two. */
type Verdict = string;
const counts = { sent: 0, refused: 0, accepted: 0 };
let places = 0;

/** An IPv4 address that no other input comes from. */
const newPlace = () => {
  places++;
  return `10.${(places >> 16) & 255}.${(places >> 8) & 255}.${places & 255}`;
};

async function send(shopper: Shopper, query: string, variables?: object): Promise<Verdict> {
  const response = await fetch(`${world.system.url}/graphql`, {
    method: 'POST',
    headers: { ...shopper.headers(), 'x-forwarded-for': newPlace(), 'x-request-id': randomUUID() },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  counts.sent++;
  if (response.status >= 500) return `HTTP ${response.status}: ${text.slice(0, 300)}`;
  if (text.length > LONGEST_ANSWER) return `${text.length} bytes: ${text.slice(0, 300)}`;
  return verdictOf(JSON.parse(text) as GraphResult) ?? text.slice(0, 500);
}

/** Undefined: neither of the two. */
function verdictOf({ data, errors }: GraphResult): Verdict | undefined {
  const refusals: { code: string }[] | undefined = errors
    ? errors.map(({ extensions }) => extensions)
    : Object.values<any>(data ?? {})[0]?.userErrors;
  if (!refusals) return undefined;
  if (refusals.some(({ code }) => !codes.has(code) || code === 'INTERNAL' || code === 'SERVICE_UNAVAILABLE'))
    return undefined;
  return refusals.length > 0 ? 'refused' : 'accepted';
}

/** All of them, some at a time, in their order. */
async function each<T>(inputs: readonly T[], run: (input: T) => Promise<void>): Promise<void> {
  const left = inputs.values();
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (const input of left) await run(input);
    }),
  );
}

/** Every row of every database, and what Stripe keeps. */
async function everything(): Promise<Record<string, string>> {
  await world.settled();
  const dump = await (await fetch(`${world.system.stripeUrl}/_local/dump`)).json();
  // what it tells later about what was done before is no change
  const { idempotency_keys: _keys, events: _events, outbox: _outbox, ...kept } = dump as Record<string, unknown[]>;
  const atStripe = Object.entries(kept).map(([list, value]) => [`stripe.${list}`, JSON.stringify(value)]);
  return { ...(await snapshots.of(domains)), ...Object.fromEntries(atStripe) };
}

test('every mutation has a right input, that the hostile ones are made of', () => {
  expect(mutations.map(({ name }) => name).filter((name) => !writes[name])).toEqual([]);
});

describe.each(mutations.map(({ name, args }) => ({ name, type: args[0]!.type })))('$name', ({ name, type }) => {
  test('no hostile input is a fault of ours, and none that is refused changes a row', async () => {
    const { shopper, input: right, shows } = await rightOf(name);
    const fields = `{ ${shows} userErrors { code } }`;
    const query = `mutation ($input: ${type}) { ${name}(input: $input) ${fields} }`;
    const ask = (input: unknown, isWritten = false) =>
      isWritten
        ? send(shopper, `mutation { ${name}(input: ${written(type, input)}) ${fields} }`)
        : send(shopper, query, { input });
    const first = mutations.findIndex((one) => one.name === name) % ONE_OF;
    const all = hostileInputs(type, right()).filter((_, index) => index % ONE_OF === first);
    const wrong: string[] = [];
    const sendAll = async (inputs: readonly HostileInput[]) => {
      const verdicts = new Map<HostileInput, Verdict>();
      await each(inputs, async (one) => {
        const verdict = await ask(withHostile(right(), one), one.isWritten);
        verdicts.set(one, verdict);
        if (verdict === 'refused' || verdict === 'accepted') counts[verdict]++;
        else wrong.push(`${one.path} ← ${one.what}${one.isWritten ? ', written' : ''}: ${verdict}`);
      });
      return verdicts;
    };
    let before = await everything();
    /** Answers those that are right; the others are sent again without them, until there are none: then nothing may change. */
    const prove = async (inputs: readonly HostileInput[]): Promise<HostileInput[]> => {
      const verdicts = await sendAll(inputs);
      const accepted = inputs.filter((one) => verdicts.get(one) === 'accepted');
      const after = await everything();
      const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
      before = after;
      if (accepted.length > 0)
        return [...accepted, ...(await prove(inputs.filter((one) => verdicts.get(one) === 'refused')))];
      wrong.push(...changed);
      return [];
    };

    const accepted = await prove(all.filter((one) => !one.mayBeRight));
    // what uses up the rows comes last: mostly that is what needs none of its fields
    for (const isOptional of [false, true])
      accepted.push(...(await prove(all.filter((one) => one.mayBeRight && one.isOptional === isOptional))));
    // what they are made of is right: it was for the hostile value that they were refused
    const last = accepted.length > 0 ? 'accepted' : await ask(right());
    expect([wrong, last]).toEqual([[], 'accepted']);
  }, 300_000);
});

test('that were many', () => {
  console.log(`${mutations.length} mutations: ${JSON.stringify(counts)}`);
  expect(counts.sent).toBeGreaterThan(AT_LEAST);
});
