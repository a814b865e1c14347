import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { ownEnvironment } from '@storegraph/gateway/environment';
import { freePort, isFree } from '../ports.ts';
import { type RunningPostgres, startPostgres } from '../postgres/postgres.ts';
import { Child } from './child.ts';
import { createDatabases, domainUrl } from './databases.ts';
import {
  choosePorts,
  databaseVariable,
  type Domain,
  domains,
  givenVariables,
  passThroughs,
  type PortName,
  type Ports,
  portVariables,
} from './layout.ts';
import { loadSecrets, publicKeys, type Secrets } from './secrets.ts';

export type ProcessName = Domain | 'gateway' | 'stripe' | 'mail';

export interface SystemOptions {
  /** Where data, secrets and logs are kept. */
  directory: string;
  /** The checkout: where the bundles are. */
  root: string;
  ports?: 'fixed' | 'free';
  seed?: 'full' | 'small' | 'none';
  /** Data that may be lost, for tests: Postgres does not flush. */
  volatile?: boolean;
  /** The gateway and all subgraphs in one process: half the memory, and nothing that can be killed alone. */
  single?: boolean;
  /** Stack traces name the sources; costs every process some 70 MB. */
  sourceMaps?: boolean;
  /** More variables for single processes. */
  environment?: Partial<Record<ProcessName, Record<string, string>>>;
  /** Where one process finds another, such as a proxy in between. Without it: where it is. */
  route?: Route;
  /** How many processes a domain has: two of carts are `carts` and `carts-2`. Without it: one. */
  replicas?: Partial<Record<Domain, number>>;
  /** Other bundles than those of the checkout. */
  bundles?: Partial<Record<ProcessName, string>>;
  say?(line: string): void;
}

/** From a process to another one or to Postgres: the address to use instead of `url`. */
export type Route = (from: string, to: string, url: string) => string | Promise<string>;

export interface RunningSystem {
  url: string;
  mailUrl: string;
  stripeUrl: string;
  ports: Ports;
  databaseUrl(domain: Domain): string;
  readonly postgres: RunningPostgres | undefined;
  /** kill -9 of our Postgres; resolves when it is there again. */
  crashPostgres(): Promise<void>;
  processes: ReadonlyMap<string, Child>;
  stop(): Promise<void>;
}

/** Starts everything that Storegraph is, each part as a process of its own or, with `single`, together. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { root, say = () => {} } = options;
  const directory = resolve(options.directory);
  const ports = await choosePorts(options.ports ?? 'fixed');
  const portsOf = await choosePortsOfReplicas(ports, options.replicas);
  const external = externalDatabases();
  await checkPorts(ports, external !== undefined);
  mkdirSync(directory, { recursive: true });
  const secrets = await loadSecrets(join(directory, 'secrets.json'));

  const stops: (() => Promise<void>)[] = [];
  let stopping = false;
  const stop = async () => {
    stopping = true;
    while (stops.length > 0) await stops.pop()!().catch((error: Error) => say(`While stopping: ${error.message}`));
  };
  try {
    let postgres = external ? undefined : await bootPostgres(options, directory, ports, secrets, say);
    stops.push(async () => postgres?.stop());
    const startAgain = async (running: RunningPostgres): Promise<void> => {
      await running.ended;
      if (stopping) return;
      say('Postgres ended; it starts again on the same data');
      postgres = await bootPostgres(options, directory, ports, secrets, say);
      return startAgain(postgres);
    };
    if (postgres)
      void startAgain(postgres).catch((error: Error) => say(`Postgres does not start again: ${error.message}`));
    const crashPostgres = async () => {
      const before = postgres;
      if (!before) throw new Error('Postgres is not ours to crash');
      process.kill(before.pid, 'SIGKILL');
      while (postgres === before) await delay(50);
    };
    const databaseUrl = (domain: Domain) =>
      external?.[domain] ?? domainUrl(ports.postgres, domain, secrets.rolePasswords[domain]!);

    const processes = new Map<string, Child>();
    const child = (
      name: string,
      folder: string,
      environment: Record<string, string>,
      port = ports[(name === 'single' ? 'gateway' : name) as PortName],
    ) => {
      const kind = name.replace(/-\d+$/, '') as ProcessName;
      const started = new Child({
        name,
        command: commandOf(options.bundles?.[kind] ?? join(root, folder, 'dist/main.mjs'), name, options.sourceMaps),
        environment: {
          ...baseEnvironment(),
          PORT: String(port),
          ...environment,
          ...options.environment?.[kind],
        },
        readyUrl: `http://127.0.0.1:${port}${name === 'stripe' ? '/health' : '/ready'}`,
        logDirectory: join(directory, 'logs'),
        say,
      });
      processes.set(name, started);
      started.start();
      return started;
    };
    const route: Route = options.route ?? ((_from, _to, url) => url);

    const helpers = [
      child('stripe', 'local/stripe', {
        STRIPE_WEBHOOK_URL: await route('stripe', 'gateway', `http://127.0.0.1:${ports.gateway}/webhooks/stripe`),
        STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
        STRIPE_DATA_DIRECTORY: join(directory, 'stripe'),
      }),
      child('mail', 'local/mail', { SMTP_PORT: String(ports.smtp), MAIL_DIRECTORY: join(directory, 'mail') }),
    ];
    const gatewayEnvironment = {
      ...(await sharedEnvironment('gateway', ports, portsOf, secrets, route)),
      INTERNAL_PRIVATE_JWK: JSON.stringify(secrets.keys.gateway),
      USERS_JWKS_URL: await route('gateway', 'users', `http://127.0.0.1:${ports.users}/.well-known/jwks.json`),
      SUPERGRAPH: join(root, 'supergraph.graphql'),
      TRUSTED_DOCUMENTS: join(root, 'packages/client/src/trusted.generated.json'),
      RATE_LIMITS: join(root, 'rate-limits.yaml'),
      PASS_THROUGH: passThroughs,
      ...givenVariables(ownEnvironment),
    };
    const domainEnvironment = async (domain: Domain) => {
      return {
        ...(await sharedEnvironment(domain, ports, portsOf, secrets, route)),
        ...(await extraEnvironment(domain, ports, secrets, route)),
        DATABASE_URL: await route(domain, 'postgres', databaseUrl(domain)),
        INTERNAL_PRIVATE_JWK: JSON.stringify(secrets.keys[domain]),
        ...givenVariables({ REQUEST_COST_LIMIT: ownEnvironment.REQUEST_COST_LIMIT }),
      };
    };
    const started = performance.now();
    const ready = async (parts: Child[]) => {
      stops.push(() => Promise.all(parts.map((part) => part.stop())).then(() => {}));
      await Promise.all(parts.map((part) => part.ready()));
    };
    const seed = () => (options.seed === 'none' ? undefined : seedAll(root, databaseUrl, options.seed ?? 'full', say));

    if (options.single) {
      const environments: Record<string, Record<string, string>> = {};
      for (const name of [...domains, 'gateway' as const]) {
        environments[name] = {
          ...baseEnvironment(),
          PORT: String(ports[name]),
          ...(name === 'gateway' ? gatewayEnvironment : await domainEnvironment(name)),
          ...options.environment?.[name],
        };
      }
      const everything = child('single', 'local/single', {
        ...signalVariables('gateway'),
        ROOT: root,
        ENVIRONMENTS: JSON.stringify(environments),
        NODE_OPTIONS: '--max-semi-space-size=32 --max-old-space-size=512',
      });
      await ready([...helpers, everything]);
      say(`One process with everything, the local Stripe and the mail inbox are up (${seconds(started)})`);
      await seed();
    } else {
      const environments = await Promise.all(domains.map(domainEnvironment));
      await ready([
        ...helpers,
        ...domains.flatMap((domain, index) =>
          portsOf[domain].map((port, replica) =>
            // the port of metrics is the first one's
            child(
              nameOf(domain, replica),
              `subgraphs/${domain}`,
              { ...environments[index]!, ...(replica > 0 && { METRICS_PORT: '' }) },
              port,
            ),
          ),
        ),
      ]);
      say(`Six subgraphs, the local Stripe and the mail inbox are up (${seconds(started)})`);
      await seed();
      await ready([child('gateway', 'gateway', gatewayEnvironment)]);
    }

    const at = (name: PortName) => `http://localhost:${ports[name]}`;
    return {
      url: at('gateway'),
      mailUrl: at('mail'),
      stripeUrl: at('stripe'),
      ports,
      databaseUrl,
      get postgres() {
        return postgres;
      },
      crashPostgres,
      processes,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const nameOf = (name: string, replica: number): string => (replica === 0 ? name : `${name}-${replica + 1}`);

/** The first process of a domain has the domain's port. */
async function choosePortsOfReplicas(
  ports: Ports,
  replicas: SystemOptions['replicas'] = {},
): Promise<Record<Domain, number[]>> {
  const entries = domains.map(async (domain): Promise<[Domain, number[]]> => {
    const further = Array.from({ length: (replicas[domain] ?? 1) - 1 }, freePort);
    return [domain, [ports[domain], ...(await Promise.all(further))]];
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<Domain, number[]>;
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** All six or none: a domain's database is either ours or somebody else's. */
function externalDatabases(): Record<Domain, string> | undefined {
  const given = domains.filter((domain) => process.env[databaseVariable(domain)]);
  if (given.length === 0) return undefined;
  const missing = domains.filter((domain) => !given.includes(domain));
  if (missing.length > 0)
    throw new Error(
      `Databases of your own need all six variables; missing: ${missing.map(databaseVariable).join(', ')}`,
    );
  return Object.fromEntries(domains.map((domain) => [domain, process.env[databaseVariable(domain)]!])) as Record<
    Domain,
    string
  >;
}

async function checkPorts(ports: Ports, withoutPostgres: boolean): Promise<void> {
  const problems: string[] = [];
  for (const [name, port] of Object.entries(ports) as [PortName, number][]) {
    // a Postgres that outlived its parent is taken over; its launcher says so when it is somebody else's
    if (name === 'postgres' || withoutPostgres) continue;
    if (!(await isFree(port))) problems.push(`  ${port} (${name}): set ${portVariables[name][0]} to a free port`);
  }
  if (problems.length > 0)
    throw new Error(`These ports are taken, maybe by a Storegraph that is still running:\n${problems.join('\n')}`);
}

async function bootPostgres(
  { root, volatile }: SystemOptions,
  directory: string,
  ports: Ports,
  secrets: Secrets,
  say: (line: string) => void,
): Promise<RunningPostgres> {
  const started = performance.now();
  const postgres = await startPostgres({
    folder: join(directory, 'postgres'),
    port: ports.postgres,
    volatile,
    resolveFrom: join(root, 'local/package.json'),
  });
  await createDatabases(postgres.superuserUrl, secrets.rolePasswords);
  say(
    `Postgres ${postgres.adopted ? 'was still running and is taken over' : 'is up'} on port ${ports.postgres} (${seconds(started)})`,
  );
  return postgres;
}

function commandOf(bundle: string, name: string, sourceMaps = false): string[] {
  if (!existsSync(bundle)) throw new Error(`${name} is not built (${bundle} is missing): run "pnpm build"`);
  return [process.execPath, '--expose-gc', ...(sourceMaps ? ['--enable-source-maps'] : []), bundle];
}

/** Children get what they need and nothing of ours that they could mistake for it. */
const baseEnvironment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  TZ: 'UTC',
  NODE_ENV: 'development',
  HOST: '127.0.0.1',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  PARENT_PIPE: '1',
  APOLLO_TELEMETRY_DISABLED: '1',
  NODE_OPTIONS: '--max-semi-space-size=32 --max-old-space-size=256',
});

async function sharedEnvironment(
  from: Domain | 'gateway',
  ports: Ports,
  portsOf: Record<Domain, number[]>,
  secrets: Secrets,
  route: Route,
): Promise<Record<string, string>> {
  const services = [...domains, 'gateway' as const].map(async (name) => {
    const urls = (name === 'gateway' ? [ports.gateway] : portsOf[name]).map((port, replica) =>
      route(from, nameOf(name, replica), `http://127.0.0.1:${port}`),
    );
    return `${name}=${(await Promise.all(urls)).join('|')}`;
  });
  return {
    PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${ports.gateway}`,
    SERVICES: (await Promise.all(services)).join(','),
    INTERNAL_JWKS: JSON.stringify(publicKeys(secrets)),
    ...signalVariables(from),
  };
}

/** Whom every process tells about itself. Each serves metrics at a port of its own: the gateway at METRICS_PORT, the domains at those after it. */
function signalVariables(name: Domain | 'gateway'): Record<string, string> {
  const wanted = /^(OTEL_|METRICS_|ERROR_SINK_URL$|RELEASE$)/;
  const variables: Record<string, string> = {};
  for (const [variable, value] of Object.entries(process.env))
    if (value && wanted.test(variable)) variables[variable] = value;
  if (variables.METRICS_PORT)
    variables.METRICS_PORT = String(Number(variables.METRICS_PORT) + ['gateway', ...domains].indexOf(name));
  return variables;
}

async function extraEnvironment(
  domain: Domain,
  ports: Ports,
  secrets: Secrets,
  route: Route,
): Promise<Record<string, string>> {
  switch (domain) {
    case 'orders':
      return { ORDER_TOKEN_SECRET: secrets.orderTokenSecret };
    case 'payments':
      return {
        STRIPE_SECRET_KEY: process.env.STRIPE_SECRET_KEY ?? 'sk_test_local',
        STRIPE_WEBHOOK_SECRET: process.env.STRIPE_WEBHOOK_SECRET ?? secrets.stripeWebhookSecret,
        ...(process.env.STRIPE_SECRET_KEY
          ? {}
          : { STRIPE_API_BASE: await route(domain, 'stripe', `http://127.0.0.1:${ports.stripe}`) }),
      };
    case 'notifications':
      return {
        SMTP_URL: process.env.SMTP_URL ?? (await route(domain, 'mail', `smtp://127.0.0.1:${ports.smtp}`)),
        MAIL_FROM: process.env.MAIL_FROM ?? 'Storegraph <shop@storegraph.example>',
      };
    default:
      return {};
  }
}

/** A process of its own, so that the seed's size and memory are its own. Data that is there already stays as it is. */
async function seedAll(
  root: string,
  databaseUrl: (domain: Domain) => string,
  size: string,
  say: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  const seeds = domains.flatMap((domain) => {
    const file = join(root, `subgraphs/${domain}/dist/seed.mjs`);
    return existsSync(file) ? [[file, databaseUrl(domain)] as const] : [];
  });
  const script = seeds
    .map(([file, url]) => `await (await import(${JSON.stringify(file)})).seed(${JSON.stringify(url)});`)
    .join('\n');
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', `${script}\nprocess.exit(0);`], {
      cwd: dirname(join(root, 'package.json')),
      env: { ...baseEnvironment(), SEED_SIZE: size },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`The seed failed:\n${errors.slice(-2_000)}`))));
  });
  say(`The seed data is there (${seconds(started)})`);
}
