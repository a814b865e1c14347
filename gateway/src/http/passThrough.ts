import type { Logger } from '@storegraph/kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Agent, request as send } from 'undici';

const agent = new Agent({ connections: 32, headersTimeout: 10_000, bodyTimeout: 10_000, connect: { timeout: 1_000 } });

/** Hands a request on as it is, bytes included, and the answer back. Nothing but what is below `prefix` can be reached. */
export async function passThrough(
  base: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { prefix, headers, log }: { prefix: string; headers: readonly string[]; log: Logger },
): Promise<FastifyReply> {
  const path = pathOf(request.url);
  if (!path?.startsWith(prefix)) {
    const error = {
      message: 'There is nothing at this address',
      extensions: { code: 'NOT_FOUND', requestId: request.id },
    };
    return reply.code(404).send({ errors: [error] });
  }
  const kept = Object.fromEntries(
    headers.flatMap((name) =>
      typeof request.headers[name] === 'string' ? [[name, request.headers[name] as string]] : [],
    ),
  );
  try {
    const response = await send({
      origin: new URL(base).origin,
      path,
      dispatcher: agent,
      method: request.method as 'GET' | 'POST',
      headers: { ...kept, 'x-request-id': request.id },
      body: Buffer.isBuffer(request.body) ? request.body : null,
    } as never);
    for (const name of ['content-type', 'cache-control', 'etag', 'content-security-policy']) {
      const value = response.headers[name];
      if (value) reply.header(name, value);
    }
    return reply.code(response.statusCode).send(response.body);
  } catch (error) {
    log.warn({ err: error, path: request.routeOptions.url }, 'a pass-through failed');
    return reply.code(503).send({
      errors: [
        {
          message: 'This part of the shop is not available at the moment',
          extensions: { code: 'SERVICE_UNAVAILABLE', requestId: request.id },
        },
      ],
    });
  }
}

/**
 * The path that a request line really asks for, dots resolved. Undefined when it names a host: HTTP allows a whole address
 * there, which is for proxies, and we are none.
 */
function pathOf(requestLine: string): string | undefined {
  if (!requestLine.startsWith('/')) return undefined;
  const base = 'http://gateway.invalid';
  const url = URL.canParse(requestLine, base) ? new URL(requestLine, base) : undefined;
  return url?.origin === base ? `${url.pathname}${url.search}` : undefined;
}
