import { existsSync, mkdtempSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../ports.ts';
import { deletePostgresData, type RunningPostgres, startPostgres } from './postgres.ts';

const folder = join(mkdtempSync(join(tmpdir(), 'storegraph-postgres-')), 'data');
const port = await freePort();
const password = 'the-password_of-the-superuser';
const said: string[] = [];
const options = { folder, port, password, say: (line: string) => void said.push(line) };
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
  expect(said).toEqual(['Postgres makes its data folder: only at the first start']); // wherever that is
});

test('one that still serves the data is taken over instead of started again', async () => {
  const { pid } = running!;
  running = await startPostgres(options);
  expect([running.adopted, running.pid]).toEqual([true, pid]);
  expect(await notes()).toEqual(['kept', 'survived']);
});

const comesIn = async (url: string): Promise<string> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql`SELECT current_user AS name`)[0]!.name;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await sql.end();
  }
};
const asSuperuser = (word: string) => `postgres://postgres:${word}@127.0.0.1:${port}/postgres`;
const REFUSED = '28P01';

test('nobody comes in without the password, and the data does not have it in clear text', async () => {
  expect(await comesIn(asSuperuser(password))).toBe('postgres');
  expect(await comesIn(asSuperuser('a-guess'))).toBe(REFUSED);
  expect(await comesIn(asSuperuser(''))).toBe(REFUSED);
  const [role] = await ask((sql) => sql`SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'`);
  expect(role!.rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
});

/** As earlier versions made it: every user of the machine is the superuser. */
async function trustEverybody() {
  writeFileSync(
    join(running!.folder, 'pg_hba.conf'),
    '# by initdb\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n',
  );
  process.kill(running!.pid, 'SIGHUP');
  await expect.poll(() => comesIn(asSuperuser('a-guess'))).toBe('postgres');
  await ask((sql) => sql`ALTER ROLE postgres PASSWORD NULL`);
}

test('data that trusted everybody asks for the password from the next start on, and keeps what is in it', async () => {
  await trustEverybody();
  await running!.stop();
  running = await startPostgres(options);
  expect([running.closed, await comesIn(asSuperuser('a-guess')), await notes()]).toEqual([
    true,
    REFUSED,
    ['kept', 'survived'],
  ]);
  const rules = join(running.folder, 'pg_hba.conf');
  expect(readFileSync(rules, 'utf8')).not.toContain('trust');
  expect(statSync(rules).mode & 0o777).toBe(0o600);
  await running.stop();
  running = await startPostgres(options);
  expect(running.closed).toBe(false);
});

test('one that is still running and trusts everybody is not taken over as it is', async () => {
  await trustEverybody();
  const { pid } = running!;
  running = await startPostgres(options);
  expect([running.closed, running.adopted, running.pid === pid]).toEqual([true, false, false]);
  expect([await comesIn(asSuperuser('a-guess')), await comesIn(asSuperuser(password))]).toEqual([REFUSED, 'postgres']);
});

test('with other secrets than the data was made with it takes the new password', async () => {
  await running!.stop();
  running = await startPostgres({ ...options, password: 'another', newPassword: true });
  expect([await comesIn(asSuperuser('another')), await comesIn(asSuperuser(password))]).toEqual(['postgres', REFUSED]);
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
  await expect(startPostgres({ folder: elsewhere, port: taken, password })).rejects.toThrow(
    `Port ${taken} is taken, and not by this system's Postgres: stop what uses it, or set POSTGRES_PORT to a free port`,
  );
  other.close();
  deletePostgresData(elsewhere);
});

test('a data folder that was interrupted while it was made is made anew', async () => {
  await running!.stop();
  const place = running!.folder;
  renameSync(place, `${place}.new`); // it has PG_VERSION long before it is complete
  running = await startPostgres(options);
  expect(await comesIn(running.superuserUrl)).toBe('postgres');
  expect(existsSync(`${place}.new`)).toBe(false);
});
