import helmet from '@fastify/helmet';
import { addMetrics, type VerifyToken } from '@storegraph/kit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { addCors } from './http/cors.ts';
import { shapeErrors } from './http/errors.ts';
import { takeEvents } from './http/events.route.ts';
import { addGraphql, type GraphqlRouteOptions } from './http/graphql.route.ts';
import { addHealth, type HealthOptions } from './http/health.routes.ts';
import { passThrough } from './http/passThrough.ts';
import { addPlayground, playgroundFolder } from './http/playground.routes.ts';
import { requestIdOf } from './http/requestId.ts';
import { addSchema } from './http/schema.route.ts';

export interface GatewayServerOptions extends GraphqlRouteOptions, HealthOptions {
  /** A base URL of a service that does more than GraphQL; undefined when there is none of this name. */
  addressOf(name: string): string | undefined;
  verifyService: VerifyToken;
  /** Where the built playground is, when it is not beside this package. */
  playground?: string;
  /** Default: 100,000. */
  bodyLimitInBytes?: number;
}

const WEBHOOK_LIMIT_IN_BYTES = 1_000_000;

/** The one public door. */
export async function createGatewayServer(options: GatewayServerOptions): Promise<FastifyInstance> {
  const { graph, isDraining, log, verifyService } = options;
  const { playground = playgroundFolder(), bodyLimitInBytes = 100_000 } = options;
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitInBytes,
    requestTimeout: 10_000,
    genReqId: requestIdOf,
    requestIdHeader: false,
    forceCloseConnections: 'idle',
  });
  app.removeContentTypeParser('text/plain'); // a page of another site could send it without asking
  addMetrics(app, 'gateway');
  await addCors(app, options);
  await app.register(helmet, { contentSecurityPolicy: false, crossOriginResourcePolicy: { policy: 'cross-origin' } });
  shapeErrors(app, { bodyLimitInBytes });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (isDraining()) reply.header('connection', 'close');
  });

  addHealth(app, options);
  takeEvents(app, graph.changes, verifyService);
  addGraphql(app, options);
  addSchema(app, graph);
  await addPassThroughs(app, options);
  await addPlayground(app, playground);
  return app;
}

/** What two services do beside GraphQL; where there is no such service, there is nothing at these addresses. */
async function addPassThroughs(app: FastifyInstance, { addressOf, log }: GatewayServerOptions): Promise<void> {
  if (addressOf('payments'))
    await app.register(async (raw) => {
      raw.removeAllContentTypeParsers();
      raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: WEBHOOK_LIMIT_IN_BYTES }, (_request, body, done) =>
        done(null, body),
      );
      const headers = ['content-type', 'stripe-signature'];
      raw.post('/webhooks/stripe', (request, reply) =>
        passThrough(addressOf('payments')!, request, reply, { prefix: '/webhooks/stripe', headers, log }),
      );
    });
  if (addressOf('products'))
    app.get('/media/*', (request, reply) =>
      passThrough(addressOf('products')!, request, reply, { prefix: '/media/', headers: ['if-none-match'], log }),
    );
}
