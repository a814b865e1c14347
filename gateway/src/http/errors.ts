import { DomainError } from '@storegraph/kit';
import type { FastifyInstance } from 'fastify';

const shape = (message: string, code: string, requestId: string, extra: object = {}) => ({
  errors: [{ message, extensions: { ...extra, code, requestId } }],
});

/** Whatever goes wrong before GraphQL is told in GraphQL's shape. */
export function shapeErrors(app: FastifyInstance, { bodyLimitInBytes }: { bodyLimitInBytes: number }): void {
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof DomainError) {
      const { code, http, ...extra } = error.extensions as { code: string; http?: { status?: number } };
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
        .send(shape('The request is not valid JSON', 'BAD_USER_INPUT', request.id, { rule: 'json' }));
    request.log.error({ err: error }, 'a request failed');
    return reply.code(500).send(shape('Something went wrong on our side', 'INTERNAL', request.id));
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(shape('There is nothing at this address', 'NOT_FOUND', request.id)),
  );
}
