import { setTimeout as delay } from 'node:timers/promises';
import { Changes } from '@storegraph/executor';
import { followFile, httpTransport, startProcess, stateOfFile, type Transport } from '@storegraph/kit';
import type { FastifyInstance } from 'fastify';
import { askByCommand, Authority, readingAuthority } from './authority.ts';
import { foreignEnvironment, gatewayEnvironment, limitsOf } from './gateway.env.ts';
import { createGraph } from './graph.ts';
import type { Pages } from './http/pages.routes.ts';
import { parsePassThroughs } from './http/passThrough.ts';
import { PersistedDocuments } from './http/persistedDocuments.ts';
import { protectionBy } from './http/protection.ts';
import { createIdentity } from './identity.ts';
import { createGatewayServer } from './server.ts';
import { foreignSettings, shopSettings } from './settings.ts';
import { Subgraph } from './subgraph/subgraph.ts';
import { Subgraphs } from './subgraph/subgraphs.ts';
import { readSupergraph } from './supergraph.ts';

/** Runs the gateway on a supergraph that was composed before: it serves even while subgraphs are down. */
export async function startGateway(options: GatewayOptions = {}): Promise<void> {
  const { environment, foreignSupergraph } = options;
  const shape = foreignSupergraph ? foreignEnvironment : gatewayEnvironment;
  await startProcess({ name: 'gateway', shape, environment, isPublic: true }, () => runGateway(options));
}

export interface RunningGateway {
  app: FastifyInstance;
  url: string;
  /** No more requests, then no more connections; what is under way is answered. */
  stop(): Promise<void>;
  stopsWithinMs: number;
}

export interface GatewayOptions {
  /** Instead of the process's own variables. */
  environment?: Record<string, string | undefined>;
  /** What reaches a subgraph, when it is not HTTP. */
  transportOf?(name: string): Transport;
  /** Where the built playground is, when it is not beside this file. */
  playground?: string;
  /** What is shown to people beside the playground. */
  pages?: Pages;
  /** The file of a supergraph that is not the shop's. Nothing else has to be set then: see foreignSettings. */
  foreignSupergraph?: string;
}

/** As startGateway, for whoever runs more in the process: throws, and leaves stopping to the caller. */
export async function runGateway({
  environment = process.env,
  transportOf,
  playground,
  pages,
  foreignSupergraph,
}: GatewayOptions = {}): Promise<RunningGateway> {
  const settings = foreignSupergraph ? foreignSettings(environment, foreignSupergraph) : shopSettings(environment);
  const { env, log, supergraphFile: file, services } = settings;
  const production = env.NODE_ENV === 'production';
  const { DRAIN_SECONDS: drainInSeconds = production ? 5 : 0 } = env;
  const isOn = (asked: '' | 'on' | 'off') => (asked || (production ? 'off' : 'on')) === 'on';
  const trusted = settings.readTrusted();
  const { trustedOnly, rateLimits, connections } = protectionBy(env, trusted);
  const { mint, readViewer: readToken, verifyService } = await createIdentity(env);
  const changes = new Changes();
  const subgraphs = new Subgraphs((name, { addresses, path }) => {
    const timeouts = { queryTimeoutInMs: env.QUERY_TIMEOUT_MS, mutationTimeoutInMs: env.MUTATION_TIMEOUT_MS };
    const transport =
      transportOf?.(name) ?? httpTransport(addresses, { name, maxAnswerInBytes: env.SUBGRAPH_ANSWER_LIMIT });
    return new Subgraph({ name, transport, path, mint, readViewer, changes, log, ...timeouts });
  });
  const readViewer =
    mint && env.AUTHORITY_CHANGES
      ? readingAuthority(
          readToken,
          new Authority({ ask: askByCommand(env.AUTHORITY_CHANGES, subgraphs.transportOf, mint), log }),
        )
      : readToken;
  const stateOfSupergraph = stateOfFile(file);
  let supergraph = readSupergraph(file);
  subgraphs.use(settings.sitesOf(supergraph));
  const graph = await createGraph({
    supergraphSdl: supergraph.sdl,
    trusted,
    trustedOnly,
    beforeParsing: rateLimits?.countParsing,
    admit: rateLimits?.admit,
    log,
    introspection: isOn(env.INTROSPECTION),
    limits: limitsOf(env),
    links: env.LINKS,
    changes,
    send: subgraphs.execute,
  });
  rateLimits?.check(graph.apiSchema);
  let isDraining = false;
  const app = await createGatewayServer({
    graph,
    readViewer,
    transports: () => subgraphs.transports,
    isDraining: () => isDraining,
    addressOf: (name) => services.of(name) && (subgraphs.transportOf(name)?.address() ?? services.of(name)?.now()[0]),
    passThroughs: parsePassThroughs(env.PASS_THROUGH, (name) => services.of(name) !== undefined),
    rateLimits,
    connections,
    log,
    production,
    playground: foreignSupergraph || !isOn(env.PLAYGROUND) ? '' : playground,
    pages,
    trusted,
    persisted: isOn(env.APQ) ? new PersistedDocuments() : undefined,
    operationTimeoutInMs: env.OPERATION_TIMEOUT_MS,
    verifyService,
    changeEvents: env.CHANGE_EVENTS,
    bodyLimitInBytes: env.REQUEST_BODY_LIMIT,
    corsOrigins: env.CORS_ORIGINS,
    explainRoles: env.EXPLAIN_ROLES,
  });
  const url = await app.listen({ host: env.HOST, port: env.PORT });
  log.info({ url, port: env.PORT }, 'ready');
  const warmUp = () => void graph.warmUp().catch((error) => log.warn({ err: error }, 'the warm-up failed'));
  warmUp();
  const unfollow = followFile(file, stateOfSupergraph, () => {
    try {
      const next = readSupergraph(file);
      subgraphs.use(settings.sitesOf(next));
      graph.update(next.sdl);
      supergraph = next;
      changes.publish();
      log.info({ file }, 'the supergraph has changed');
      warmUp();
    } catch (error) {
      subgraphs.use(settings.sitesOf(supergraph));
      log.error({ err: error, file }, 'the new supergraph cannot be used: the old one is kept');
    }
  });
  return {
    app,
    url,
    stopsWithinMs: 1_000 * drainInSeconds + 20_000,
    async stop() {
      unfollow();
      isDraining = true;
      await delay(1_000 * drainInSeconds);
      await app.close();
      await graph.stop();
      await subgraphs.close();
      settings.close();
    },
  };
}
