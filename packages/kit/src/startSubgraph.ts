import type { FastifyInstance } from 'fastify';
import type { Service } from './context.ts';
import { type Connection, connect } from './database.ts';
import type { SubgraphDefinition } from './definition.ts';
import { EnvironmentError, environmentShape, parseServices, readEnvironment } from './environment.ts';
import { declareEvents } from './events.ts';
import { stopWithProcess } from './lifecycle.ts';
import { createLogger } from './logger.ts';
import { migrateDatabase } from './migrate.ts';
import { httpTransport, remoteCommands } from './remote.ts';
import { createServer } from './server.ts';
import { createTokenMinter, createTokenVerifier } from './token.ts';
import { startWorker } from './worker.ts';

export interface RunningSubgraph {
  app: FastifyInstance;
  service: Service;
  connection: Connection;
  stop(): Promise<void>;
}

/** Runs a subgraph: environment, migrations, server, relay, jobs, and a stop that drains. Exits with a clear message when it cannot start. */
export async function startSubgraph(definition: SubgraphDefinition): Promise<RunningSubgraph> {
  try {
    const running = await run(definition);
    stopWithProcess(running.stop);
    return running;
  } catch (error) {
    if (error instanceof EnvironmentError) process.stderr.write(`${definition.name}: ${error.message}\n`);
    else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      process.stderr.write(`${definition.name}: port ${process.env.PORT} is taken; set PORT to a free one\n`);
    else createLogger(definition.name).fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

async function run(definition: SubgraphDefinition): Promise<RunningSubgraph> {
  const { name } = definition;
  const env = readEnvironment(environmentShape(definition)) as Record<string, any>;
  const log = createLogger(name, env.LOG_LEVEL);
  await migrateDatabase(env.DATABASE_URL, definition.migrations);
  const connection = connect(env.DATABASE_URL, { pool: env.DATABASE_POOL });
  const mint = await createTokenMinter({ name, privateJwk: env.INTERNAL_PRIVATE_JWK });
  const transport = httpTransport(parseServices(env.SERVICES), mint);
  const service: Service = { name, db: connection.db, env, log, remote: (other) => remoteCommands(transport, other) };

  declareEvents(definition.emits);
  await definition.prepare?.(service);
  const { app, stopApollo } = await createServer(
    definition,
    service,
    createTokenVerifier({ name, jwks: env.INTERNAL_JWKS }),
  );
  await app.listen({ port: env.PORT, host: env.HOST });
  const worker = await startWorker(definition, service, connection, transport);
  log.info({ port: env.PORT }, 'ready');

  return {
    app,
    service,
    connection,
    async stop() {
      await app.close(); // requests under way are answered first
      await stopApollo();
      await worker.stop();
      await transport.close();
      await connection.close();
    },
  };
}
