import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger, inScope, startSignals } from '../../src/index.ts';
import { connect } from '../../src/data/database.ts';
import { openErrorSink } from '../../src/process/signals/sentry.ts';
import { openErrorReceiver } from '../../src/testing.ts';

let receiver: Awaited<ReturnType<typeof openErrorReceiver>>;
beforeEach(async () => {
  receiver = await openErrorReceiver();
});
afterEach(() => receiver.close());

const dsn = () => receiver.url.replace('http://', 'http://publickey@').concat('/7');
const log = createLogger('things', 'error', { write: () => {} });

/** What is reported of what `work` logs, all of it. */
async function reported(work: () => unknown, url = dsn()) {
  const environment = { ERROR_SINK_URL: url, RELEASE: 'v1.2.3', NODE_ENV: 'production' };
  const signals = await startSignals({ service: 'things', environment });
  await work();
  await signals.stop();
  return receiver.events;
}

test('an error that is logged arrives as an event: what, where, which release, which request', async () => {
  const scope = { requestId: 'request-1', traceId: 'trace-1', operation: 'TakeThings' };
  const [report, ...others] = await reported(() =>
    inScope(scope, () => log.error({ err: new TypeError('no such thing') }, 'an operation failed')),
  );
  expect(others).toEqual([]);
  expect(report!.path).toBe('/api/7/envelope/?sentry_version=7&sentry_key=publickey');
  expect(report!.event).toMatchObject({
    level: 'error',
    logger: 'things',
    release: 'v1.2.3',
    environment: 'production',
    transaction: 'TakeThings',
    tags: { task: 'an operation failed', service: 'things', request_id: 'request-1', trace_id: 'trace-1' },
    exception: { values: [{ type: 'TypeError', value: 'no such thing' }] },
  });
  const { frames } = report!.event.exception.values[0].stacktrace;
  expect(frames.at(-1).filename).toContain('errorSink.test.ts');
});

test('an address that is no DSN gets the envelopes as it is', async () => {
  const [report] = await reported(() => log.error({ err: new Error('broken') }, 'x'), `${receiver.url}/envelopes`);
  expect(report!.path).toBe('/envelopes');
});

test('warnings, and lines without an error, are nobody’s business', async () => {
  expect(
    await reported(() => {
      log.warn({ err: new Error('a dependency is away') }, 'x');
      log.error({ requestId: 'request-1' }, 'x');
    }),
  ).toEqual([]);
});

const SECRETS = [
  'grace@shop.example',
  'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  'sk_live_51H8xYzAbCdEfGhIjKlMnOp',
  '4242 4242 4242 4242',
  'correct horse',
  'hunter2',
];

test('no value leaves: not in messages, not in causes, not in what is logged beside the error', async () => {
  const [email, token, key, card, password, query] = SECRETS;
  const cause = new Error(`Bearer ${token} of <${email}> with ${key}`);
  const error = new Error(`Unexpected token in JSON: "${password}" ${card}\n    at ${email} (file:1:1)`, { cause });
  const reports = await reported(() => {
    log.error({ err: error, variables: { password }, headers: { cookie: token }, path: [email] }, 'x');
    log.error({ err: new Error(`GET https://things.example/x?password=${query}`) }, 'x');
    log.error({ err: { message: password } }, 'x');
    log.error({ err: password }, `failed for ${email}`);
  });
  expect(reports).toHaveLength(4);
  for (const secret of SECRETS) expect(reports.map(({ text }) => text).join()).not.toContain(secret);
});

test('of a failed statement code, table and constraint are told, never SQL or parameters', async () => {
  const { db, close } = connect(process.env.TEST_POSTGRES_URL!, { pool: 1 });
  const failing = async (query: ReturnType<typeof sql>) => {
    const error = await db.execute(query).catch((reason) => reason);
    log.error({ err: error }, 'an operation failed');
  };
  const reports = await reported(async () => {
    await failing(sql`SELECT ${'my secret'}::uuid`);
    await failing(sql`SELECT 1 FROM ${sql.raw('"my secret"')}`);
  });
  await close();
  expect(reports.map(({ event }) => event.exception.values.map(({ value }: any) => value))).toEqual([
    ['Postgres 22P02', 'A query failed'],
    ['Postgres 42P01', 'A query failed'],
  ]);
  expect(reports.map(({ text }) => text).join()).not.toMatch(/secret|SELECT/);
});

/** A sink without a process around it, for what it does over time. */
function openSink(url: string) {
  const sink = openErrorSink({ url, release: 'v1', environment: 'test' });
  const report = (message: string) =>
    sink.report({ level: 'error', service: 'things', message: 'x', error: new Error(message), scope: {} });
  return { report, sent: () => sink.flush(5_000) };
}

test('of many errors within a minute sixty are reported', async () => {
  const { report, sent } = openSink(receiver.url);
  for (let round = 0; round < 10; round++) {
    for (let number = 0; number < 10; number++) report('again');
    await sent();
  }
  expect(receiver.events).toHaveLength(60);
});

test('a server that does not answer keeps no more than thirty-two reports waiting', async () => {
  const silent = await openErrorReceiver({ answers: false });
  const { report } = openSink(silent.url);
  for (let number = 0; number < 50; number++) report('again');
  while (silent.events.length < 32) await new Promise((done) => setTimeout(done, 10));
  await new Promise((done) => setTimeout(done, 100));
  expect(silent.events).toHaveLength(32);
  await silent.close();
});

test('a server that asks for rest gets it', async () => {
  const tired = await openErrorReceiver({ status: 429, headers: { 'retry-after': '60' } });
  const { report, sent } = openSink(tired.url);
  for (const message of ['first', 'second']) {
    report(message);
    await sent();
  }
  expect(tired.events.map(({ event }) => event.exception.values[0].value)).toEqual(['first']);
  await tired.close();
});

test('a sink that is away breaks nothing', async () => {
  await reported(() => log.error({ err: new Error('broken') }, 'x'), 'http://key@127.0.0.1:1/7');
  expect(receiver.events).toEqual([]);
});

test('an error that nobody catches is reported before it ends the process', async () => {
  for (const way of ['throw', 'reject']) {
    const program = promisify(execFile)('tsx', [`${import.meta.dirname}/uncaught.program.ts`, dsn(), way]);
    expect(await program.catch(({ code }) => code)).toBe(1);
  }
  expect(receiver.events.map(({ event }) => [event.level, event.exception.values[0].value])).toEqual([
    ['fatal', 'nobody catches this: throw'],
    ['fatal', 'nobody catches this: reject'],
  ]);
});
