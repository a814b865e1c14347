import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { dropDeadJobs, dropJobs, enqueueJob, redactEvents } from '../src/index.ts';
import { testSubgraph } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const shop = await testSubgraph(bareSubgraph('redact'));
const { db } = shop;
afterAll(() => shop.stop());
beforeEach(() => db.execute(sql`TRUNCATE outbox, jobs`));

const noted = (payload: object, state = sql`NULL, NULL`) =>
  db.execute(sql`
    INSERT INTO outbox (event_id, type, subscriber, payload, sent_at, dead_at)
    VALUES (gen_random_uuid(), 'TreeFelled', 'carts', ${JSON.stringify(payload)}::jsonb, ${state})`);
const payloads = async () => (await shop.published()).map(({ payload }) => payload);
const keys = async () =>
  [...(await db.execute<{ key: string }>(sql`SELECT key FROM jobs ORDER BY key`))].map(({ key }) => key);

test('what events told of some subjects is replaced, sent, given up or waiting; other subjects and names stay as they are', async () => {
  for (const state of [sql`now(), NULL`, sql`NULL, now()`, sql`NULL, NULL`])
    await noted({ tree: 'oak', owner: 'Ada', height: 7 }, state);
  await noted({ tree: 'elm', owner: 'Ada' });
  await noted({ tree: 'ash', owner: 'Ada' });
  await noted({ tree: 'oak' });
  await redactEvents(db, { name: 'tree', values: ['oak', 'ash'] }, { owner: '', heirs: [] });
  await redactEvents(db, { name: 'tree', values: [] }, { owner: 'nobody' });
  const felled = { tree: 'oak', owner: '', height: 7 };
  expect(await payloads()).toEqual([
    ...[felled, felled, felled],
    ...[{ tree: 'elm', owner: 'Ada' }, { tree: 'ash', owner: '' }, { tree: 'oak' }],
  ]);
});

test('jobs about some subjects go, whatever they are called, waiting or given up', async () => {
  for (const tree of ['oak', 'ash', 'elm']) await enqueueJob(db, 'fell', tree, { tree });
  await enqueueJob(db, 'plant', 'another oak', { tree: 'oak' }, { delaySeconds: 60 });
  await enqueueJob(db, 'plant', 'the name of a bush', { bush: 'oak' });
  await db.execute(sql`UPDATE jobs SET dead_at = now() WHERE key = 'ash'`);
  await dropJobs(db, { name: 'tree', values: ['oak', 'ash'] });
  expect(await keys()).toEqual(['elm', 'the name of a bush']);
});

test('of one name, jobs that were given up so many days ago go; others stay', async () => {
  for (const key of ['old', 'late', 'waiting']) await enqueueJob(db, 'fell', key, {});
  await enqueueJob(db, 'plant', 'old of another name', {});
  await db.execute(sql`UPDATE jobs SET dead_at = now() - interval '7 days 1 second' WHERE key LIKE 'old%'`);
  await db.execute(sql`UPDATE jobs SET dead_at = now() - interval '6 days 23 hours' WHERE key = 'late'`);
  await db.execute(sql`UPDATE jobs SET run_at = now() - interval '8 days' WHERE key = 'waiting'`);
  await dropDeadJobs(db, 'fell', { days: 7 });
  expect(await keys()).toEqual(['late', 'old of another name', 'waiting']);
});
