import { readFileSync, type Stats, unwatchFile, watchFile } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  collectAfterBoot,
  createLogger,
  createTokenMinter,
  createTokenVerifier,
  EnvironmentError,
  httpPost,
  type PostOffice,
  parseServices,
  readEnvironment,
  stopWithProcess,
} from '@storegraph/kit';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { gatewayEnvironment } from './gateway.env.ts';
import { createGraph } from './graph.ts';
import { createGatewayServer } from './server.ts';
import { Subgraph } from './subgraph/subgraph.ts';
import { readTrusted } from './trusted.ts';
import { createViewerReader } from './viewer.ts';

/** Runs the gateway on a supergraph that was composed before: it serves even while subgraphs are down. */
export async function startGateway(): Promise<void> {
  try {
    const { stop } = await runGateway();
    stopWithProcess(stop);
    collectAfterBoot();
  } catch (error) {
    if (error instanceof EnvironmentError) process.stderr.write(`gateway: ${error.message}\n`);
    else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      process.stderr.write(`gateway: port ${process.env.PORT} is taken; set PORT to a free one\n`);
    else createLogger('gateway').fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

const supergraphFile = (given: string): string =>
  given || fileURLToPath(new URL('../../supergraph.graphql', import.meta.url));

function readSupergraph(file: string): string {
  try {
    const sdl = readFileSync(file, 'utf8');
    parse(sdl);
    return sdl;
  } catch (error) {
    throw new EnvironmentError(
      `${file} is not a supergraph (${(error as Error).message}): run "pnpm compose", or set SUPERGRAPH`,
    );
  }
}

const LOOK_EVERY_MS = 1_000;

/** Asks for its date: works wherever the file is mounted from. */
function watchSupergraph(file: string, changed: () => void): () => void {
  const look = (now: Stats, before: Stats) => {
    if (now.mtimeMs !== before.mtimeMs && now.mtimeMs > 0) changed();
  };
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, look);
  return () => unwatchFile(file, look);
}

export interface RunningGateway {
  app: FastifyInstance;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  /** Instead of the process's own variables. */
  environment?: Record<string, string | undefined>;
  /** What reaches a subgraph, when it is not HTTP. */
  officeOf?(name: string): PostOffice;
  /** Where the built playground is, when it is not beside this file. */
  playground?: string;
}

/** As startGateway, for whoever runs more in the process: throws, and leaves stopping to the caller. */
export async function runGateway({
  environment = process.env,
  officeOf,
  playground,
}: GatewayOptions = {}): Promise<RunningGateway> {
  const env = readEnvironment(gatewayEnvironment, environment);
  const log = createLogger('gateway', env.LOG_LEVEL);
  const services = parseServices(env.SERVICES);
  services.delete('gateway');
  const file = supergraphFile(env.SUPERGRAPH);
  const trusted = readTrusted(env.TRUSTED_DOCUMENTS, log);
  const mint = await createTokenMinter({ name: 'gateway', privateJwk: env.INTERNAL_PRIVATE_JWK });
  const subgraphs = new Map<string, Subgraph>();
  for (const [name, url] of services) {
    const limits = { queryTimeoutInMs: env.QUERY_TIMEOUT_MS, mutationTimeoutInMs: env.MUTATION_TIMEOUT_MS };
    subgraphs.set(name, new Subgraph({ name, office: officeOf?.(name) ?? httpPost(url), mint, log, ...limits }));
  }
  const graph = await createGraph({
    supergraphSdl: readSupergraph(file),
    trusted,
    log,
    introspection: env.NODE_ENV !== 'production',
    links: env.LINKS,
    send: (request) => subgraphs.get(request.operation.subgraph)!.execute(request),
  });
  const app = await createGatewayServer({
    graph,
    readViewer: createViewerReader(env.USERS_JWKS_URL),
    services,
    log,
    production: env.NODE_ENV === 'production',
    playground,
    trusted,
    operationTimeoutInMs: env.OPERATION_TIMEOUT_MS,
    verifyService: createTokenVerifier({ name: 'gateway', jwks: env.INTERNAL_JWKS }),
    corsOrigins: env.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  });
  await app.listen({ host: env.HOST, port: env.PORT });
  log.info({ port: env.PORT }, 'ready');
  const warmUp = () => void graph.warmUp().catch((error) => log.warn({ err: error }, 'the warm-up failed'));
  warmUp();
  const unwatch = watchSupergraph(file, () => {
    try {
      graph.update(readSupergraph(file));
      graph.changes.publish();
      log.info({ file }, 'the supergraph has changed');
      warmUp();
    } catch (error) {
      log.error({ err: error, file }, 'the new supergraph cannot be used: the old one is kept');
    }
  });
  return {
    app,
    async stop() {
      unwatch();
      await app.close();
      await graph.stop();
      await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.close()));
    },
  };
}
