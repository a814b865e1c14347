import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { isFree } from '../ports.ts';
import { Checkout, type Command } from './checkout.ts';
import { databaseVariable, domains } from './layout.ts';

const checkout = await Checkout.copy();
afterAll(() => checkout[Symbol.asyncDispose]());
let shop: Command;

const processIds = () =>
  existsSync('/proc/self/cmdline')
    ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    : spawnSync('ps', ['-eo', 'pid='], { encoding: 'utf8' }).stdout.split(/\s+/).filter(Boolean);

/** As `ps` has them, but for what has ended meanwhile. */
function commandLinesOf(ids: string[]): string {
  if (!existsSync('/proc/self/cmdline'))
    return spawnSync('ps', ['-o', 'args=', '-p', ids.join(',')], { encoding: 'utf8' }).stdout;
  return ids
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .join('\n');
}

test('no secret and no password stands in a command line, where every user of the machine reads it', async () => {
  const before = new Set(processIds());
  shop = checkout.start(['--seed', 'small']);
  let commandLines = '';
  let isUp = false;
  const up = shop.says('Storegraph is up').finally(() => {
    isUp = true;
  });
  while (!isUp) {
    commandLines += commandLinesOf(processIds().filter((id) => !before.has(id)));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await up;
  const secrets = JSON.parse(checkout.read('.storegraph/secrets.json'));
  const words = [
    secrets.superuserPassword,
    secrets.orderTokenSecret,
    secrets.stripeWebhookSecret,
    ...Object.values(secrets.rolePasswords),
    ...Object.values<{ d: string }>(secrets.keys).map(({ d }) => d),
  ];
  expect(words).toHaveLength(3 + 2 * domains.length + 2); // a key and a password each; gateway and operator have a key
  expect(commandLines).toContain('SEEDS'); // the seed was seen
  expect(commandLines).toContain(`${checkout.root}/subgraphs/orders/dist/main.mjs`);
  expect(words.filter((word) => commandLines.includes(word))).toEqual([]);
  expect(statSync(join(checkout.root, '.storegraph/secrets.json')).mode & 0o777).toBe(0o600);
});

test('a first start says what takes its time', () => {
  const steps = ['makes its data folder', 'Postgres is up', '6 subgraphs', 'is being filled', 'seed data is there'];
  const places = [...steps, 'The gateway is up', 'Storegraph is up'].map((step) => shop.output.indexOf(step));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a second start in the folder is one line, and deletes nothing, even with --reset', async () => {
  const second = checkout.start(['--reset']);
  expect(await second.end()).toBe(1);
  expect(second.output.trim()).toMatch(
    /^Storegraph is running in this folder already, as process \d+\. Use that one, or stop it first: [^\n]+$/,
  );
  const answer = await fetch(`http://127.0.0.1:${checkout.ports.gateway}/ready`);
  expect(answer.status).toBe(200);
});

test('Ctrl-C stops all of it in order, and nothing is said to start again', async () => {
  const before = shop.output.length;
  expect(await shop.interrupt()).toBe(0);
  const lines = shop.output.slice(before).trim().split('\n');
  expect(lines.map((line) => line.replace(/^ *[\d.]+ s +/, ''))).toEqual(['Stopping; the data is kept', 'Stopped']);
  for (const port of Object.values(checkout.ports)) expect(await isFree(port)).toBe(true);
  expect(existsSync(join(checkout.root, '.storegraph/running.json'))).toBe(false);
});

test('Ctrl-C while it starts stops what has been started', async () => {
  const again = checkout.start(['--seed', 'none']);
  await again.says('Postgres is up');
  expect(await again.interrupt()).toBe(0);
  expect(again.output).toMatch(/Stopped\n$/);
  expect(again.output).not.toContain('Storegraph is up');
  expect(again.output).not.toContain('starts again');
  for (const port of Object.values(checkout.ports)) expect(await isFree(port)).toBe(true);
});

test('databases of your own are not filled unless you ask for it', async () => {
  const name = (domain: string) => `own_${domain}_${randomBytes(4).toString('hex')}`;
  const given = domains.map((domain) => ({ domain, database: name(domain) }));
  const admin = postgres(process.env.TEST_POSTGRES_URL!, { max: 1, onnotice: () => {} });
  const url = (database: string) =>
    Object.assign(new URL(process.env.TEST_POSTGRES_URL!), { pathname: `/${database}` }).href;
  const urls = given.map(({ domain, database }) => [databaseVariable(domain), url(database)]);
  const countProducts = async () => {
    const sql = postgres(url(given.find(({ domain }) => domain === 'products')!.database), { max: 1 });
    const [row] = await sql`SELECT count(*)::int AS count FROM products`.finally(() => sql.end());
    return row!.count;
  };
  try {
    for (const { database } of given) await admin.unsafe(`CREATE DATABASE ${database}`);
    const compiled = join(checkout.root, 'local/system/dist/compiled');
    rmSync(compiled, { recursive: true, force: true });
    const own = checkout.start(['--single'], Object.fromEntries(urls));
    await own.says('Storegraph is up');
    expect(own.output).toContain('Databases of your own stay as they are: --seed full fills them');
    expect(await countProducts()).toBe(0);
    await own.interrupt();
    expect(readdirSync(compiled), 'what Node has compiled is kept for the next start').not.toEqual([]);

    const asked = checkout.start(['--single', '--seed', 'small'], Object.fromEntries(urls));
    await asked.says('Storegraph is up');
    expect(await countProducts()).toBeGreaterThan(0);
    await asked.interrupt();
  } finally {
    for (const { database } of given) await admin.unsafe(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await admin.end();
  }
});
