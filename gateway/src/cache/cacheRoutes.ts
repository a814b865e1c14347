import { eventSchema, type VerifyToken } from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AnswerCache, type CachedAnswer, encode } from './answerCache.ts';
import type { Changes } from './changes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The answer is known: the body was not even parsed. */
    cached?: CachedAnswer;
    /** Under what an answer of this request may be kept; undefined when it may not. */
    cacheKey?: string;
  }
}

/** Anything that could make an answer somebody's own. */
const PERSONAL = ['authorization', 'cookie', 'x-cart-token', 'x-order-token', 'x-execution'];
const VARIES = ['accept-encoding', 'authorization', 'cookie', 'x-cart-token', 'x-order-token'];
const isPersonal = ({ headers }: FastifyRequest): boolean => PERSONAL.some((name) => headers[name] !== undefined);

/** Looks answers up by the bytes of the request, before they are parsed. */
export function lookUpAnswers(app: FastifyInstance, cache: AnswerCache): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.url === '/graphql' && !isPersonal(request)) {
      request.cacheKey = AnswerCache.keyOf(body as string);
      request.cached = cache.get(request.cacheKey);
      if (request.cached) return done(null, null);
    }
    parseJson(request, body as string, done);
  });
}

export async function sendCached(
  answer: CachedAnswer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const known = reply.getHeader('vary');
  reply.headers({ etag: answer.etag, vary: [known, ...VARIES].filter(Boolean).join(', ') });
  if (request.headers['if-none-match'] === answer.etag) return reply.code(304).send();
  const { body, encoding } = await encode(answer, request.headers['accept-encoding']);
  if (encoding) reply.header('content-encoding', encoding);
  return reply.type('application/json; charset=utf-8').send(body);
}

const newsSchema = eventSchema.extend({ payload: z.looseObject({ tags: z.array(z.string()).optional() }) });

/** Events from domains, as subgraphs take them: here they say that something everybody sees has changed, by its tags or in general. */
export function takeEvents(app: FastifyInstance, changes: Changes, verify: VerifyToken): void {
  app.post('/internal/events', async (request, reply) => {
    if (!(await verify(request.headers.authorization)))
      return reply.code(401).send({ error: { code: 'UNAUTHENTICATED', message: 'Events come from services only' } });
    const { data: event } = newsSchema.safeParse(request.body);
    if (!event) return reply.code(400).send({ error: { code: 'BAD_USER_INPUT', message: 'This is not an event' } });
    changes.tell(event.payload.tags);
    return { outcome: 'applied' };
  });
}
