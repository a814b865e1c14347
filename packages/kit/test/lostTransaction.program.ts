/** For lostConnection.test.ts: a process that loses its connections in the middle of several things; writes a line on what came of each. */
import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type Connection, connect, outliveLostConnections } from '../src/data/database.ts';
import { nobodyWaits, RequestWork } from '../src/graph/work.ts';

const url = process.argv[2]!;
const POOL = 4;
const ROUNDS = 6;
type How = 'closed' | 'reset';

/** Between us and Postgres: all connections can be lost at once. */
async function proxyTo(target: URL) {
  const open = new Set<Socket>();
  const told: (() => void)[] = [];
  let asleep = 0;
  let wanted: { asleep: number; how: How } = { asleep: Infinity, how: 'closed' };
  const lose = (how: How) => {
    wanted.asleep = Infinity;
    for (const socket of open) how === 'reset' ? socket.resetAndDestroy() : socket.destroy();
    for (const hear of told.splice(0)) hear();
  };
  const server = createServer((client) => {
    const postgres = connectTo(Number(target.port), target.hostname);
    open.add(client);
    for (const socket of [client, postgres]) socket.on('error', () => {});
    postgres.pipe(client);
    client.on('data', (chunk: Buffer) => {
      postgres.write(chunk);
      if (chunk.includes(SLEEP_TEXT)) asleep++;
      if (asleep >= wanted.asleep) lose(wanted.how);
    });
    client.once('close', () => {
      open.delete(client);
      postgres.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: Object.assign(new URL(target), { port: String((server.address() as AddressInfo).port) }).href,
    lose,
    whenLost: (hear: () => void) => void told.push(hear),
    /** As soon as so many statements sleep. */
    loseWhile(statements: number, how: How) {
      asleep = 0;
      wanted = { asleep: statements, how };
    },
    close: () => void server.close(),
  };
}

const proxy = await proxyTo(new URL(url));
outliveLostConnections();
let db: Connection['db'];
const one = async () => (await db.execute<{ one: number }>(sql`SELECT 1 AS one`))[0]?.one;
const codeOf = (error: any): string => error?.cause?.code ?? error?.code ?? String(error);
const outcome = (asked: Promise<unknown>) => asked.catch(codeOf);
const SLEEP_TEXT = 'SELECT pg_sleep(10)';
const SLEEP = sql.raw(SLEEP_TEXT);

/** As a query of a client, whose statements go to the other pool and may be stopped. */
function ofClient<T>(ask: () => Promise<T>, work = new RequestWork()): Promise<T> {
  work.isQuery = true;
  return work.run(ask);
}
const directly = <T>(ask: () => Promise<T>): Promise<T> => ask();

/**
 * Rounds in which some connections run a statement and others idle. Whoever loses one asks again at once, as clients and jobs
 * do, and then all connections are asked at once: none is missing.
 */
async function rounds(ask: typeof directly): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  const all = (statement: () => Promise<unknown>) => Promise.all(Array.from({ length: POOL }, () => ask(statement)));
  for (let round = 0; round < ROUNDS; round++) {
    await all(() => db.execute(sql`SELECT pg_sleep(0.005)`));
    proxy.loseWhile(POOL / 2, round % 2 === 0 ? 'closed' : 'reset');
    const again = async () => {
      const left = new RequestWork();
      const asked = outcome(ask === directly ? db.execute(SLEEP) : ofClient(async () => db.execute(SLEEP), left));
      if (round % 3 === 0) proxy.whenLost(() => left.stop(nobodyWaits()));
      await asked;
      for (let tries = 0; ; tries++) {
        const got = await outcome(ask(one)); // a text is why there is none
        if (typeof got !== 'string' || tries === 10) return got;
      }
    };
    const answers = await Promise.all(Array.from({ length: POOL / 2 }, again));
    for (const got of [...answers, ...(await all(() => outcome(one())))])
      seen[String(got)] = (seen[String(got)] ?? 0) + 1;
  }
  return seen;
}

const scenes = {
  reset: () => inTransaction('reset'),
  async later() {
    const second = Promise.withResolvers<unknown>();
    const whole = outcome(
      db.transaction(async (tx) => {
        await tx.execute(sql`INSERT INTO written VALUES ('first')`);
        proxy.lose('closed');
        while ((await outcome(one())) !== 1) await delay(10); // the same connection, opened again, for somebody else
        second.resolve(await outcome(tx.execute(sql`INSERT INTO written VALUES ('second')`)));
      }),
    );
    const refused = await second.promise;
    return { whole: await whole, second: refused, written: [...(await db.execute(sql`SELECT what FROM written`))] };
  },
  async together() {
    const waiting = Promise.withResolvers<unknown>();
    proxy.loseWhile(1, 'closed');
    await outcome(
      db.transaction(async (tx) => {
        const all = Array.from({ length: 3 }, (_, n) => outcome(tx.execute(sql`SELECT pg_sleep(10), ${n}::int`)));
        waiting.resolve(await Promise.all(all));
      }),
    );
    return waiting.promise;
  },
  /** Postgres says why it ends a connection; that is no answer to what comes after. */
  async terminated() {
    const other = connect(url, { pool: 1 });
    await other.db.execute(sql`SELECT 1`); // it is open before the other one sleeps
    const mine = `${SLEEP_TEXT} AS mine`;
    const running = outcome(db.execute(sql.raw(mine)));
    const terminate = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query = ${mine} AND state = 'active'`;
    while ([...(await other.db.execute(terminate))].length === 0) await delay(10);
    const answers = [await running, await outcome(one())];
    await other.close();
    return answers;
  },
  storm: () => rounds(directly),
  queries: () => rounds(ofClient),
  // the last one: it is known to end the process
  closed: () => inTransaction('closed'),
};

async function inTransaction(how: How) {
  proxy.loseWhile(1, how);
  const whole = await outcome(db.transaction((tx) => tx.execute(SLEEP)));
  return { whole, next: await outcome(one()) };
}

for (const [scene, play] of Object.entries(scenes)) {
  const connection = connect(proxy.url, { pool: scene === 'storm' || scene === 'queries' ? POOL : 1 });
  db = connection.db;
  process.stdout.write(`${JSON.stringify([scene, await play()])}\n`);
  await connection.client.end(); // without a time-out: it waits for nothing that is lost
  await connection.close();
}
proxy.close();
