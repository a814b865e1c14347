import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Counter, Durations, EnvironmentError, enqueueJob, publish, Readout, startSignals } from '../../src/index.ts';
import { relayOutbox } from '../../src/messaging/relay.ts';
import { readBacklog } from '../../src/messaging/backlog.ts';
import { readPeer } from '../../src/process/signals/peers.ts';
import { readPool } from '../../src/process/signals/statements.ts';
import { RequestWork } from '../../src/graph/work.ts';
import { type TestSubgraph, testSubgraph } from '../../src/testing.ts';
import { ThingTaken, things } from './things.ts';

const taken = new Counter({ name: 'things_taken_total', help: 'Things that were taken.', labels: ['size'] });
const durations = new Durations({ name: 'thing_duration_seconds', help: 'How long it took.', labels: ['size'] });
const held = new Readout({ name: 'things_held', help: 'Things that somebody holds.', labels: ['size'] });

let shop: TestSubgraph;
beforeAll(async () => {
  shop = await testSubgraph(things);
});
afterAll(() => shop.stop());

/** Lines about a metric, while metrics are on. */
async function serving<T>(work: (look: (name: string) => Promise<string[]>, url: string) => Promise<T>): Promise<T> {
  const signals = await startSignals({ service: 'things', environment: { METRICS_PORT: '0' } });
  const url = `http://127.0.0.1:${signals.metricsPort}`;
  const look = async (name: string) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith(`${name}{`));
  };
  try {
    return await work(look, url);
  } finally {
    await signals.stop();
  }
}

test('what happens is counted and measured while metrics are on, and not before', async () => {
  taken.add({ size: 'large' });
  durations.observe({ size: 'large' }, 20);
  await serving(async (look) => {
    expect(durations.isOn).toBe(true);
    taken.add({ size: 'small' });
    taken.add({ size: 'small' });
    durations.observe({ size: 'small' }, 20);
    expect(await look('things_taken_total')).toEqual(['things_taken_total{size="small"} 2']);
    expect(await look('thing_duration_seconds_sum')).toEqual(['thing_duration_seconds_sum{size="small"} 0.02']);
  });
  expect(durations.isOn).toBe(false);
});

test('what is read when it is asked for is added up, and left out when it cannot be read', async () => {
  const stops = [
    held.read(() => [[{ size: 'small' }, 2]]),
    held.read(async () => [[{ size: 'small' }, 3]]),
    held.read(async () => {
      throw new Error('not now');
    }),
  ];
  await serving(async (look) => {
    expect(await look('things_held')).toEqual(['things_held{size="small"} 5']);
    for (const stop of stops) stop();
    expect(await look('things_held')).toEqual([]);
  });
});

test('the listener serves metrics and nothing else', async () => {
  await serving(async (_, url) => {
    const answers = await Promise.all([
      fetch(`${url}/metrics`),
      fetch(url),
      fetch(`${url}/metrics?x`),
      fetch(`${url}/metrics`, { method: 'POST' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
    expect(await answers[0]!.text()).toContain('process_cpu_seconds_total');
  });
});

test('a port that is taken is named by its variable', async () => {
  await serving(async (_, url) => {
    const environment = { METRICS_PORT: new URL(url).port };
    const failure = await startSignals({ service: 'things', environment }).catch((error) => error);
    expect(failure).toBeInstanceOf(EnvironmentError);
    expect(failure.message).toContain('METRICS_PORT');
  });
});

test('the backlog of a subgraph is what its tables hold', async () => {
  const { db } = shop;
  await db.transaction(async (tx) => {
    for (const number of [1, 2, 3]) await publish(tx, ThingTaken, { number });
  });
  await relayOutbox(shop.service, async (_, { payload }) => {
    if (payload.number !== 1) throw new Error('not yet');
  });
  await db.execute(sql`UPDATE outbox SET dead_at = now() WHERE payload->>'number' = '3'`);
  await db.execute(sql`UPDATE outbox SET occurred_at = now() - interval '1 hour'`);
  await enqueueJob(db, 'count', 'due', {});
  await enqueueJob(db, 'count', 'taken', {});
  await db.execute(sql`UPDATE jobs SET lease_until = now() + interval '1 minute' WHERE key = 'taken'`);
  await enqueueJob(db, 'count', 'later', {}, { delaySeconds: 60 });
  await enqueueJob(db, 'count', 'dead', {});
  await db.execute(sql`UPDATE jobs SET dead_at = now() WHERE key = 'dead'`);
  const stop = readBacklog('things', db);
  await serving(async (look) => {
    expect(await look('outbox_unsent')).toEqual(['outbox_unsent{service="things"} 1']);
    expect((await look('outbox_lag_seconds'))[0]).toMatch(/^outbox_lag_seconds\{service="things"\} 36\d\d(\.\d+)?$/);
    expect(await look('jobs_due')).toEqual(['jobs_due{service="things"} 1']);
    expect(await look('dead_letters')).toEqual([
      'dead_letters{service="things",what="event"} 1',
      'dead_letters{service="things",what="job"} 1',
    ]);
  });
  stop();
});

test('however often somebody looks, the database is asked once in a while, by indexes only', async () => {
  const stop = readBacklog('things', shop.db);
  await serving(async (look) => {
    shop.statements.count = 0;
    await Promise.all([look('jobs_due'), look('jobs_due'), look('jobs_due')]);
    expect(shop.statements.count).toBe(1);
  });
  stop();
  const plan = await shop.db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL enable_seqscan = off`);
    const rows = await Promise.all(
      ['outbox', 'jobs'].map((table) =>
        tx.execute(sql`EXPLAIN SELECT 1 FROM ${sql.raw(table)} WHERE dead_at IS NOT NULL LIMIT 10000`),
      ),
    );
    return JSON.stringify(rows);
  });
  expect(plan).toMatch(/outbox_dead.*jobs_dead/);
});

test('a database that is away is left out, and all else is there', async () => {
  const away = { execute: () => new Promise(() => {}) } as unknown as TestSubgraph['db'];
  const stop = readBacklog('away', away);
  await serving(async (look) => {
    expect(await look('jobs_due')).toEqual([]);
    expect(await look('nodejs_version_info')).toHaveLength(1);
  });
  stop();
});

test('statements of a pool are measured; what waits for a connection is seen', async () => {
  const stop = readPool({ database: 'elsewhere', pool: 'work', max: 3, underWay: 7 });
  await serving(async (look) => {
    await shop.db.execute(sql`SELECT 1`);
    await shop.db.transaction((tx) => tx.execute(sql`SELECT 2`));
    const request = new RequestWork();
    request.isQuery = true;
    for (let number = 0; number < 2; number++) await request.run(async () => shop.db.execute(sql`SELECT 3`));
    const counts = await look('database_statement_duration_seconds_count');
    expect(counts.map((line) => line.replace(/test_things_\w+/, 'things'))).toEqual([
      'database_statement_duration_seconds_count{database="things",pool="work"} 1',
      'database_statement_duration_seconds_count{database="things",pool="queries"} 2',
    ]);
    expect(await look('database_pool_under_way')).toEqual([
      'database_pool_under_way{database="elsewhere",pool="work"} 7',
    ]);
    expect(await look('database_pool_connections_max')).toEqual([
      'database_pool_connections_max{database="elsewhere",pool="work"} 3',
    ]);
  });
  stop();
});

test('of several processes of one service those that are spared are added up', async () => {
  const stops = [true, false, true].map((isOpen) => readPeer('others', { isOpen, underWay: 2 }));
  await serving(async (look) => {
    expect(await look('peer_breakers_open')).toEqual(['peer_breakers_open{to="others"} 2']);
    expect(await look('peer_requests_under_way')).toEqual(['peer_requests_under_way{to="others"} 6']);
  });
  for (const stop of stops) stop();
});
