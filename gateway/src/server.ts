import { fileURLToPath } from 'node:url';
import helmet from '@fastify/helmet';
import {
  type ConnectionLimits,
  closeSilentConnections,
  createBoundedServer,
  observeRequests,
  type VerifyToken,
} from '@storegraph/kit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { addCors } from './http/cors.ts';
import { badAddress, shapeErrors } from './http/errors.ts';
import { takeEvents } from './http/events.route.ts';
import { addGraphql, type GraphqlRouteOptions } from './http/graphql.route.ts';
import { addHealth, type HealthOptions } from './http/health.routes.ts';
import { addPages, type Pages } from './http/pages.routes.ts';
import { addPassThroughs, type PassThroughOptions } from './http/passThrough.ts';
import { addPlayground } from './http/playground.routes.ts';
import type { RateLimits } from './http/rateLimits.ts';
import { requestIdOf } from './http/requestId.ts';
import { addSchema } from './http/schema.route.ts';
import { logRequests } from './signals/requestLog.ts';

export interface GatewayServerOptions extends GraphqlRouteOptions, HealthOptions, PassThroughOptions {
  verifyService: VerifyToken;
  /** Which events say that answers have changed: "service.Type". */
  changeEvents: readonly string[];
  rateLimits?: RateLimits;
  /** Their trusted proxies are also those whose `x-forwarded-for` counts. Without any, a client's address is the socket's. */
  connections: ConnectionLimits;
  pages?: Pages;
  /** Where the built playground is, when it is not beside this package. */
  playground?: string;
  /** Default: 100,000. */
  bodyLimitInBytes?: number;
}

// the same from here and from the bundle, which is made in that folder
const builtPlayground = fileURLToPath(new URL('../dist/playground', import.meta.url));

/** The one public door. */
export async function createGatewayServer(options: GatewayServerOptions): Promise<FastifyInstance> {
  const { graph, isDraining, log, verifyService, changeEvents, rateLimits, connections } = options;
  const { playground = builtPlayground, bodyLimitInBytes = 100_000 } = options;
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (handle) => createBoundedServer(handle, connections),
    trustProxy: connections.isTrustedProxy ?? false,
    bodyLimit: bodyLimitInBytes,
    genReqId: requestIdOf,
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (_error, request, reply) => badAddress(request, reply),
  });
  closeSilentConnections(app);
  app.removeContentTypeParser('text/plain'); // a page of another site could send it without asking
  observeRequests(app, { service: 'gateway' });
  logRequests(app, options);
  await addCors(app, options);
  await app.register(helmet, { contentSecurityPolicy: false, crossOriginResourcePolicy: { policy: 'cross-origin' } });
  shapeErrors(app, { bodyLimitInBytes });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (isDraining()) reply.header('connection', 'close');
  });

  addHealth(app, options);
  takeEvents(app, { changes: graph.changes, verify: verifyService, taken: changeEvents });
  await app.register(async (limited) => {
    if (rateLimits) limited.addHook('onRequest', rateLimits.countRequest);
    addGraphql(limited, options);
    addSchema(limited, graph);
    addPassThroughs(limited, options);
    await addPlayground(limited, playground);
    if (options.pages) await addPages(limited, options.pages);
  });
  return app;
}
