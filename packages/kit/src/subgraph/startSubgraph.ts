import type { FastifyInstance } from 'fastify';
import type { Service } from '../process/service.ts';
import { type Connection, connect, outliveLostConnections } from '../data/database.ts';
import type { SubgraphDefinition } from './definition.ts';
import { environmentShape, readEnvironment, type SubgraphEnvironment } from '../process/environment.ts';
import { startProcess } from '../process/startProcess.ts';
import { createLogger } from '../process/logger.ts';
import { migrateDatabase } from '../data/migrate.ts';
import { httpMessenger, type Messenger } from '../messaging/messenger.ts';
import { createServer, type SubgraphServer } from './server.ts';
import { Services } from '../messaging/services/services.ts';
import { readBacklog } from '../messaging/backlog.ts';
import { readPool } from '../process/signals/statements.ts';
import { createTokenMinter, createTokenVerifier, type MintToken } from '../messaging/token.ts';
import { startWorker } from '../messaging/worker.ts';

export interface RunningSubgraph {
  app: FastifyInstance;
  postGraphql: SubgraphServer['postGraphql'];
  service: Service;
  connection: Connection;
  stop(): Promise<void>;
}

/** Runs a subgraph: environment, migrations, server, relay, jobs, and a stop that drains. Exits with a clear message when it cannot start. */
export async function startSubgraph(definition: SubgraphDefinition): Promise<RunningSubgraph> {
  outliveLostConnections();
  const { name } = definition;
  return startProcess({ name, shape: environmentShape(definition) }, () => runSubgraph(definition));
}

export interface RunOptions {
  /** Instead of the process's own variables. */
  environment?: Record<string, string | undefined>;
  /** How other services are reached, when it is not over HTTP. */
  messenger?(mint: MintToken): Messenger;
}

/** As startSubgraph, for whoever runs several in one process: throws, and leaves stopping to the caller. */
export async function runSubgraph(
  definition: SubgraphDefinition,
  { environment = process.env, messenger: messengerTo }: RunOptions = {},
): Promise<RunningSubgraph> {
  const { name } = definition;
  const env = readEnvironment(environmentShape(definition), environment) as SubgraphEnvironment;
  const log = createLogger(name, env.LOG_LEVEL);
  await migrateDatabase(env.DATABASE_URL, definition.migrations);
  const connection = connect(env.DATABASE_URL, { pool: env.DATABASE_POOL });
  const mint = await createTokenMinter({ name, privateJwk: env.INTERNAL_PRIVATE_JWK });
  const services = Services.read(env, log);
  const messenger = messengerTo?.(mint) ?? httpMessenger(services, mint);
  const service: Service = { name, db: connection.db, env, log, send: messenger.command };

  await definition.prepare?.(service);
  const { app, postGraphql, stopGraph } = await createServer(
    definition,
    service,
    createTokenVerifier({ name, jwks: env.INTERNAL_JWKS }),
  );
  await app.listen({ port: env.PORT, host: env.HOST });
  // jobs have their own pace of trying again: they neither wait for a trial nor are one
  const patient: Service = { ...service, send: (to, command, input) => messenger.command(to, command, input, true) };
  const worker = await startWorker(definition, patient, connection, messenger);
  const unread = [...connection.pools.map(readPool), readBacklog(name, connection.db)];
  log.info({ port: env.PORT }, 'ready');

  return {
    app,
    postGraphql,
    service,
    connection,
    async stop() {
      for (const end of unread) end();
      await app.close(); // requests under way are answered first
      await stopGraph();
      await worker.stop();
      await messenger.close();
      services.close();
      await connection.close();
    },
  };
}
