import {
  collectAfterBoot,
  createLogger,
  EnvironmentError,
  httpPost,
  type PostOffice,
  stopWithProcess,
} from '@storegraph/kit';
import type { FastifyInstance } from 'fastify';
import { limitsOf } from './gateway.env.ts';
import { createGraph } from './graph.ts';
import { createIdentity } from './identity.ts';
import { createGatewayServer } from './server.ts';
import { foreignSettings, shopSettings } from './settings.ts';
import { Subgraph } from './subgraph/subgraph.ts';
import { Subgraphs } from './subgraph/subgraphs.ts';
import { readSupergraph, watchSupergraph } from './supergraph.ts';

/** Runs the gateway on a supergraph that was composed before: it serves even while subgraphs are down. */
export async function startGateway(options: GatewayOptions = {}): Promise<void> {
  try {
    const { stop } = await runGateway(options);
    stopWithProcess(stop);
    collectAfterBoot();
  } catch (error) {
    if (error instanceof EnvironmentError) process.stderr.write(`gateway: ${error.message}\n`);
    else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      process.stderr.write(`gateway: port ${(error as { port?: number }).port} is taken; set PORT to a free one\n`);
    else createLogger('gateway').fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

export interface RunningGateway {
  app: FastifyInstance;
  url: string;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  /** Instead of the process's own variables. */
  environment?: Record<string, string | undefined>;
  /** What reaches a subgraph, when it is not HTTP. */
  officeOf?(name: string): PostOffice;
  /** Where the built playground is, when it is not beside this file. */
  playground?: string;
  /** The file of a supergraph that is not the shop's. Nothing else has to be set then: see foreignSettings. */
  foreignSupergraph?: string;
}

/** As startGateway, for whoever runs more in the process: throws, and leaves stopping to the caller. */
export async function runGateway({
  environment = process.env,
  officeOf,
  playground,
  foreignSupergraph,
}: GatewayOptions = {}): Promise<RunningGateway> {
  const settings = foreignSupergraph ? foreignSettings(environment, foreignSupergraph) : shopSettings(environment);
  const { env, supergraphFile: file, services } = settings;
  const log = createLogger('gateway', env.LOG_LEVEL);
  const production = env.NODE_ENV === 'production';
  const trusted = settings.readTrusted(log);
  const { mint, readViewer, verifyService } = await createIdentity(env);
  const subgraphs = new Subgraphs((name, url) => {
    const timeouts = { queryTimeoutInMs: env.QUERY_TIMEOUT_MS, mutationTimeoutInMs: env.MUTATION_TIMEOUT_MS };
    const office = officeOf?.(name) ?? httpPost(url.origin);
    return new Subgraph({ name, office, path: `${url.pathname}${url.search}`, mint, log, ...timeouts });
  });
  let supergraph = readSupergraph(file);
  subgraphs.use(settings.urlsOf(supergraph));
  const graph = await createGraph({
    supergraphSdl: supergraph.sdl,
    trusted,
    log,
    introspection: !production,
    limits: limitsOf(env),
    links: env.LINKS,
    send: subgraphs.execute,
  });
  const app = await createGatewayServer({
    graph,
    readViewer,
    services,
    log,
    production,
    playground: foreignSupergraph ? '' : playground,
    trusted,
    operationTimeoutInMs: env.OPERATION_TIMEOUT_MS,
    verifyService,
    bodyLimitInBytes: env.REQUEST_BODY_LIMIT,
    corsOrigins: env.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  });
  const url = await app.listen({ host: env.HOST, port: env.PORT });
  log.info({ url, port: env.PORT }, 'ready');
  const warmUp = () => void graph.warmUp().catch((error) => log.warn({ err: error }, 'the warm-up failed'));
  warmUp();
  const unwatch = watchSupergraph(file, () => {
    try {
      const next = readSupergraph(file);
      subgraphs.use(settings.urlsOf(next));
      graph.update(next.sdl);
      supergraph = next;
      graph.changes.publish();
      log.info({ file }, 'the supergraph has changed');
      warmUp();
    } catch (error) {
      subgraphs.use(settings.urlsOf(supergraph));
      log.error({ err: error, file }, 'the new supergraph cannot be used: the old one is kept');
    }
  });
  return {
    app,
    url,
    async stop() {
      unwatch();
      await app.close();
      await graph.stop();
      await subgraphs.close();
    },
  };
}
