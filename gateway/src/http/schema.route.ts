import { type KeptBytes, keep } from '@storegraph/executor';
import type { FastifyInstance } from 'fastify';
import { type GraphQLSchema, printSchema } from 'graphql';
import type { Graph } from '../graph.ts';
import { sendKept, varyBy } from './sendBytes.ts';

/** GET /schema.graphql: what clients can ask, with descriptions, also where introspection is off. */
export function addSchema(app: FastifyInstance, graph: Graph): void {
  let printed: { schema: GraphQLSchema; bytes: KeptBytes } | undefined;
  app.get('/schema.graphql', (request, reply) => {
    const schema = graph.apiSchema;
    if (printed?.schema !== schema) printed = { schema, bytes: keep(printSchema(schema)) };
    varyBy(reply, 'accept-encoding');
    reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=60');
    return sendKept(printed.bytes, request, reply);
  });
}
