import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { connect } from '../src/data/database.ts';
import { eventually } from '../src/eventually.testing.ts';
import { contract, enqueueJob, event, type JobHandler, publish } from '../src/index.ts';
import { runDueJobs } from '../src/messaging/jobs.ts';
import { relayOutbox } from '../src/messaging/relay.ts';
import { startWorker } from '../src/messaging/worker.ts';
import { testSubgraph } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const { ThingMade } = contract('worker', {
  events: { ThingMade: event(z.object({}), { to: ['carts', 'orders'] }) },
  commands: {},
});
const definition = bareSubgraph('worker');
const shop = await testSubgraph(definition);
const { db, service } = shop;
afterAll(() => shop.stop());
beforeEach(async () => void (await db.execute(sql`TRUNCATE outbox, jobs`)));
afterEach(() => void vi.restoreAllMocks());

const FAILS = async () => {
  throw new Error('not today');
};

/** A worker that has nothing to do, and the statements that it has sent since then. */
async function idleWorker({ polish = async () => {}, deliver = async (_to: string) => {}, hears = true }) {
  const connection = connect(shop.url, { pool: 4, countStatements: true });
  if (!hears) connection.client.listen = () => new Promise(() => {});
  const messenger = { command: FAILS, deliver, close: async () => {} };
  const mine = { ...service, db: connection.db };
  const worker = await startWorker({ ...definition, jobs: { polish } }, mine, connection, messenger);
  onTestFinished(() => worker.stop().then(connection.close));
  await eventually(async () =>
    expect([...(await db.execute(sql`SELECT 1 FROM jobs WHERE lease_until IS NULL`))]).toHaveLength(1),
  );
  // nothing else is under way
  await eventually(() => {
    const { count } = connection.statements;
    return new Promise<void>((same) => setTimeout(same, 100)).then(() =>
      expect(connection.statements.count).toBe(count),
    );
  });
  const before = connection.statements.count;
  return { statements: () => connection.statements.count - before };
}
/** Nobody looks: what happens is because of a notification, or of an alarm. */
const withoutLooking = () => void vi.spyOn(globalThis, 'setInterval').mockReturnValue(undefined as never);

test('an event wakes the relay and a job the runner, and neither the other one', async () => {
  withoutLooking();
  const [delivered, ran]: [string[], string[]] = [[], []];
  const { statements } = await idleWorker({
    deliver: async (to) => void delivered.push(to),
    polish: async () => void ran.push('polish'),
  });
  await publish(db, ThingMade, {});
  await eventually(async () =>
    expect([...(await db.execute(sql`SELECT 1 FROM outbox WHERE sent_at IS NOT NULL`))]).toHaveLength(2),
  );
  expect([delivered.length, statements()]).toEqual([2, 3]); // a claim, and a mark for each
  await enqueueJob(db, 'polish', 'ring', {});
  await eventually(async () =>
    expect([...(await db.execute(sql`SELECT 1 FROM jobs WHERE name = 'polish'`))]).toEqual([]),
  );
  expect([ran.length, statements()]).toEqual([1, 5]); // a claim, and its end
});

test('what failed is tried again when its pause is over, without a look at the queue', async () => {
  withoutLooking();
  const failing = { events: 2, jobs: 1 };
  const [delivered, ran]: [string[], string[]] = [[], []];
  await idleWorker({
    deliver: async (to) => (failing.events-- > 0 ? FAILS() : void delivered.push(to)),
    polish: async () => (failing.jobs-- > 0 ? FAILS() : void ran.push('polish')),
  });
  await publish(db, ThingMade, {});
  await enqueueJob(db, 'polish', 'ring', {});
  await eventually(() => expect([delivered.sort(), ran]).toEqual([['carts', 'orders'], ['polish']]));
});

test('what nobody tells of is found by a look: a lease whose holder has died, a delay that is over', async () => {
  const [delivered, ran]: [string[], string[]] = [[], []];
  await idleWorker({
    deliver: async (to) => void delivered.push(to),
    polish: async () => void ran.push('polish'),
  });
  await db.execute(sql`
    INSERT INTO outbox (event_id, type, version, subscriber, payload, claim, lease_until)
    VALUES (gen_random_uuid(), 'ThingMade', 1, 'carts', '{}', gen_random_uuid(), now() + interval '0.1 s')`);
  await enqueueJob(db, 'polish', 'ring', {}, { delaySeconds: 0.1 });
  await eventually(() => expect([delivered, ran]).toEqual([['carts'], ['polish']]));
});

test('a worker whose LISTEN is never answered finds by itself what there is to do', async () => {
  const [delivered, ran]: [string[], string[]] = [[], []];
  await idleWorker({
    hears: false,
    deliver: async (to) => void delivered.push(to),
    polish: async () => void ran.push('polish'),
  });
  await publish(db, ThingMade, {});
  await enqueueJob(db, 'polish', 'ring', {});
  await eventually(() => expect([delivered.sort(), ran]).toEqual([['carts', 'orders'], ['polish']]));
});

test('of several looks one is under way, and one that is never answered is not waited for', async () => {
  const timers: (() => Promise<void>)[] = [];
  vi.spyOn(globalThis, 'setInterval').mockImplementation(
    ((run: () => Promise<void>) => void timers.push(run)) as never,
  );
  const { statements } = await idleWorker({});
  const look = timers[0]!; // the others keep the lease of a job
  const sentAfterLooking = async (times: number) => {
    for (let time = 0; time < times; time++) void look();
    await new Promise((sent) => setTimeout(sent, 300));
    return statements();
  };
  await db.transaction(async (tx) => {
    await tx.execute(sql`LOCK TABLE outbox`);
    expect(await sentAfterLooking(2)).toBe(1);
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 10_000);
    expect(await sentAfterLooking(1)).toBe(2);
  });
  expect(await sentAfterLooking(0)).toBe(2); // both are answered now
  expect(await sentAfterLooking(1)).toBe(3);
});

test('whoever runs a queue is told when something in it is due again', async () => {
  const told: number[] = [];
  const later = (seconds: number) => void told.push(seconds);
  await publish(db, ThingMade, {});
  await relayOutbox(service, FAILS, later);
  expect(told).toEqual([expect.closeTo(0.2, 0), expect.closeTo(0.2, 0)]);
  told.length = 0;
  await db.execute(sql`UPDATE outbox SET run_at = now(), attempts = 39`); // the last time
  await relayOutbox(service, FAILS, later);
  expect(told).toEqual([]);

  const run = (work: JobHandler) => runDueJobs(service, { jobs: { work }, every: {} }, later);
  const enqueue = () => enqueueJob(db, 'work', 'a', {});
  await enqueue();
  await run(async () => ({ runAgainInSeconds: 7 }));
  expect(told.splice(0)).toEqual([7]);
  await enqueue();
  await run(async () => {
    await enqueue();
    return { runAgainInSeconds: 7 };
  });
  expect(told.splice(0)).toEqual([0]);
  await run(enqueue);
  expect(told.splice(0)).toEqual([0]);
  await run(async () => {});
  expect(told).toEqual([]);
  await enqueue();
  await run(FAILS);
  expect(told.splice(0)).toEqual([expect.closeTo(0.2, 0)]);
  await db.execute(sql`UPDATE jobs SET run_at = now(), attempts = 19`);
  await run(FAILS);
  expect(told).toEqual([]);
});
