import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../ports.ts';
import { deletePostgresData, type RunningPostgres, startPostgres } from './postgres.ts';

const folder = join(mkdtempSync(join(tmpdir(), 'storegraph-postgres-')), 'data');
const port = await freePort();
const options = { folder, port };
let running: RunningPostgres | undefined;
afterAll(async () => {
  await running?.stop();
  deletePostgresData(folder);
});

async function ask<T>(run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(running!.superuserUrl, { max: 1, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}
const notes = () => ask(async (sql) => (await sql`SELECT note FROM notes`).map(({ note }) => note));

test('what is committed is there after a stop, and after a kill -9', async () => {
  running = await startPostgres(options);
  await ask((sql) => sql`CREATE TABLE notes (note text)`);
  await ask((sql) => sql`INSERT INTO notes VALUES ('kept')`);
  await running.stop();

  running = await startPostgres(options);
  expect(running.adopted).toBe(false);
  expect(await notes()).toEqual(['kept']);

  await ask((sql) => sql`INSERT INTO notes VALUES ('survived')`);
  process.kill(running.pid, 'SIGKILL');
  await running.ended;
  running = await startPostgres(options);
  expect(await notes()).toEqual(['kept', 'survived']);
});

test('one that still serves the data is taken over instead of started again', async () => {
  const { pid } = running!;
  running = await startPostgres(options);
  expect([running.adopted, running.pid]).toEqual([true, pid]);
  expect(await notes()).toEqual(['kept', 'survived']);
});

test('it listens on loopback only', async () => {
  expect(await ask(async (sql) => (await sql`SHOW listen_addresses`)[0]!.listen_addresses)).toMatch(
    /^(127\.0\.0\.1|localhost)$/,
  );
});

test('a port that somebody else has is named, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => other.once('listening', ready));
  const { port: taken } = other.address() as { port: number };
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'storegraph-postgres-')), 'data');
  await expect(startPostgres({ folder: elsewhere, port: taken })).rejects.toThrow(
    `Port ${taken} is taken, and not by this system's Postgres: stop what uses it, or set POSTGRES_PORT to a free port`,
  );
  other.close();
  deletePostgresData(elsewhere);
});
