/** `pnpm bench:flood`: what people who browse notice of 200 sign-ins a second, from one address and from many. Prints only. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { startSystem } from '../../local/system/system.ts';
import { clientOf, type Figures, openLoop } from '../graph/measure.ts';

const SECONDS = 10;
const SIGN_INS_PER_SECOND = 200;
const PAGES_PER_SECOND = 40;
const PAGE =
  'query ($first: Int!) { products(first: $first, sort: NEWEST) { nodes { id title priceRange { min { amount } } } } }';
const SIGN_IN =
  'mutation ($email: String!) { signIn(input: { email: $email, password: "a wrong but long password" }) { accessToken } }';

const say = (line: string) => process.stdout.write(`${line}\n`);
const directory = mkdtempSync(join(tmpdir(), 'storegraph-flood-'));
const limits = join(directory, 'rate-limits.yaml');
writeFileSync(
  limits,
  readFileSync('rate-limits.yaml', 'utf8').replace(/^widerInDevelopment:.*$/m, 'widerInDevelopment: 1'),
);
const everybody = { LOG_LEVEL: 'error' };
const system = await startSystem({
  directory,
  root: process.cwd(),
  ports: 'free',
  seed: 'full',
  volatile: true,
  environment: {
    // who comes from where is what the flood says
    gateway: { ...everybody, RATE_LIMITS: limits, TRUSTED_PROXIES: '127.0.0.1' },
    users: everybody,
    products: everybody,
  },
});
const client = clientOf(system.url);
const flood = new Pool(system.url.replace('localhost', '127.0.0.1'), { connections: 1_000 });

/** Pages that are asked for anew, each by somebody else. */
const browse = (from: number): Promise<Figures> =>
  openLoop(
    (index) =>
      client.text('/graphql', JSON.stringify({ query: PAGE, variables: { first: 1 + (index % 90) } }), {
        'x-execution': 'compiledPlan',
        'x-forwarded-for': `10.1.${(index >> 8) % 256}.${index % 256}`,
      }),
    {},
    { operations: SECONDS * PAGES_PER_SECOND, perSecond: PAGES_PER_SECOND, from },
  );

async function signIns(addressOf: (index: number) => string) {
  const outcomes = new Map<string, number>();
  const latencies = await openLoop(
    async (index) => {
      const { statusCode, body } = await flood.request({
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': addressOf(index) },
        body: JSON.stringify({ query: SIGN_IN, variables: { email: `somebody-${index}@shop.example` } }),
      });
      const { errors } = (await body.json()) as { errors?: { extensions: { code: string } }[] };
      const outcome = `${statusCode} ${errors?.[0]?.extensions.code ?? 'checked'}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
    {},
    { operations: SECONDS * SIGN_INS_PER_SECOND, perSecond: SIGN_INS_PER_SECOND },
  );
  return { outcomes: [...outcomes].map(([outcome, count]) => `${outcome} × ${count}`).join(', '), latencies };
}

const shown = ({ p50, p95, p99 }: Figures) =>
  `p50 ${p50.toFixed(0)} · p95 ${p95.toFixed(0)} · p99 ${p99.toFixed(0)} ms`;
try {
  await browse(0); // warm
  say(`catalogue alone                        ${shown(await browse(1_000))}`);
  for (const [name, addressOf] of [
    ['one address', () => '10.2.0.1'],
    ['2,000 addresses', (index: number) => `10.3.${index >> 8}.${index % 256}`],
  ] as const) {
    const [pages, floods] = await Promise.all([browse(2_000), signIns(addressOf)]);
    say(`beside sign-ins of ${name.padEnd(20)}${shown(pages)}`);
    say(`  ${SIGN_INS_PER_SECOND} sign-ins a second: ${shown(floods.latencies)}; ${floods.outcomes}`);
  }
} finally {
  await Promise.all([client.close(), flood.close()]);
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
