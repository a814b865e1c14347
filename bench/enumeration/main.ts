/**
 * `pnpm bench:enumeration`: how long signing in, asking for a new password and registering take for addresses that have an account and
 * for those that have none, in turns. Prints only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@storegraph/kit';
import postgres from 'postgres';
import { Pool } from 'undici';
import { startSystem } from '../../local/system/system.ts';

const WARM = 30;
const PAIRS = 300;
/** So that nobody waits for what the one before has left to do. */
const QUIET_IN_MS = 40;

const measured = {
  'sign-in':
    'mutation ($email: String!) { signIn(input: { email: $email, password: "a wrong but long password" }) { accessToken userErrors { code } } }',
  reset:
    'mutation ($email: String!) { requestPasswordReset(input: { email: $email }) { accepted userErrors { code } } }',
  register:
    'mutation ($email: String!) { register(input: { email: $email, password: "a rather long password" }) { accessToken userErrors { code } } }',
} as const;

const say = (line: string) => process.stdout.write(`${line}\n`);
const directory = mkdtempSync(join(tmpdir(), 'storegraph-enumeration-'));
const everybody = { LOG_LEVEL: 'error' };
const system = await startSystem({
  directory,
  root: process.cwd(),
  ports: 'free',
  seed: 'small',
  volatile: true,
  environment: {
    // each request is from another place: what is held up by place or account is not what is measured
    gateway: { ...everybody, TRUSTED_PROXIES: '127.0.0.1' },
    users: { ...everybody, REGISTER_MODE: 'verified-first' },
    notifications: everybody,
  },
});
const pool = new Pool(system.url.replace('localhost', '127.0.0.1'), { connections: 1 });
const emailOf = (kind: string, index: number) => `${kind}-${index}@shop.example`;

async function addAccounts(kind: string): Promise<void> {
  const sql = postgres(system.databaseUrl('users'), { max: 1 });
  const [like] = await sql`SELECT password_hash FROM users WHERE email = 'ada@storegraph.example'`;
  const rows = Array.from({ length: WARM + PAIRS }, (_, index) => {
    const email = emailOf(kind, index);
    return { id: newId('usr'), email, email_key: email, email_verified: true, password_hash: like!.password_hash };
  });
  await sql`INSERT INTO users ${sql(rows)}`;
  await sql.end();
}

let place = 0;
const answers = new Set<string>();

async function timeOf(query: string, email: string): Promise<number> {
  await delay(QUIET_IN_MS);
  place += 1;
  const body = JSON.stringify({ query, variables: { email } });
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': `10.${place >> 16}.${(place >> 8) % 256}.${place % 256}`,
  };
  const from = performance.now();
  const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
  const text = await answer.body.text();
  answers.add(`${answer.statusCode} ${text}`);
  return performance.now() - from;
}

const quantile = (sorted: readonly number[], share: number): string =>
  sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);

try {
  say('|          |         | p10 | p50 | p90 |');
  say('| -------- | ------- | --- | --- | --- |');
  for (const [name, query] of Object.entries(measured)) {
    await addAccounts(`known-${name}`);
    const times = { known: [] as number[], unknown: [] as number[] };
    answers.clear();
    for (let index = 0; index < WARM + PAIRS; index++) {
      const kinds = ['known', 'unknown'] as const;
      for (const kind of index % 2 ? kinds : kinds.toReversed()) {
        const took = await timeOf(query, emailOf(`${kind}-${name}`, index));
        if (index >= WARM) times[kind].push(took);
      }
    }
    if (answers.size > 1) throw new Error(`${name} answers differently: ${[...answers].join(' or ')}`);
    for (const [kind, all] of Object.entries(times)) {
      const sorted = all.sort((a, b) => a - b);
      const figures = [0.1, 0.5, 0.9].map((share) => quantile(sorted, share));
      say(`| ${name.padEnd(8)} | ${kind.padEnd(7)} | ${figures.join(' | ')} |`);
    }
  }
} finally {
  await pool.close();
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
