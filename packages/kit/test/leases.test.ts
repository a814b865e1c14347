import { randomUUID } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../src/eventually.testing.ts';
import { handleDeadLetters } from '../src/messaging/deadLetters.ts';
import { enqueueJob, type JobHandler, type Service } from '../src/index.ts';
import { runDueJobs, schedulePeriodicJobs } from '../src/messaging/jobs.ts';
import { backoffInSeconds, claimDue, errorText, keepLease, type LeasedRow } from '../src/data/lease.ts';
import { testSubgraph } from '../src/testing.ts';
import { bareSubgraph, whileTheClockStands } from './bare.ts';

const definition = bareSubgraph('leases');
const shop = await testSubgraph(definition);
const { db, service } = shop;
afterAll(() => shop.stop());
beforeEach(async () => void (await db.execute(sql`TRUNCATE jobs`)));
afterEach(() => void vi.restoreAllMocks());

const table = sql`jobs`;
const open = sql`dead_at IS NULL`;
const claim = (at: Pick<Service, 'db'>, limit = 10) => claimDue<LeasedRow & { key: string }>(at.db, table, limit, open);
const jobs = (handler: JobHandler) => ({ jobs: { work: handler }, every: {} });
const SUCCEEDS: JobHandler = async () => {};
const FAILS: JobHandler = async () => {
  throw new Error('not today');
};
const rows = async (at: Pick<Service, 'db'> = service): Promise<any[]> => [
  ...(await at.db.execute(sql`
    SELECT name, key, payload, generation, attempts, claim, last_error, dead_at IS NOT NULL AS dead,
      extract(epoch FROM run_at - now())::float8 AS "in", extract(epoch FROM lease_until - now())::float8 AS "leasedFor" FROM jobs ORDER BY id`)),
];
const insert = (
  at: Pick<Service, 'db'>,
  key: string,
  { name = 'work', set = sql`run_at = now()` }: { name?: string; set?: SQL } = {},
) =>
  at.db
    .execute(sql`INSERT INTO jobs (name, key, payload) VALUES (${name}, ${key}, '{}')`)
    .then(() => at.db.execute(sql`UPDATE jobs SET ${set} WHERE key = ${key}`));

test('a job is due at its time and not before, unless it is dead', () =>
  whileTheClockStands(service, async (at) => {
    await insert(at, 'now');
    await insert(at, 'soon', { set: sql`run_at = now() + interval '1 microsecond'` });
    await insert(at, 'dead', { set: sql`dead_at = now()` });
    expect((await claim(at)).map(({ key }) => key)).toEqual(['now']);
  }));

test('a lease is for twelve seconds, counts the attempt, and passes on after its end and not before', () =>
  whileTheClockStands(service, async (at) => {
    await insert(at, 'a', { set: sql`attempts = 3` });
    const [first] = await claim(at);
    expect(await rows(at)).toMatchObject([{ attempts: 4, claim: first!.claim, leasedFor: 12 }]);
    expect(await claim(at)).toEqual([]);
    await at.db.execute(sql`UPDATE jobs SET lease_until = now()`);
    expect(await claim(at)).toEqual([]);
    await at.db.execute(sql`UPDATE jobs SET lease_until = now() - interval '1 microsecond'`);
    const [second] = await claim(at);
    expect(second).toMatchObject({ key: 'a', attempts: 5 });
    expect(second!.claim).not.toBe(first!.claim);
  }));

test('what has been due for longest is taken first, in the order of its coming, and no more than asked for', () =>
  whileTheClockStands(service, async (at) => {
    for (const key of ['b', 'c', 'd']) await insert(at, key);
    await insert(at, 'a', { set: sql`run_at = now() - interval '1 second'` });
    const taken = [];
    for (const limit of [1, 2, 10]) taken.push((await claim(at, limit)).map(({ key }) => key).sort());
    expect(taken).toEqual([['a'], ['b', 'c'], ['d']]);
  }));

test('two workers at once never take the same', async () => {
  for (let key = 0; key < 20; key++) await insert(service, `job ${key}`);
  const taken = (await Promise.all(Array.from({ length: 8 }, () => claim(service, 5)))).flat().map(({ key }) => key);
  while (taken.length < 20) taken.push(...(await claim(service, 5)).map(({ key }) => key));
  expect(new Set(taken).size).toBe(20);
  expect(taken).toHaveLength(20);
});

test('what another worker is just taking is passed over and not waited for', async () => {
  for (const key of ['a', 'b', 'c']) await insert(service, key);
  const keys = (taken: { key: string }[]) => taken.map(({ key }) => key).sort();
  await db.transaction(async (tx) => {
    const one = { db: tx as unknown as Service['db'] };
    expect(keys(await claim(one, 2))).toEqual(['a', 'b']);
    expect(keys(await claim(service))).toEqual(['c']);
  });
});

/** A handler that stops in the middle until it is let go. */
function halting(finish: JobHandler) {
  const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let runs = 0;
  const handler: JobHandler = async (...args) => {
    runs++;
    begun.resolve();
    await go.promise;
    return finish(...args);
  };
  return { handler, begun: begun.promise, go: go.resolve, runs: () => runs };
}

test('a job that runs longer than its lease keeps it, so that nobody else runs it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    await enqueueJob(db, 'work', 'long', {});
    const { handler, begun, go, runs } = halting(SUCCEEDS);
    const running = runDueJobs(service, jobs(handler));
    await begun;
    await db.execute(sql`UPDATE jobs SET lease_until = now() + interval '1 second'`);
    vi.advanceTimersByTime(3_999);
    vi.advanceTimersByTime(1);
    await eventually(async () => expect((await rows())[0].leasedFor).toBeGreaterThan(5));
    expect((await rows())[0].leasedFor).toBeLessThanOrEqual(12);
    expect(await runDueJobs(service, jobs(handler))).toBe(0);
    go();
    await running;
    expect([runs(), await rows(), vi.getTimerCount()]).toEqual([1, [], 0]);
  } finally {
    vi.useRealTimers();
  }
});

test('who has lost a claim does not prolong the lease of the next', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const said = vi.spyOn(db, 'execute');
  try {
    await insert(service, 'lost', { set: sql`claim = ${randomUUID()}::uuid, lease_until = now() - interval '1 hour'` });
    const [{ id }] = (await db.execute(sql`SELECT id FROM jobs`)) as unknown as [{ id: string }];
    {
      using _lease = keepLease(db, table, { id, claim: randomUUID(), attempts: 1 });
      said.mockClear();
      vi.advanceTimersByTime(4_000);
      expect(said).toHaveBeenCalledTimes(1);
      await said.mock.results[0]!.value;
    }
    expect((await rows())[0].leasedFor).toBeLessThan(-3_000);
  } finally {
    vi.useRealTimers();
  }
});

test.for([
  ['is done', SUCCEEDS],
  ['wants to run again', async () => ({ runAgainInSeconds: 60 })],
  ['fails', FAILS],
] as [string, JobHandler][])('a job that %s after its claim was taken over changes nothing', async ([, finish]) => {
  await enqueueJob(db, 'work', 'taken over', {});
  const { handler, begun, go } = halting(finish);
  const running = runDueJobs(service, jobs(handler));
  await begun;
  const other = randomUUID();
  await db.execute(
    sql`UPDATE jobs SET claim = ${other}::uuid, lease_until = now() + interval '1 minute', attempts = 7`,
  );
  const before = await db.execute(sql`SELECT * FROM jobs`);
  go();
  await running;
  expect(await db.execute(sql`SELECT * FROM jobs`)).toEqual(before);
  expect(before).toMatchObject([{ claim: other, attempts: 7 }]);
});

test.for([
  ['done', SUCCEEDS],
  ['to run again in an hour', async () => ({ runAgainInSeconds: 3_600 })],
] as [string, JobHandler][])(
  'a job that is enqueued while it runs runs once more, although it is %s',
  async ([, finish]) => {
    await enqueueJob(db, 'work', 'twice', { says: 'first' });
    const { handler, begun, go } = halting(finish);
    const running = runDueJobs(service, jobs(handler));
    await begun;
    await enqueueJob(db, 'work', 'twice', { says: 'second' });
    go();
    await running;
    expect(await rows()).toMatchObject([{ payload: { says: 'second' }, generation: 1, claim: null, leasedFor: null }]);

    const payloads: unknown[] = [];
    await runDueJobs(
      service,
      jobs(async (_, payload) => void payloads.push(payload)),
    );
    expect([payloads, await rows()]).toEqual([[{ says: 'second' }], []]);
  },
);

test('a job that wants to run again does so after the time that it says, with its attempts counted anew', () =>
  whileTheClockStands(service, async (at) => {
    await insert(at, 'again', { set: sql`attempts = 5` });
    await runDueJobs(
      at,
      jobs(async () => ({ runAgainInSeconds: 90 })),
    );
    expect(await rows(at)).toMatchObject([{ in: 90, attempts: 0, claim: null, leasedFor: null, dead: false }]);
  }));

test('enqueueing again moves a job earlier and never later, with the new payload, its attempts counted anew', () =>
  whileTheClockStands(service, async (at) => {
    const jobAfter = async (delaySeconds: number) => {
      await at.db.execute(sql`UPDATE jobs SET attempts = 9`);
      await enqueueJob(at.db, 'work', 'moved', { delaySeconds }, { delaySeconds });
      const [{ in: seconds, payload, attempts, generation }] = await rows(at);
      return [seconds, payload.delaySeconds, attempts, generation];
    };
    expect(await jobAfter(60)).toEqual([60, 60, 0, 0]);
    expect(await jobAfter(90)).toEqual([60, 90, 0, 1]);
    expect(await jobAfter(30)).toEqual([30, 30, 0, 2]);
  }));

test('a dead job that is enqueued lives again, at the time that is asked for', () =>
  whileTheClockStands(service, async (at) => {
    await insert(at, 'dead', { set: sql`dead_at = now(), attempts = 20, run_at = now() - interval '1 day'` });
    await enqueueJob(at.db, 'work', 'dead', {}, { delaySeconds: 60 });
    expect(await rows(at)).toMatchObject([{ in: 60, attempts: 0, dead: false }]);
  }));

test('jobs of one name with other keys, and of one key with other names, are others', async () => {
  for (const [name, key] of [
    ['work', 'a'],
    ['work', 'b'],
    ['rest', 'a'],
  ] as const)
    await enqueueJob(db, name, key, {});
  expect((await rows()).map(({ name, key }) => `${name} ${key}`)).toEqual(['work a', 'work b', 'rest a']);
});

test('pauses double from 0.2 s to 60 s, with half of them as jitter', () => {
  const pausesAt = (chance: number) => {
    vi.spyOn(Math, 'random').mockReturnValue(chance);
    return [1, 2, 9, 10, 40].map((attempts) => Number(backoffInSeconds(attempts).toFixed(3)));
  };
  expect(pausesAt(0.5)).toEqual([0.2, 0.4, 51.2, 60, 60]);
  expect(pausesAt(0)).toEqual([0.1, 0.2, 25.6, 30, 30]);
  expect(pausesAt(1)).toEqual([0.3, 0.6, 76.8, 90, 90]);
});

test('a job that fails waits as long as its attempts say, and is given up at the twentieth', () =>
  whileTheClockStands(service, async (at) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const failAfter = async (attempts: number) => {
      await insert(at, String(attempts), { set: sql`attempts = ${attempts}, run_at = now()` });
      await runDueJobs(at, jobs(FAILS));
      const row = (await rows(at)).find(({ key }) => key === String(attempts));
      return [row.attempts, row.in, row.dead, row.claim, row.leasedFor, row.last_error];
    };
    expect(await failAfter(0)).toEqual([1, 0.2, false, null, null, 'Error: not today']);
    expect(await failAfter(4)).toEqual([5, 3.2, false, null, null, 'Error: not today']);
    expect(await failAfter(18)).toEqual([19, 60, false, null, null, 'Error: not today']);
    expect(await failAfter(19)).toEqual([20, 60, true, null, null, 'Error: not today']);
  }));

test('each failure of a job is in the log with its cause, and that it was given up as an error', () =>
  whileTheClockStands(service, async (at) => {
    const said = {
      warn: vi.spyOn(at.log, 'warn').mockReturnValue(),
      error: vi.spyOn(at.log, 'error').mockReturnValue(),
    };
    for (const attempts of [18, 19]) {
      await insert(at, `after ${attempts}`, { set: sql`attempts = ${attempts}, run_at = now()` });
      await runDueJobs(at, jobs(FAILS));
    }
    const about = { err: expect.objectContaining({ message: 'not today' }), job: 'work' };
    expect(said.warn.mock.calls).toEqual([[{ ...about, key: 'after 18', attempts: 19 }, 'a job failed']]);
    expect(said.error.mock.calls).toEqual([[{ ...about, key: 'after 19', attempts: 20 }, 'a job is given up']]);
  }));

test('a job that nobody here knows fails and says so', () =>
  whileTheClockStands(service, async (at) => {
    await insert(at, 'x', { name: 'unknown' });
    await runDueJobs(at, jobs(SUCCEEDS));
    expect(await rows(at)).toMatchObject([{ attempts: 1, last_error: 'Error: No handler for the job unknown' }]);
  }));

test('a periodic job runs again after its seconds, is never given up, and whoever boots wants it run at once', () =>
  whileTheClockStands(service, async (at) => {
    let fails = false;
    const run = async () => {
      if (fails) throw new Error('not now');
    };
    const every = { tidy: { seconds: 300, run } };
    await schedulePeriodicJobs(at.db, every);
    expect(await runDueJobs(at, { jobs: {}, every })).toBe(1);
    expect(await rows(at)).toMatchObject([{ name: 'tidy', key: 'every', in: 300, attempts: 0, claim: null }]);

    fails = true;
    await schedulePeriodicJobs(at.db, every);
    await at.db.execute(sql`UPDATE jobs SET attempts = 50`);
    expect(await runDueJobs(at, { jobs: {}, every })).toBe(1);
    expect(await rows(at)).toMatchObject([{ attempts: 51, dead: false, last_error: 'Error: not now' }]);
    expect((await rows(at))[0].in).toBeLessThanOrEqual(90);
    await at.db.execute(sql`UPDATE jobs SET run_at = now() - interval '1 hour'`);
    await schedulePeriodicJobs(at.db, every);
    expect(await rows(at)).toMatchObject([{ in: -3_600 }]);
  }));

test('a job that has the name of a periodic one is not run as it, and does not run again', () =>
  whileTheClockStands(service, async (at) => {
    const ran: string[] = [];
    await insert(at, 'one', { name: 'tidy' });
    await runDueJobs(at, {
      jobs: { tidy: async () => void ran.push('the job') },
      every: { tidy: { seconds: 300, run: async () => ran.push('the periodic one') } },
    });
    expect([ran, await rows(at)]).toEqual([['the job'], []]);
  }));

test('a redrive takes what is dead and nothing else: at once, with attempts counted anew', () =>
  whileTheClockStands(service, async (at) => {
    await insert(at, 'dead', {
      set: sql`dead_at = now(), attempts = 20, run_at = now() + interval '1 hour', claim = ${randomUUID()}::uuid, lease_until = now() + interval '1 hour'`,
    });
    await insert(at, 'later', { set: sql`attempts = 3, run_at = now() + interval '1 hour'` });
    await at.db.execute(sql`TRUNCATE outbox`);
    for (const [type, set] of [
      ['Dead', sql`dead_at = now(), attempts = 40, run_at = now() + interval '1 hour'`],
      ['Sent', sql`sent_at = now(), attempts = 1`],
    ] as const)
      await at.db
        .execute(
          sql`INSERT INTO outbox (event_id, type, subscriber, payload) VALUES (gen_random_uuid(), ${type}, 'x', '{}')`,
        )
        .then(() => at.db.execute(sql`UPDATE outbox SET ${set} WHERE type = ${type}`));

    expect(await handleDeadLetters.redrive!.run(at, {})).toEqual({ redriven: 2 });

    expect(await rows(at)).toMatchObject([
      { key: 'dead', attempts: 0, in: 0, dead: false, claim: null, leasedFor: null },
      { key: 'later', attempts: 3, in: 3_600 },
    ]);
    const outbox = await at.db.execute(
      sql`SELECT type, attempts, run_at = now() AS due, dead_at, sent_at IS NOT NULL AS sent FROM outbox ORDER BY id`,
    );
    expect([...outbox]).toEqual([
      { type: 'Dead', attempts: 0, due: true, dead_at: null, sent: false },
      { type: 'Sent', attempts: 1, due: expect.any(Boolean), dead_at: null, sent: true },
    ]);
    expect((await claim(at)).map(({ key }) => key)).toEqual(['dead']);
  }));

test('dead letters are told in the order of their end, jobs and events alike', () =>
  whileTheClockStands(service, async (at) => {
    await at.db.execute(sql`TRUNCATE outbox`);
    await insert(at, 'second', { set: sql`dead_at = now() - interval '2 hours', attempts = 20, last_error = 'why'` });
    await insert(at, 'living');
    await at.db.execute(sql`INSERT INTO outbox (event_id, type, subscriber, payload, attempts, dead_at)
      VALUES (gen_random_uuid(), 'First', 'x', '{}', 40, now() - interval '3 hours'), (gen_random_uuid(), 'Third', 'x', '{}', 41, now()),
        (gen_random_uuid(), 'Living', 'x', '{}', 1, NULL)`);
    const { letters } = (await handleDeadLetters.deadLetters!.run(at, {})) as { letters: any[] };
    expect(
      letters.map(({ what, name, about, attempts, lastError }) => [what, name, about, attempts, lastError]),
    ).toEqual([
      ['event', 'First', 'x', 40, null],
      ['job', 'work', 'second', 20, 'why'],
      ['event', 'Third', 'x', 41, null],
    ]);
  }));

test('what is kept of an error is short text that Postgres takes', () => {
  expect(errorText(new TypeError('a\0b'))).toBe('TypeError: ab');
  expect(errorText('plain')).toBe('plain');
  expect(errorText(new Error('no answer', { cause: new Error('HTTP 422') }))).toBe('Error: no answer (HTTP 422)');
  expect(errorText('x'.repeat(600))).toBe('x'.repeat(500));
});
