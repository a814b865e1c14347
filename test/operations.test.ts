/** docs/operations.md: its names beside those of the code, and what it says to do, done. */
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { type Domain, domains, portVariables } from '../local/system/layout.ts';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const page = readFileSync('docs/operations.md', 'utf8');
const sources = globSync('{gateway,packages/*,subgraphs/*}/src/**/*.ts')
  .filter((file) => !/\.test\.ts$/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
/** What stands between backticks below this title. */
const namedBelow = (title: string): string[] => {
  const part = page.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
  return [...part.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name!);
};

test('the page has every metric that there is, and no other', () => {
  const METRIC = /^[a-z]+(_[a-z]+)+$/;
  const registered = [...sources.matchAll(/name: '(\w+)',\s*help:/g)].map(([, name]) => name!);
  const table = page.split('| metric ')[1]!.split('\n\n')[0]!;
  const named = [...table.matchAll(/`(\w+)`/g)].map(([, name]) => name!).filter((name) => METRIC.test(name));
  expect([...new Set(named)].sort()).toEqual([...new Set(registered)].sort());
});

test('what it says of a line of log is in the line', () => {
  const table = page.split('| field ')[1]!.split('\n\n')[0]!;
  const fields = table
    .split('\n')
    .slice(2)
    .flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  const line = /function lineOf[\s\S]*?\n}\n/.exec(readFileSync('gateway/src/signals/requestLog.ts', 'utf8'))![0];
  expect(fields.length).toBeGreaterThan(8);
  expect(fields.filter((field) => !new RegExp(`^ {4}${field}:`, 'm').test(line))).toEqual([]);
});

test('the words of logs that it tells to look for are those of the code', () => {
  const sentences = namedBelow('What to do when').filter((name) => /^(a|an|the) [a-z]/.test(name));
  expect(sentences.length).toBeGreaterThan(4);
  expect(sentences.filter((sentence) => !sources.includes(sentence))).toEqual([]);
});

test('the commands, variables, jobs and mutations that it names exist', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const commands = [...page.matchAll(/pnpm ([a-z-]+)/g)].map(([, name]) => name!);
  expect([...new Set(commands)].filter((name) => !(name in scripts))).toEqual([]);
  const known = readFileSync('docs/settings.md', 'utf8');
  const variables = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)[`=]/g)].map(([, name]) => name!);
  const codes = readFileSync('packages/client/schema.graphql', 'utf8');
  const containers = readFileSync('docker-compose.yml', 'utf8');
  expect(variables.filter((name) => ![known, codes, containers, sources].some((text) => text.includes(name)))).toEqual(
    [],
  );
  for (const job of ['reconcilePayments', 'reconcileOrphans']) {
    expect(page).toContain(job);
    expect(sources).toContain(`${job}: { seconds:`);
  }
  for (const field of [
    'notificationDeliveries',
    'redeliverNotification',
    'adjustInventory',
    'setUserStatus',
    'setUserRoles',
  ]) {
    expect(page).toContain(field);
    expect(codes).toMatch(new RegExp(`^ {2}${field}\\(`, 'm'));
  }
});

const folder = mkdtempSync(join(tmpdir(), 'storegraph-operations-'));
const world = runningWorld({ directory: join(folder, '.storegraph') });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command of the page, as it is called beside a shop that `pnpm start` runs. */
async function operate(script: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const ports = Object.entries(portVariables).map(([name, [variable]]) => [
    variable,
    String(world.system.ports[name as keyof typeof portVariables]),
  ]);
  return new Promise((done) => {
    const options = { cwd: folder, env: { ...process.env, ...Object.fromEntries(ports) } };
    const at = (path: string) => join(process.cwd(), path);
    const command = [
      at(`node_modules/.bin/tsx`),
      '--tsconfig',
      at('tsconfig.json'),
      at(`local/${script}.main.ts`),
    ] as const;
    execFile(command[0], [...command.slice(1), ...args], options, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

/** Runs the statements of the page that are marked so, in the database that is said there. */
async function statements(what: string, id = 'usr_…'): Promise<Record<string, unknown>[]> {
  const [, domain, sql] = new RegExp(`<!-- run in (\\w+): ${what} -->\\s*\`\`\`sql\\n([\\s\\S]*?)\`\`\``).exec(page)!;
  return world.inDatabase(domain as Domain, async (client) => [...(await client.unsafe(sql!.replaceAll('usr_…', id)))]);
}

const asSuperuser = async (...commands: string[]) => {
  const admin = postgres(world.system.postgres!.superuserUrl, { max: 1, onnotice: () => {} });
  try {
    for (const command of commands) await admin.unsafe(command);
  } finally {
    await admin.end();
  }
};

async function stopped(names: string[], work: () => Promise<void>): Promise<void> {
  const processes = names.map((name) => world.system.processes.get(name)!);
  for (const process of processes) await process.stop();
  await work();
  for (const process of processes.toReversed()) {
    await process.restart();
    await process.ready();
  }
}

test('orders, restored to before a payment, learns of it again, and nothing is charged, sold or mailed twice', async () => {
  const shopper = world.guest();
  const email = newEmail();
  const variantId = variantNumber(5);
  const { id } = await shopper.order(variantId, email);
  await world.settled();
  await stopped(['orders'], () =>
    asSuperuser(
      // nobody may be in a database that is copied: not even the test, which has looked into it
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'orders'`,
      'CREATE DATABASE orders_of_then TEMPLATE orders',
    ),
  );
  await shopper.pay(id);
  await shopper.orderWhen(id, { paymentStatus: 'PAID' }, 30_000);
  await world.settled();
  const [stock, mails] = [await world.stockOf(variantId), await world.mailsTo(email)];

  await stopped(['gateway', 'orders'], () =>
    asSuperuser('DROP DATABASE orders WITH (FORCE)', 'CREATE DATABASE orders TEMPLATE orders_of_then OWNER orders'),
  );
  expect((await shopper.orderById(id)).status).toBe('AWAITING_PAYMENT');
  const [paid, known] = [await statements('paid orders'), await statements('known orders')];
  expect(paid.map(({ order_id }) => order_id)).toContain(id);
  expect(known.map((order) => order.id)).toContain(id);

  // the job that would be faster than the command runs some other time
  await until(
    () =>
      world.inDatabase(
        'orders',
        (sql) =>
          sql`UPDATE jobs SET run_at = now() + interval '1 hour' WHERE name = 'reconcileOrders' AND claim IS NULL RETURNING id`,
      ),
    (jobs) => jobs.length === 1,
  );
  // its window ends
  await world.inDatabase(
    'orders',
    (sql) => sql`UPDATE orders SET expires_at = now() - interval '1 minute' WHERE id = ${id}`,
  );
  const check = await operate('reconcile', '--check');
  expect(check).toEqual({ code: 1, said: expect.stringContaining(`ORDER_IS_OVERDUE  ${id}`) });
  expect((await operate('reconcile', '--fix')).code).toBe(0);
  await shopper.orderWhen(id, { paymentStatus: 'PAID', status: 'CONFIRMED' }, 30_000);
  await world.settled();
  expect(await operate('reconcile', '--check')).toEqual({ code: 0, said: '0 finding(s)\n' });
  expect((await shopper.orderById(id)).payments).toHaveLength(1);
  expect(await world.stockOf(variantId)).toEqual(stock);
  expect((await world.mailsTo(email)).map(({ messageId }) => messageId)).toEqual(
    mails.map(({ messageId }) => messageId),
  );
}, 180_000);

test('what was given up is seen, and redriven by the command and by the statements', async () => {
  const giveUp = () =>
    world.inDatabase(
      'orders',
      (sql) => sql`UPDATE jobs SET dead_at = now(), attempts = 20, last_error = 'planted' WHERE key = 'every'`,
    );
  await giveUp();
  expect(await operate('deadLetters')).toEqual({ code: 1, said: expect.stringContaining('planted') });
  expect(await operate('deadLetters', '--redrive')).toEqual({
    code: 0,
    said: expect.stringContaining('on their way again'),
  });
  await giveUp();
  expect((await statements('see dead letters')).map(({ last_error }) => last_error)).toContain('planted');
  await statements('redrive');
  expect(await statements('see dead letters')).toEqual([]);
  expect(await operate('deadLetters')).toEqual({ code: 0, said: '0 dead letter(s)\n' });
}, 120_000);

test('what people had taken back is listed, and done again after a restore', async () => {
  const shopper = world.guest();
  const email = newEmail();
  const given = { email, password: 'a rather long password', marketingConsent: true };
  const { user, refreshToken } = await shopper.run('register', 'RegisterInput', given, 'refreshToken user { id }');
  const { id } = user;
  const listed = async (what: string) =>
    (await statements(what)).filter(({ user_id }) => user_id === id).map((one) => one.what);
  expect(await listed('taken back')).toEqual([]);
  const addLink = () =>
    world.inDatabase(
      'users',
      (sql) =>
        sql`INSERT INTO linked_accounts (id, user_id, provider, issuer, subject, email) VALUES (${id}, ${id}, 'GOOGLE', 'https://google.example', ${id}, ${email})`,
    );
  await addLink();
  await statements('no news again', id);
  expect(await listed('taken back')).toEqual(['no news']);

  await statements('remove ways in again', id);
  const links = await world.inDatabase('users', (sql) => sql`SELECT id FROM linked_accounts WHERE user_id = ${id}`);
  expect(links).toHaveLength(0);
  const refused = await shopper.graph(
    'mutation ($input: RefreshSessionInput) { refreshSession(input: $input) { accessToken userErrors { code } } }',
    { input: { refreshToken } },
  );
  expect(JSON.stringify(refused)).toContain('UNAUTHENTICATED');

  await statements('delete again', id);
  expect((await listed('taken back')).sort()).toEqual(['no news', 'to be deleted']);
  await world.inDatabase('users', (sql) => sql`UPDATE jobs SET run_at = now() WHERE name = 'deleteDueAccounts'`);
  await until(
    () => listed('taken back'),
    (found) => found.join() === 'deleted',
  );
  await until(
    () => listed('ways in removed'),
    (found) => found.join() === 'deleted',
  );
}, 120_000);

test('stolen keys of access tokens are ended, sessions stay', async () => {
  const shopper = world.guest();
  const session = await shopper.run(
    'signIn',
    'SignInInput',
    { email: 'ada@storegraph.example', password: 'correct horse battery staple' },
    'accessToken refreshToken',
  );
  shopper.accessToken = session.accessToken;
  expect((await shopper.graph('{ me { email } }')).data.me.email).toBe('ada@storegraph.example');
  await statements('end access tokens');
  for (const name of ['users', 'gateway']) {
    await world.system.processes.get(name)!.restart();
    await world.system.processes.get(name)!.ready();
  }
  const refused = await shopper.graph('{ me { email } }');
  expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  shopper.accessToken = undefined;
  const input = { refreshToken: session.refreshToken };
  const renewed = await shopper.run('refreshSession', 'RefreshSessionInput', input, 'accessToken');
  shopper.accessToken = renewed.accessToken;
  expect((await shopper.graph('{ me { email } }')).data.me.email).toBe('ada@storegraph.example');
}, 120_000);

test('the addresses of health say what the page says', async () => {
  const { url, ports } = world.system;
  for (const path of ['/health', '/ready']) {
    expect((await fetch(`${url}${path}`)).status).toBe(200);
    for (const domain of domains) expect((await fetch(`http://127.0.0.1:${ports[domain]}${path}`)).status).toBe(200);
  }
  const details = await until(
    async () =>
      (await (await fetch(`${url}/health/details`)).json()) as { services: { name: string; status: string }[] },
    ({ services }) => services.every(({ status }) => status === 'up'),
  );
  expect(details.services.map(({ name }) => name)).toEqual(expect.arrayContaining([...domains]));
});
