import { randomUUID } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../src/eventually.testing.ts';
import { z } from 'zod';
import { connect } from '../src/data/database.ts';
import { WAKE_CHANNEL } from '../src/messaging/events.ts';
import {
  contract,
  type DomainEvent,
  enqueueJob,
  event,
  on,
  publish,
  type Service,
  type SubgraphDefinition,
} from '../src/index.ts';
import { relayOutbox } from '../src/messaging/relay.ts';
import { testSubgraph } from '../src/testing.ts';
import { startWorker } from '../src/messaging/worker.ts';
import { bareSubgraph, whileTheClockStands } from './bare.ts';

/** What the handler does after half of its work. */
let halfway = async (): Promise<void> => {};
const thing = z.object({ thing: z.string().default('ring') });
const { ThingMade, ThingForgotten, ThingLocked } = contract('events', {
  events: {
    ThingMade: event(thing, { to: ['carts', 'orders'] }),
    ThingForgotten: event(thing, { to: [] }),
    ThingLocked: event(thing.extend({ key: z.string() }), { to: ['carts', 'orders'], secrets: ['key'] }),
  },
  commands: {},
});
const definition: SubgraphDefinition = {
  ...bareSubgraph('events', 'CREATE TABLE effects (what text)'),
  on: [
    on(ThingMade, async (tx, { thing }) => {
      await tx.execute(sql`INSERT INTO effects VALUES (${`first half of ${thing}`})`);
      await publish(tx, ThingMade, { thing: `after ${thing}` });
      await enqueueJob(tx, 'polish', thing, {});
      await halfway();
      await tx.execute(sql`INSERT INTO effects VALUES (${`second half of ${thing}`})`);
    }),
  ],
};
const shop = await testSubgraph(definition);
const { db, service } = shop;
afterAll(() => shop.stop());
beforeEach(async () => void (await db.execute(sql`TRUNCATE outbox, inbox, jobs, effects`)));
afterEach(() => {
  halfway = async () => {};
  vi.restoreAllMocks();
});

const all = async (query: SQL): Promise<any[]> => [...(await db.execute(query))];
const inbox = () => all(sql`SELECT event_id AS id, type FROM inbox`);
const effects = async () => (await all(sql`SELECT what FROM effects`)).map(({ what }) => what);
const left = async () => ({
  effects: await effects(),
  inbox: (await inbox()).length,
  outbox: (await shop.published()).length,
  jobs: (await all(sql`SELECT 1 FROM jobs`)).length,
});
const NOTHING = { effects: [], inbox: 0, outbox: 0, jobs: 0 };
const APPLIED = { effects: ['first half of ring', 'second half of ring'], inbox: 1, outbox: 2, jobs: 1 };

test('an event whose handler fails after half of its work leaves nothing, and is applied once when it comes again', async () => {
  const id = randomUUID();
  halfway = async () => {
    throw new Error('half is done');
  };
  for (let time = 0; time < 2; time++)
    await expect(shop.deliver('ThingMade', { thing: 'ring' }, id)).rejects.toThrow('half is done');
  expect(await left()).toEqual(NOTHING);

  halfway = async () => {};
  expect(await shop.deliver('ThingMade', { thing: 'ring' }, id)).toBe('applied');
  expect(await shop.deliver('ThingMade', { thing: 'ring' }, id)).toBe('repeated');
  expect(await left()).toEqual(APPLIED);
  expect(await inbox()).toEqual([{ id, type: 'ThingMade' }]);
});

test('an event that comes twice at once is applied once; when the first fails the second is', async () => {
  const id = randomUUID();
  const twice = () => Promise.allSettled([1, 2].map(() => shop.deliver('ThingMade', { thing: 'ring' }, id)));
  let first = true;
  halfway = async () => {
    if (!first) return;
    first = false;
    throw new Error('half is done');
  };
  const outcomes = (await twice()).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message));
  expect(outcomes.sort()).toEqual(['applied', 'half is done']);
  expect(await left()).toEqual(APPLIED);
  const again = (await twice()).map((one) => one.status === 'fulfilled' && one.value);
  expect(again).toEqual(['repeated', 'repeated']);
  expect(await left()).toEqual(APPLIED);
});

test('two events of one kind are two; one that nobody knows here is refused and leaves nothing', async () => {
  for (const thing of ['ring', 'chain']) expect(await shop.deliver('ThingMade', { thing })).toBe('applied');
  expect((await effects()).sort()).toEqual([
    'first half of chain',
    'first half of ring',
    'second half of chain',
    'second half of ring',
  ]);
  await db.execute(sql`TRUNCATE outbox, inbox, jobs, effects`);
  await expect(shop.deliver('Unknown', {})).rejects.toThrow('No version 1 of Unknown is known here');
  expect(await left()).toEqual(NOTHING);
});

test('an event is one for all who subscribe; one that is not as declared is refused, and one for nobody is not kept', async () => {
  await publish(db, ThingMade, { thing: 'ring' });
  const rows = await all(
    sql`SELECT event_id, type, version, subscriber, payload, attempts FROM outbox ORDER BY subscriber`,
  );
  const { event_id } = rows[0];
  const row = { event_id, type: 'ThingMade', version: 1, payload: { thing: 'ring' }, attempts: 0 };
  expect(rows).toEqual([
    { ...row, subscriber: 'carts' },
    { ...row, subscriber: 'orders' },
  ]);
  await expect(publish(db, ThingMade, { thing: 7 as never })).rejects.toThrow('expected string');
  await publish(db, ThingForgotten, {});
  expect(await shop.published()).toHaveLength(2);
});

test('a secret is sent to whoever subscribes, and stays in the outbox no longer than that', async () => {
  await publish(db, ThingLocked, { thing: 'chest', key: 'open sesame' });
  const received: unknown[] = [];
  await relayOutbox(service, async (subscriber, { payload }) => {
    if (subscriber === 'orders') throw new Error('is away');
    received.push(payload);
  });
  expect(received).toEqual([{ thing: 'chest', key: 'open sesame' }]);
  expect(await shop.published()).toEqual([
    { type: 'ThingLocked', subscriber: 'carts', payload: { thing: 'chest' } },
    { type: 'ThingLocked', subscriber: 'orders', payload: { thing: 'chest', key: 'open sesame' } },
  ]);
});

test('what a transaction leaves to do wakes the workers when it commits, and what is for later does not', async () => {
  const heard: string[] = [];
  const { client, close } = connect(shop.url, { pool: 1 });
  await client.listen(WAKE_CHANNEL, (what) => void heard.push(what));
  const lost = db.transaction(async (tx) => {
    await publish(tx, ThingMade, {});
    throw new Error('rolled back');
  });
  await expect(lost).rejects.toThrow('rolled back');
  await enqueueJob(db, 'polish', 'later', {}, { delaySeconds: 1 });
  await publish(db, ThingMade, {});
  await enqueueJob(db, 'polish', 'now', {});
  await eventually(() => expect(heard).toEqual(['outbox', 'jobs']));
  await close();
});

const outbox = async (at: Service): Promise<any[]> => [
  ...(await at.db.execute(sql`
    SELECT subscriber, attempts, claim, lease_until AS lease, last_error AS error, dead_at IS NOT NULL AS dead,
      sent_at = now() AS sent, extract(epoch FROM run_at - now())::float8 AS "in" FROM outbox ORDER BY subscriber`)),
];
const fails = async () => {
  throw new Error('nobody there');
};

test('what is delivered is sent; what is not waits as long as its attempts say, whatever becomes of the others', () =>
  whileTheClockStands(service, async (at) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    await publish(at.db, ThingMade, { thing: 'ring' });
    await at.db.execute(sql`UPDATE outbox SET attempts = 4, occurred_at = '2026-01-02T03:04:05Z'`);
    const [{ event_id }] = (await at.db.execute(sql`SELECT event_id FROM outbox`)) as unknown as {
      event_id: string;
    }[] as any;
    const delivered: DomainEvent[] = [];
    const deliver = async (subscriber: string, event: DomainEvent) => {
      if (subscriber === 'carts') await fails();
      delivered.push(event);
    };
    expect(await relayOutbox(at, deliver)).toBe(2);
    expect(delivered).toEqual([
      {
        id: event_id,
        type: 'ThingMade',
        version: 1,
        payload: { thing: 'ring' },
        occurredAt: '2026-01-02T03:04:05.000Z',
      },
    ]);
    expect(await outbox(at)).toMatchObject([
      {
        subscriber: 'carts',
        attempts: 5,
        claim: null,
        lease: null,
        error: 'Error: nobody there',
        dead: false,
        sent: null,
        in: 3.2,
      },
      { subscriber: 'orders', attempts: 5, claim: null, lease: null, error: null, dead: false, sent: true },
    ]);
    expect(await relayOutbox(at, deliver)).toBe(0);
    await at.db.execute(sql`UPDATE outbox SET run_at = now()`);
    expect(await relayOutbox(at, async (subscriber) => expect(subscriber).toBe('carts'))).toBe(1);
    expect((await outbox(at)).map(({ sent, error }) => [sent, error])).toEqual([
      [true, expect.any(String)],
      [true, null],
    ]);
  }));

test('an event is given up at the fortieth attempt and then left alone', () =>
  whileTheClockStands(service, async (at) => {
    await publish(at.db, ThingMade, {});
    await at.db.execute(sql`DELETE FROM outbox WHERE subscriber = 'orders'`);
    const deadAfter = async (attempts: number) => {
      await at.db.execute(sql`UPDATE outbox SET attempts = ${attempts}, run_at = now()`);
      await relayOutbox(at, fails);
      const [row] = await outbox(at);
      return [row.attempts, row.dead];
    };
    expect(await deadAfter(38)).toEqual([39, false]);
    expect(await deadAfter(39)).toEqual([40, true]);
    await at.db.execute(sql`UPDATE outbox SET run_at = now()`);
    expect(await relayOutbox(at, fails)).toBe(0);
  }));

test.for([
  ['is delivered', async () => {}],
  ['is not', fails],
] as [string, () => Promise<void>][])(
  'an event that %s after its claim was taken over leaves the row as it is',
  async ([, finish]) => {
    await publish(db, ThingMade, {});
    const other = randomUUID();
    let before: unknown[] = [];
    const takeOver = db.execute.bind(db);
    let taken: Promise<void> | undefined;
    await relayOutbox(service, async () => {
      taken ??= takeOver(sql`UPDATE outbox SET claim = ${other}::uuid, lease_until = now() + interval '1 minute'`).then(
        async () => {
          before = await all(sql`SELECT * FROM outbox ORDER BY id`);
        },
      );
      await taken;
      await finish();
    });
    expect(before).toMatchObject([{ claim: other }, { claim: other }]);
    expect(await all(sql`SELECT * FROM outbox ORDER BY id`)).toEqual(before);
  },
);

test('a worker sends what is published and runs what is enqueued, and nothing more once it is stopped', async () => {
  const connection = connect(shop.url, { pool: 4 });
  const [delivered, ran]: [string[], string[]] = [[], []];
  const messenger = { command: fails, deliver: async (to: string) => void delivered.push(to), close: async () => {} };
  const jobs = { polish: async (_: Service, { thing }: { thing: string }) => void ran.push(thing) };
  const mine = { ...service, db: connection.db };
  const worker = await startWorker({ ...definition, jobs }, mine, connection, messenger);
  await publish(db, ThingMade, {});
  await enqueueJob(db, 'polish', 'a', { thing: 'ring' });
  await eventually(() => expect([[...delivered].sort(), ran]).toEqual([['carts', 'orders'], ['ring']]));
  await worker.stop();
  await enqueueJob(db, 'polish', 'b', { thing: 'chain' });
  expect(await all(sql`SELECT attempts FROM jobs WHERE name = 'polish'`)).toEqual([{ attempts: 0 }]);
  expect(ran).toEqual(['ring']);
  await connection.close();
});
