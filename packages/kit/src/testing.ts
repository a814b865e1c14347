import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import type { Context, ReadAuthority, Viewer } from './graph/context.ts';
import { requestInfo } from './graph/request.ts';
import type { Service } from './process/service.ts';
import { type Connection, connect } from './data/database.ts';
import type { SubgraphDefinition } from './subgraph/definition.ts';
import { readEnvironment } from './process/environment.ts';
import { receiveEvent } from './messaging/events.ts';
import { createSubgraphGraph } from './subgraph/execute.ts';
import { newId } from './graph/id.ts';
import { runDueJobs, schedulePeriodicJobs } from './messaging/jobs.ts';
import { createLogger } from './process/logger.ts';
import { migrateDatabase } from './data/migrate.ts';
import { createContext } from './subgraph/server.ts';
import { loadLimitsFor, RequestWork } from './graph/work.ts';

export * from './inputs.testing.ts';
export * from './process/signals/receivers.testing.ts';
export * from './rows.testing.ts';
export * from './until.testing.ts';

const adminUrl = (): string => {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: run the tests by vitest with its global setup');
  return url;
};
const urlOf = (database: string): string => Object.assign(new URL(adminUrl()), { pathname: `/${database}` }).href;

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A fresh database, cloned from a template that is migrated once per run and migration state. */
export async function createTestDatabase({
  name,
  migrations,
}: Pick<SubgraphDefinition, 'name' | 'migrations'>): Promise<TestDatabase> {
  const admin = postgres(adminUrl(), { max: 1, onnotice: () => {} });
  const template = `template_${name}_${fingerprint(migrations)}`;
  const database = `test_${name}_${randomUUID().replaceAll('-', '')}`;
  await admin`SELECT pg_advisory_lock(hashtext(${template}))`;
  try {
    const [known] = await admin`SELECT 1 FROM pg_database WHERE datname = ${template}`;
    if (!known) {
      const building = `${template}_building`;
      await admin.unsafe(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
      await admin.unsafe(`CREATE DATABASE ${building}`);
      await migrateDatabase(urlOf(building), migrations);
      await admin.unsafe(`ALTER DATABASE ${building} RENAME TO ${template}`);
    }
    await admin.unsafe(`CREATE DATABASE ${database} TEMPLATE ${template}`);
  } finally {
    await admin`SELECT pg_advisory_unlock(hashtext(${template}))`;
  }
  return {
    url: urlOf(database),
    async drop() {
      await admin.unsafe(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await admin.end();
    },
  };
}

function fingerprint(migrations: URL): string {
  const hash = createHash('sha1');
  hash.update(readFileSync(new URL('./data/migrate.ts', import.meta.url)));
  const folder = new URL(`${migrations.href.replace(/\/$/, '')}/`);
  for (const file of readdirSync(folder)
    .filter((entry) => entry.endsWith('.sql'))
    .sort())
    hash.update(readFileSync(new URL(file, folder)));
  return hash.digest('hex').slice(0, 12);
}

export const newViewer = (roles: string[] = ['CUSTOMER']): Viewer => ({
  id: newId('usr'),
  roles,
  sessionId: randomUUID(),
});

export interface TestResult {
  data?: any;
  errors?: any[];
  /** Headers that resolvers added to the answer. */
  headers: [string, string][];
  /** The tags of a public answer. */
  shown: string[] | null;
}

/** What other domains answer in this test: service name to commands. Everything else is real. */
export type Remotes = Record<string, Record<string, (input: any) => Promise<unknown>>>;

export interface TestOptions {
  env?: Record<string, string>;
  remotes?: Remotes;
  costLimit?: number;
  /** Who somebody is now. Without it: who they are said to be. */
  authority?: ReadAuthority;
}

const byTheirWord: ReadAuthority = async (_service, viewer) => viewer;

/** One subgraph with a real schema and its own database; no port, no gateway. */
export async function testSubgraph(
  subgraph: SubgraphDefinition,
  { env = {}, remotes = {}, costLimit, authority = byTheirWord }: TestOptions = {},
) {
  const definition = subgraph.authority ? { ...subgraph, authority } : subgraph;
  const database = await createTestDatabase(definition);
  const connection: Connection = connect(database.url, { pool: 20, countStatements: true });
  const log = createLogger(definition.name, process.env.LOG_LEVEL ?? 'silent');
  const folder = join(tmpdir(), `storegraph-files-${randomUUID()}`);
  const files = { FILES_FOLDER: folder, FILES_SECRET: 'a secret of tests, which are many and short-lived' };
  const service: Service = {
    name: definition.name,
    db: connection.db,
    log,
    env: {
      PUBLIC_URL: 'http://localhost:4000',
      NODE_ENV: 'test',
      LINKS: 'compiledQuery',
      MESSAGES_KEPT_DAYS: 30,
      ...readEnvironment(definition.env ?? {}, { ...files, ...env }),
    },
    async send(to, command, input) {
      const run = remotes[to]?.[command];
      if (!run) throw new Error(`This test does not say what ${to}.${command} answers`);
      return JSON.parse(JSON.stringify((await run(JSON.parse(JSON.stringify(input)))) ?? null));
    },
  };
  await definition.prepare?.(service);
  const graph = await createSubgraphGraph(definition, service);

  return {
    service,
    db: connection.db,
    url: database.url,
    /** Counts every statement sent to Postgres; set `count` to 0 before what is measured. */
    statements: connection.statements,
    as:
      (viewer: Viewer | null, headers: Record<string, string> = {}) =>
      async (query: string, variables: Record<string, unknown> = {}): Promise<TestResult> => {
        const added: [string, string][] = [];
        const request = requestInfo({
          id: randomBytes(8).toString('hex'),
          address: headers['x-forwarded-for'] ?? '127.0.0.1',
          header: (name) => headers[name],
          appendResponseHeader: (name, value) => void added.push([name, value]),
        });
        const context: Context = createContext(definition, service, viewer, request);
        const operation = { source: query, operationName: null, variables, context, readOnly: false };
        const { text } = await new RequestWork(loadLimitsFor(costLimit)).run(() => graph.execute(operation));
        const { data, errors } = JSON.parse(text);
        return { data, errors, headers: added, shown: context.answer.isPublic ? [...context.tags] : null };
      },
    /** As from a service that may order it. */
    async command(name: string, input: unknown): Promise<any> {
      const command = definition.commands?.[name];
      if (!command) throw new Error(`${definition.name} has no command ${name}`);
      return JSON.parse(JSON.stringify(await command.run(service, input)));
    },
    /** As from the service whose event it is. */
    deliver(type: string, payload: object, id: string = randomUUID()) {
      const { service: from, version } = definition.on?.find(({ event }) => event.type === type)?.event ?? {
        version: 1,
      };
      const event = { id, type, version, payload: { ...payload }, occurredAt: new Date().toISOString() };
      return receiveEvent(service, definition.on ?? [], event, from ?? 'nobody');
    },
    async published(): Promise<{ type: string; payload: any; subscriber: string }[]> {
      return [...(await connection.db.execute(sql`SELECT type, payload, subscriber FROM outbox ORDER BY id`))] as never;
    },
    /** Runs due jobs until none is due. With `skipDelays`, jobs of later and those that failed are due now. */
    async runJobs({ skipDelays = false, periodic = false, rounds = 20 } = {}): Promise<number> {
      if (periodic) await schedulePeriodicJobs(connection.db, definition.every ?? {});
      let total = 0;
      for (let round = 0; round < rounds; round++) {
        if (skipDelays)
          await connection.db.execute(sql`UPDATE jobs SET run_at = now() WHERE run_at > now() AND key <> 'every'`);
        const ran = await runDueJobs(service, { jobs: definition.jobs ?? {}, every: definition.every ?? {} });
        if (ran === 0) break;
        total += ran;
      }
      return total;
    },
    /** How many statements wait for a lock just now. */
    async waitingForLocks(): Promise<number> {
      const rows = await connection.db.execute(
        sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.length;
    },
    async stop() {
      await graph.stop();
      await connection.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type TestSubgraph = Awaited<ReturnType<typeof testSubgraph>>;

/** A selection of several entities, asked at once and one by one: both answers, and how many statements asking at once took. */
export async function askTogether(
  shop: TestSubgraph,
  { viewer, type, ids, selection }: { viewer: Viewer | null; type: string; ids: readonly string[]; selection: string },
): Promise<{ together: any[]; alone: any[]; statements: number }> {
  const QUERY = `query ($who: [_Any!]!) { _entities(representations: $who) { ... on ${type} { ${selection} } } }`;
  const ask = async (some: readonly string[]): Promise<any[]> => {
    const { data, errors } = await shop.as(viewer)(QUERY, { who: some.map((id) => ({ __typename: type, id })) });
    if (errors) throw new Error(JSON.stringify(errors));
    return data._entities;
  };
  // webhooks and jobs of the world before may still be at work: theirs are not counted
  shop.statements.ofQueries = 0;
  const together = await ask(ids);
  const statements = shop.statements.ofQueries;
  const alone: any[] = [];
  for (const id of ids) alone.push(...(await ask([id])));
  return { together, alone, statements };
}

export interface ShownPage {
  nodes: { id: string }[];
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount?: number | null;
}
/** What `pageThrough` reads of a page. */
export const PAGE =
  '{ totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';

/**
 * The ids of a list, page after page from its start, and from its end. Throws when a page contradicts itself: edges that are not
 * the nodes, cursors that are not those of the edges, a next page that is not there, a count that changes.
 */
export async function pageThrough(
  ask: (page: { first?: number; after?: string; last?: number; before?: string }) => Promise<ShownPage>,
  size: number,
): Promise<{ forwards: string[]; backwards: string[]; totalCount: number | null | undefined }> {
  const counts = new Set<number | null | undefined>();
  const read = async (backward: boolean): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const page: ShownPage = await ask(
        backward
          ? { last: size, ...(cursor !== null && { before: cursor }) }
          : { first: size, ...(cursor !== null && { after: cursor }) },
      );
      const { nodes, edges, pageInfo } = page;
      const own = nodes.map(({ id }) => id);
      const more = backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
      const expected = {
        edges: own,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
        // on the way there is always something behind
        behind: cursor !== null,
        isFull: more,
      };
      const shown = {
        edges: edges.map(({ node }) => node.id),
        startCursor: pageInfo.startCursor,
        endCursor: pageInfo.endCursor,
        behind: backward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage,
        isFull: more && own.length === size,
      };
      if (JSON.stringify(shown) !== JSON.stringify(expected))
        throw new Error(`A page contradicts itself: ${JSON.stringify(shown)}, not ${JSON.stringify(expected)}`);
      if (cursor !== null && own.length === 0) throw new Error('A next page was told of that is empty');
      counts.add(page.totalCount);
      if (backward) ids.unshift(...own);
      else ids.push(...own);
      if (!more) return ids;
      if (new Set(ids).size < ids.length) throw new Error(`Somebody comes up twice: ${ids.join()}`);
      cursor = (backward ? pageInfo.startCursor : pageInfo.endCursor)!;
    }
  };
  const [forwards, backwards] = [await read(false), await read(true)];
  if (counts.size > 1) throw new Error(`The count is not the same on each page: ${[...counts].join()}`);
  return { forwards, backwards, totalCount: [...counts][0] };
}
