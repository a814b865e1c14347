import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badInput } from '../graph/errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    rawBody?: boolean;
  }
}

/**
 * Routes with `config: { rawBody: true }` get the bytes as they came: signatures are over bytes. Between services a NUL in a text is
 * refused here: Postgres keeps none, and its error would carry the values of the whole statement.
 */
export function addBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.rawBody) return done(null, body);
    const text = body.toString('utf8');
    if (isBetweenServices(request) && NUL.test(text))
      return done(badInput('body', 'text', 'No text has a NUL character'));
    parseJson(request, text, done);
  });
}

/** Escaped, as JSON has to: after a backslash that is itself escaped it is a text about it. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;

const isBetweenServices = ({ routeOptions }: FastifyRequest): boolean =>
  routeOptions.url?.startsWith('/internal/') ?? false;
