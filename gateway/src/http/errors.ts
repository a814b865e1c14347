import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { JSON_ANSWER, mediaTypeOf } from './negotiate.ts';

interface HttpExtension {
  status?: number;
  headers?: Iterable<[string, string]>;
}

const shape = (message: string, code: string, requestId: string, extra: object = {}) => ({
  errors: [{ message, extensions: { ...extra, code, requestId } }],
});

/** An address that cannot be read: no route is looked for. */
export const badAddress = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.code(400).send(shape('This is no address', 'BAD_USER_INPUT', request.id, { field: 'path', rule: 'encoding' }));

/** Whatever goes wrong before GraphQL has GraphQL's shape, and where a client asks for it GraphQL's media type. */
export function shapeErrors(app: FastifyInstance, { bodyLimitInBytes }: { bodyLimitInBytes: number }): void {
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    const isGraphql = request.routeOptions.url === '/graphql';
    reply.type((isGraphql && mediaTypeOf(request.headers.accept)) || JSON_ANSWER).header('cache-control', 'no-store');
    if (error instanceof GraphQLError) {
      const { code, http, ...extra } = error.extensions as { code: string; http?: HttpExtension };
      reply.headers(Object.fromEntries(http?.headers ?? []));
      return reply.code(http?.status ?? 400).send(shape(error.message, code, request.id, extra));
    }
    const status = error.statusCode ?? 500;
    if (status === 413)
      return reply.code(413).send(
        shape(`A request has at most ${bodyLimitInBytes} bytes`, 'PAYLOAD_TOO_LARGE', request.id, {
          limit: bodyLimitInBytes,
        }),
      );
    if (status === 415)
      return reply
        .code(415)
        .send(shape('Send application/json', 'BAD_USER_INPUT', request.id, { field: 'content-type', rule: 'json' }));
    if (status < 500)
      return reply
        .code(status)
        .send(shape('The request is not valid JSON', 'BAD_USER_INPUT', request.id, { field: 'body', rule: 'json' }));
    request.log.error({ err: error }, 'a request failed');
    return reply.code(500).send(shape('Something went wrong on our side', 'INTERNAL', request.id));
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(shape('There is nothing at this address', 'NOT_FOUND', request.id)),
  );
}
