import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import postgres from 'postgres';
import { Arg, Ctx, Float, Mutation, Query, Resolver } from 'type-graphql';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../src/eventually.testing.ts';
import { connect } from '../src/data/database.ts';
import { type Context, createLogger, type Service, type SubgraphDefinition } from '../src/index.ts';
import { createServer } from '../src/subgraph/server.ts';
import { createTestDatabase } from '../src/testing.ts';
import { nobodyWaits, RequestWork } from '../src/graph/work.ts';
import { migrationsOf } from './migrations.ts';

const sleep = (seconds: number) => sql`SELECT pg_sleep(${seconds})`;
const record = (what: string) => sql`INSERT INTO done (what) VALUES (${what})`;

@Resolver()
class SleepResolver {
  @Query(() => String, { nullable: true })
  async sleep(@Ctx() { db }: Context, @Arg('seconds', () => Float) seconds: number): Promise<string> {
    await db.execute(sleep(seconds));
    await db.execute(record('after sleeping'));
    return 'awake';
  }

  @Query(() => String, { nullable: true })
  async quick(@Ctx() { db }: Context): Promise<string> {
    const [row] = await db.execute(sql`SELECT ${'quick'}::text AS answer`);
    return row!.answer as string;
  }

  @Mutation(() => String)
  async work(@Ctx() { db }: Context, @Arg('seconds', () => Float) seconds: number): Promise<string> {
    await db.execute(sleep(seconds));
    await db.execute(record('worked'));
    return 'worked';
  }
}

const definition: SubgraphDefinition = {
  name: 'sleepers',
  migrations: migrationsOf('CREATE TABLE done (what text)'),
  resolvers: [SleepResolver],
  loaders: () => ({}),
};
const database = await createTestDatabase(definition);
const connection = connect(database.url, { pool: 1, countStatements: true });
const service = {
  name: 'sleepers',
  db: connection.db,
  log: createLogger('sleepers', 'silent'),
  env: { LINKS: 'compiledQuery' },
} as Service;
const { app, postGraphql, stopGraph } = await createServer(definition, service, async () => ({
  service: 'gateway',
  viewer: null,
}));
let arrived = 0;
app.server.on('request', () => void arrived++);
await app.listen({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
const outside = postgres(database.url, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await app.close();
  await stopGraph();
  await outside.end();
  await connection.close();
  await database.drop();
});
beforeEach(async () => void (await outside`TRUNCATE done`));

const headers = { 'content-type': 'application/json' };
const ask = (query: string, init: RequestInit = {}) =>
  fetch(url, { method: 'POST', body: JSON.stringify({ query }), ...init, headers: { ...headers, ...init.headers } });
const answer = async (query: string, init?: RequestInit): Promise<any> => (await ask(query, init)).json();
const sleeping = async () =>
  (
    await outside`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%'`
  ).length;
const untilSleeping = (count: number) => eventually(async () => expect(await sleeping()).toBe(count));
const done = async () => (await outside`SELECT what FROM done`).map(({ what }) => what);

/** Leaves as soon as the statement runs. */
async function leaveWhile(query: string): Promise<void> {
  const client = new AbortController();
  const gone = expect(ask(query, { signal: client.signal })).rejects.toThrow('abort');
  await untilSleeping(1);
  client.abort();
  await gone;
}

test('the statement of a query whose client has left ends, nothing follows it, and its connection serves the next', async () => {
  for (const time of ['as usual', 'compiled', 'known by its text']) {
    await leaveWhile('{ sleep(seconds: 60) }');
    await untilSleeping(0);
    expect(await answer('{ quick }'), time).toEqual({ data: { quick: 'quick' } });
  }
  expect(await done()).toEqual([]);
});

test('a mutation whose client has left runs to its end', async () => {
  await leaveWhile('mutation { work(seconds: 0.5) }');
  await eventually(async () => expect(await done()).toEqual(['worked']));
});

test('a query ends at the deadline that came with it, and says so', async () => {
  const { data, errors } = await answer('{ sleep(seconds: 60) quick }', { headers: { 'x-deadline-ms': '300' } });
  expect(data.sleep).toBeNull();
  // on a busy machine the other field may be too late as well
  expect(errors).toContainEqual(
    expect.objectContaining({ path: ['sleep'], extensions: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }) }),
  );
  await untilSleeping(0);
  expect(await done()).toEqual([]);
});

test('a deadline is for queries alone, and a header that is none is none', async () => {
  const mutation = await answer('mutation { work(seconds: 0.2) }', { headers: { 'x-deadline-ms': '1' } });
  expect(mutation).toEqual({ data: { work: 'worked' } });
  for (const deadline of ['soon', '-1', '1e9', '99999999999'])
    expect(await answer('{ sleep(seconds: 0.05) }', { headers: { 'x-deadline-ms': deadline } })).toEqual({
      data: { sleep: 'awake' },
    });
});

test('within one process the deadline holds as well', async () => {
  const body = JSON.stringify({ query: '{ sleep(seconds: 0.001) }' });
  for (let time = 0; time < 3; time++) await ask('{ sleep(seconds: 0.001) }');
  expect((await postGraphql({}, body)).text).toBe('{"data":{"sleep":"awake"}}');
  expect(JSON.parse((await postGraphql({ 'x-deadline-ms': '0' }, body)).text)).toMatchObject({
    data: { sleep: null },
    errors: [{ path: ['sleep'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
});

test('a query that waits for a connection when its client leaves is never run', async () => {
  const first = new AbortController();
  const second = new AbortController();
  arrived = 0;
  const both = [first, second].map((client) =>
    expect(ask('{ sleep(seconds: 60) }', { signal: client.signal })).rejects.toThrow('abort'),
  );
  await eventually(() => expect(arrived).toBe(2));
  await untilSleeping(1);
  connection.statements.count = 0;
  second.abort();
  await both[1];
  first.abort();
  await both[0];
  expect(await answer('{ quick }')).toEqual({ data: { quick: 'quick' } });
  expect(connection.statements.count).toBe(1);
});

test('a client that leaves takes no statement of anybody else with it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      if (index % 2) return answer('{ a: quick b: quick c: quick }');
      const client = new AbortController();
      const gone = ask('{ sleep(seconds: 0.004) }', { signal: client.signal }).catch(() => {});
      setTimeout(() => client.abort(), index * 2);
      return gone;
    }),
  );
  const expected = { data: { a: 'quick', b: 'quick', c: 'quick' } };
  expect(answers.filter((_, index) => index % 2)).toEqual(Array(30).fill(expected));
});

test('mutations find a connection while slow queries hold all of theirs', async () => {
  const slow = new AbortController();
  const gone = expect(ask('{ sleep(seconds: 60) }', { signal: slow.signal })).rejects.toThrow('abort');
  await untilSleeping(1);
  expect(await answer('mutation { work(seconds: 0) }')).toEqual({ data: { work: 'worked' } });
  expect(await sleeping()).toBe(1);
  slow.abort();
  await gone;
});

test('a query that is stopped while its connection is being opened leaves a pool that works', async () => {
  for (let wait = 0; wait < 12; wait++) {
    const fresh = connect(database.url, { pool: 1 });
    const [left, next] = [new RequestWork(), new RequestWork()];
    left.isQuery = next.isQuery = true;
    const stopped = expect(left.run(async () => fresh.db.execute(sleep(60)))).rejects.toThrow();
    await delay(wait);
    left.stop(nobodyWaits());
    await stopped;
    expect([...(await next.run(async () => fresh.db.execute(sql`SELECT ${1}::int AS one`)))]).toEqual([{ one: 1 }]);
    await fresh.close();
  }
});

/** A pool of one connection through a proxy, which can refuse new connections and keep what cancels until it is let go. */
async function distantDatabase() {
  const { hostname, port } = new URL(database.url);
  const sockets: Socket[] = [];
  const kept: (() => void)[] = [];
  const proxy = createTcpServer((client) => {
    const server = connectTcp(Number(port), hostname);
    sockets.push(client, server);
    for (const socket of [client, server]) socket.on('error', () => {});
    server.pipe(client);
    client.once('data', (first: Buffer) => {
      const pass = () => {
        server.write(first);
        client.pipe(server);
      };
      if (first.readInt32BE(4) === CANCEL_REQUEST) kept.push(pass);
      else pass();
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = Object.assign(new URL(database.url), { port: String((proxy.address() as AddressInfo).port) });
  const { db, close } = connect(address.href, { pool: 1 });
  return {
    kept,
    refuse: () => void proxy.close(),
    /** Runs as a query of a request of its own. */
    ask(statement: SQL) {
      const work = new RequestWork();
      work.isQuery = true;
      return { rows: work.run(async () => [...(await db.execute(statement))]), leave: () => work.stop(nobodyWaits()) };
    },
    async close() {
      await close();
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
const CANCEL_REQUEST = 80_877_102;

test('a database that cannot be reached any more when a client leaves ends no process', async () => {
  const distant = await distantDatabase();
  const uncaught = vi.fn();
  process.on('unhandledRejection', uncaught);

  const { rows, leave } = distant.ask(sleep(1));
  const stopped = expect(rows).rejects.toThrow();
  await untilSleeping(1);
  distant.refuse();
  leave();
  await stopped;
  await delay(100);

  process.off('unhandledRejection', uncaught);
  expect(uncaught.mock.calls).toEqual([]);
  await distant.close();
});

test("a statement that is hit by what was to cancel another's before it is run again", async () => {
  const distant = await distantDatabase();
  const { rows, leave } = distant.ask(sleep(1));
  const stopped = expect(rows).rejects.toThrow();
  await untilSleeping(1);
  leave();
  await stopped;
  await eventually(() => expect(distant.kept.length).toBeGreaterThan(0));
  await untilSleeping(0); // it ended by itself, and now its connection runs this
  const next = distant.ask(sql`SELECT pg_sleep(${1})::text AS slept`);
  await untilSleeping(1);
  for (const letGo of distant.kept) letGo();

  expect(await next.rows).toEqual([{ slept: '' }]);
  await distant.close();
});
