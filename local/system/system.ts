import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort, isFree } from '../ports.ts';
import type { RunningPostgres } from '../postgres/postgres.ts';
import { StartProblem } from '../storage.mjs';
import { Child, type ChildOptions } from './child.ts';
import { domainUrl } from './databases.ts';
import {
  baseEnvironment,
  compileCache,
  domainEnvironment,
  externalDatabases,
  gatewayEnvironment,
  googleEnvironment,
  mailEnvironment,
  nameOf,
  type Route,
  signalVariables,
  storefrontAddress,
  storefrontEnvironment,
  stripeEnvironment,
  type Surroundings,
  type Variables,
} from './environment.ts';
import { choosePorts, type Domain, domains, folderOf, type PortName, type Ports, portVariables } from './layout.ts';
import { loadSecrets } from './secrets.ts';
import { type SeedSize, seedAll } from './seed.ts';
import { PostgresServer } from './server.ts';

export type { Route } from './environment.ts';
export type ProcessName = Domain | 'gateway' | 'storefront' | 'stripe' | 'mail' | 'google';

export interface SystemOptions {
  /** Where data, secrets and logs are kept. */
  directory: string;
  /** The checkout: where the bundles are. */
  root: string;
  ports?: 'fixed' | 'free';
  /** Without it: full, and none for databases that are not ours. */
  seed?: SeedSize;
  /** Data that may be lost, for tests: Postgres does not flush. */
  volatile?: boolean;
  /** Volatile data that stays when the system is stopped: to be copied. */
  kept?: boolean;
  /** The gateway and all subgraphs in one process: half the memory, and nothing that can be killed alone. */
  single?: boolean;
  /** With the web app. */
  storefront?: boolean;
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
  /** Each process in a group of its own: a Ctrl-C in the terminal is for the caller, who stops them in order. */
  apart?: boolean;
  /** Ends the start: what runs already is stopped. */
  signal?: AbortSignal;
  say?(line: string): void;
}

export interface RunningSystem {
  url: string;
  storefrontUrl: string;
  mailUrl: string;
  stripeUrl: string;
  googleUrl: string;
  ports: Ports;
  /** Where its data, secrets and logs are. */
  directory: string;
  /** What empty databases were filled with. */
  seed: SeedSize;
  databaseUrl(domain: Domain): string;
  readonly postgres: RunningPostgres | undefined;
  /** kill -9 of our Postgres; resolves when it is there again. */
  crashPostgres(): Promise<void>;
  processes: ReadonlyMap<string, Child>;
  stop(): Promise<void>;
}

/** Starts everything that Storegraph is, each part as a process of its own or, with `single`, together. Leaves nothing running when it throws. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { root, say = () => {}, volatile, kept, apart, signal } = options;
  const directory = resolve(options.directory);
  const ports = await choosePorts(options.ports ?? 'fixed');
  const portsOf = await choosePortsOfReplicas(ports, options.replicas);
  const external = externalDatabases();
  const seed = options.seed ?? (external ? 'none' : 'full');
  await checkPorts(ports, external !== undefined);
  mkdirSync(directory, { recursive: true });
  const secretsFile = join(directory, 'secrets.json');
  const isNew = !existsSync(secretsFile);
  const secrets = await loadSecrets(secretsFile);
  const resolveFrom = join(root, 'local/package.json');
  const postgres = external
    ? undefined
    : new PostgresServer({ directory, port: ports.postgres, secrets, volatile, kept, apart, resolveFrom, say });
  const databaseUrl = (domain: Domain) =>
    external?.[domain] ?? domainUrl(ports.postgres, domain, secrets.rolePasswords[domain]);
  const route: Route = options.route ?? ((_from, _to, url) => url);
  const storefrontUrl = options.storefront ? storefrontAddress(ports) : undefined;
  const surroundings: Surroundings = { root, directory, ports, portsOf, secrets, route, databaseUrl, storefrontUrl };

  const stops: (() => Promise<void>)[] = [];
  const processes = new Map<string, Child>();
  const stop = async () => {
    for (const process of processes.values()) process.letGo();
    while (stops.length > 0) await stops.pop()!().catch((error: Error) => say(`While stopping: ${error.message}`));
    // those that a failed start had begun with
    await Promise.all([...processes.values()].map((process) => process.stop()));
  };
  const child = (
    name: string,
    environment: Variables,
    port = ports[(name === 'single' ? 'gateway' : name) as PortName],
  ) => {
    const kind = name.replace(/-\d+$/, '') as ProcessName;
    const given = options.bundles?.[kind];
    // of others it would keep more with each build: one that is given lies elsewhere, and the storefront's parts are named by their content
    const hasOneName = given === undefined && kind !== 'storefront';
    const bundle = given ?? join(root, folderOf(kind), 'dist/main.mjs');
    const started = new Child({
      name,
      command: commandOf(bundle, name, options.sourceMaps),
      environment: {
        ...baseEnvironment(),
        ...(hasOneName && compileCache(root)),
        PORT: String(port),
        ...environment,
        ...options.environment?.[kind],
      },
      readyUrl: `http://127.0.0.1:${port}${name === 'stripe' || name === 'google' ? '/health' : '/ready'}`,
      logDirectory: join(directory, 'logs'),
      apart,
      say,
    });
    processes.set(name, started);
    started.start();
    return started;
  };
  const ready = async (parts: Child[]) => {
    stops.push(() => Promise.all(parts.map((part) => part.stop())).then(() => {}));
    await unlessAborted(Promise.all(parts.map((part) => part.ready())), signal);
  };
  const fill = async () => {
    if (seed === 'none' && external) say('Databases of your own stay as they are: --seed full fills them');
    if (seed === 'none') return;
    const started = performance.now();
    if (isNew) say(`The shop is being filled${seed === 'full' ? ' with 1,000 products' : ''}: only at the first start`);
    await seedAll({ root, databaseUrl, size: seed, signal });
    say(`The seed data is there (${seconds(started)})`);
  };

  try {
    if (postgres) {
      stops.push(() => postgres.stop());
      await unlessAborted(postgres.start(), signal);
    }
    const started = performance.now();
    const helpers = [
      child('stripe', await stripeEnvironment(surroundings)),
      child('mail', mailEnvironment(surroundings)),
      child('google', googleEnvironment(surroundings)),
    ];
    if (options.single) {
      await ready([...helpers, child('single', await singleEnvironment(options, surroundings))]);
      say(
        `One process with everything, the local Stripe, the local Google and the mail inbox are up (${seconds(started)})`,
      );
      await fill();
    } else {
      const environments = await Promise.all(
        domains.map(async (domain) => [domain, await domainEnvironment(domain, surroundings)] as const),
      );
      const subgraphs = environments.flatMap(([domain, environment]) =>
        portsOf[domain].map((port, replica) =>
          // the port of metrics is the first one's
          child(nameOf(domain, replica), { ...environment, ...(replica > 0 && { METRICS_PORT: '' }) }, port),
        ),
      );
      await ready([...helpers, ...subgraphs]);
      say(
        `${domains.length} subgraphs, the local Stripe, the local Google and the mail inbox are up (${seconds(started)})`,
      );
      await fill();
      const seeded = performance.now();
      await ready([child('gateway', await gatewayEnvironment(surroundings))]);
      say(`The gateway is up (${seconds(seeded)})`);
    }
    if (options.storefront) {
      await ready([child('storefront', storefrontEnvironment(surroundings))]);
      say('The storefront is up');
    }
  } catch (error) {
    await stop();
    throw error;
  }

  const at = (name: PortName) => `http://localhost:${ports[name]}`;
  return {
    url: at('gateway'),
    storefrontUrl: at('storefront'),
    mailUrl: at('mail'),
    stripeUrl: at('stripe'),
    googleUrl: at('google'),
    ports,
    directory,
    seed,
    databaseUrl,
    get postgres() {
      return postgres?.now;
    },
    async crashPostgres() {
      if (!postgres) throw new Error('Postgres is not ours to crash');
      await postgres.crash();
    },
    processes,
    stop,
  };
}

/** What is waited for goes on when the start is ended; whoever ends it stops it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    work.catch(() => {});
  }
}

/** The variables of each part, as it would have had them as a process. */
async function singleEnvironment({ environment }: SystemOptions, surroundings: Surroundings): Promise<Variables> {
  const parts: Record<string, Variables> = {};
  for (const name of [...domains, 'gateway' as const]) {
    parts[name] = {
      ...baseEnvironment(),
      PORT: String(surroundings.ports[name]),
      ...(name === 'gateway' ? await gatewayEnvironment(surroundings) : await domainEnvironment(name, surroundings)),
      ...environment?.[name],
    };
  }
  return {
    ...signalVariables('gateway'),
    ROOT: surroundings.root,
    ENVIRONMENTS: JSON.stringify(parts),
    NODE_OPTIONS: '--max-semi-space-size=32 --max-old-space-size=512',
  };
}

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

async function checkPorts(ports: Ports, withoutPostgres: boolean): Promise<void> {
  const problems: string[] = [];
  for (const [name, port] of Object.entries(ports) as [PortName, number][]) {
    // a Postgres that outlived its parent is taken over; its launcher says so when it is somebody else's
    if (name === 'postgres' || withoutPostgres) continue;
    if (!(await isFree(port))) problems.push(`  ${port} (${name}): set ${portVariables[name][0]} to a free port`);
  }
  if (problems.length > 0)
    throw new StartProblem(
      `These ports are taken, maybe by a Storegraph that is still running:\n${problems.join('\n')}`,
    );
}

function commandOf(bundle: string, name: string, sourceMaps = false): ChildOptions['command'] {
  if (!existsSync(bundle)) throw new Error(`${name} is not built (${bundle} is missing): run "pnpm build"`);
  return [process.execPath, '--expose-gc', ...(sourceMaps ? ['--enable-source-maps'] : []), bundle];
}
