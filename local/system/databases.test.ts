import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../ports.ts';
import { type RunningPostgres, startPostgres } from '../postgres/postgres.ts';
import { createDatabases, domainUrl } from './databases.ts';
import { type Domain, domains, forDomains } from './layout.ts';

const parent = mkdtempSync(join(tmpdir(), 'storegraph-databases-'));
const secret = () => randomBytes(12).toString('base64url');
const passwords = forDomains(secret);
let running: RunningPostgres;
beforeAll(async () => {
  running = await startPostgres({
    folder: join(parent, 'data'),
    port: await freePort(),
    password: secret(),
    volatile: true,
  });
  await createDatabases(running.superuserUrl, passwords);
});
afterAll(async () => {
  await running.stop();
  rmSync(parent, { recursive: true, force: true });
});

/** The name of the database, or the code of the refusal. */
async function connects(role: Domain, database: string, password = passwords[role]): Promise<string> {
  const url = new URL(domainUrl(running.port, role, password));
  const sql = postgres(Object.assign(url, { pathname: `/${database}` }).href, { max: 1, onnotice: () => {} });
  try {
    return (await sql`SELECT current_database() AS name`)[0]!.name;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await sql.end();
  }
}
const asSuperuser = async (statement: string) => {
  const sql = postgres(running.superuserUrl, { max: 1, onnotice: () => {} });
  await sql.unsafe(statement).finally(() => sql.end());
};

const NOT_ALLOWED = '42501';
const everyDatabase = [...domains, 'postgres', 'template1'];

test('a domain gets into its own database with its own password, and into no other', async () => {
  for (const domain of domains) {
    const answers = await Promise.all(everyDatabase.map((database) => connects(domain, database)));
    expect(answers).toEqual(everyDatabase.map((database) => (database === domain ? domain : NOT_ALLOWED)));
  }
  expect(await connects('orders', 'orders', passwords.users)).toBe('28P01');
});

test('a database that a broken-off start left open to everybody is closed by the next start', async () => {
  await asSuperuser('GRANT CONNECT ON DATABASE orders TO PUBLIC');
  expect(await connects('users', 'orders')).toBe('orders');
  await createDatabases(running.superuserUrl, passwords);
  expect(await connects('users', 'orders')).toBe(NOT_ALLOWED);
});

test('with new secrets the old password of a domain ends', async () => {
  const old = passwords.carts;
  passwords.carts = secret();
  await createDatabases(running.superuserUrl, passwords);
  expect([await connects('carts', 'carts'), await connects('carts', 'carts', old)]).toEqual(['carts', '28P01']);
});

test('throw-away data is gone after the stop, wherever it was', async () => {
  expect(existsSync(running.folder)).toBe(true);
  await running.stop();
  expect(existsSync(running.folder)).toBe(false);
});
