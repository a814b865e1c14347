import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { contract, event, on, type Service } from '../src/index.ts';
import { connect } from '../src/data/database.ts';
import { receiveEvent } from '../src/messaging/events.ts';
import { pruneMessages } from '../src/messaging/prune.ts';
import { startWorker } from '../src/messaging/worker.ts';
import { testSubgraph, until } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const woods = contract('woods', {
  events: { TreeFelled: event(z.object({}), { to: ['prune'] }) },
  commands: {},
});
let felled = 0;
const subscription = on(woods.TreeFelled, async () => felled++);
const shop = await testSubgraph({ ...bareSubgraph('prune'), on: [subscription] });
const service: Service = { ...shop.service, env: { ...shop.service.env, MESSAGES_KEPT_DAYS: 7 } };
const { db } = service;
afterAll(() => shop.stop());
beforeEach(async () => {
  await db.execute(sql`TRUNCATE outbox, inbox`);
  felled = 0;
});

const left = async (table: 'outbox' | 'inbox') =>
  [...(await db.execute(sql`SELECT type FROM ${sql.identifier(table)} ORDER BY type`))].map(({ type }) => type);

test('what was sent more than some days ago goes; what is younger, on its way or given up stays', async () => {
  await db.execute(sql`
    INSERT INTO outbox (event_id, type, subscriber, payload, occurred_at, sent_at, dead_at)
    SELECT gen_random_uuid(), type, 'carts', '{}', now() - interval '30 days', now() - sent, now() - dead FROM (VALUES
      ('long ago', interval '7 days 1 second', NULL::interval),
      ('lately', interval '6 days 23 hours', NULL),
      ('not sent', NULL, NULL),
      ('given up', NULL, interval '20 days')) AS rows (type, sent, dead)`);
  await pruneMessages.run(service);
  expect(await left('outbox')).toEqual(['given up', 'lately', 'not sent']);
});

test('the mark of an event goes after as many days, and not before', async () => {
  await db.execute(sql`
    INSERT INTO inbox (event_id, type, received_at) VALUES
      (gen_random_uuid(), 'long ago', now() - interval '7 days 1 second'),
      (gen_random_uuid(), 'lately', now() - interval '6 days 23 hours')`);
  await pruneMessages.run(service);
  expect(await left('inbox')).toEqual(['lately']);
});

test('more than a page goes at once, behind what stays', async () => {
  await db.execute(sql`
    INSERT INTO outbox (event_id, type, subscriber, payload, sent_at)
    SELECT gen_random_uuid(), 'old', 'carts', '{}', CASE WHEN number > 10 THEN now() - interval '8 days' END FROM generate_series(1, 2510) AS number`);
  await db.execute(sql`
    INSERT INTO inbox (event_id, type, received_at)
    SELECT gen_random_uuid(), 'old', now() - interval '8 days' FROM generate_series(1, 2500)`);
  await pruneMessages.run(service);
  expect([await left('outbox'), await left('inbox')]).toEqual([Array(10).fill('old'), []]);
});

test('an event that is older than its mark would be is refused, so that none is applied twice', async () => {
  const arrives = (days: number, id: string = randomUUID()) =>
    receiveEvent(
      service,
      [subscription],
      {
        id,
        type: 'TreeFelled',
        version: 1,
        payload: {},
        occurredAt: new Date(Date.now() - days * 24 * 3_600_000 - 1_000).toISOString(),
      },
      'woods',
    );
  await expect(arrives(7)).rejects.toThrow('This TreeFelled is older than 7 days: it may have been applied');
  expect(await left('inbox')).toEqual([]);
  const id = randomUUID();
  expect([await arrives(6, id), await arrives(6, id), felled]).toEqual(['applied', 'repeated', 1]);
});

test('every subgraph looks after its messages by itself', async () => {
  const connection = connect(shop.url, { pool: 2 });
  await db.execute(sql`
    INSERT INTO outbox (event_id, type, subscriber, payload, sent_at) VALUES (gen_random_uuid(), 'old', 'carts', '{}', now() - interval '8 days')`);
  const worker = await startWorker({}, service, connection, {
    deliver: async () => {},
    command: async () => null,
    close: async () => {},
  });
  await until(
    () => left('outbox'),
    (rows) => rows.length === 0,
  );
  await worker.stop();
  await connection.close();
});
