import { hash } from 'node:crypto';
import type { WebPage, WebPageAnswer, WebPageRequest } from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface Pages {
  list: readonly WebPage[];
  /** What all of them have between `<style>` and `</style>`. */
  style: string;
  /** In place of a page that cannot be shown: in words, without the reason. */
  failure(status: number): WebPageAnswer;
}

const FORM = 'application/x-www-form-urlencoded';
const MAX_FORM_IN_BYTES = 10_000;

/**
 * Pages with secrets in their addresses: nothing keeps or finds them, no other site hears of them, and nothing runs in them. What
 * is logged of a request is its route, never its address or its form. A form needs no cookie, so another site's can do no more.
 */
export async function addPages(app: FastifyInstance, { list, style, failure }: Pages): Promise<void> {
  const policy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  const show = (reply: FastifyReply, { status, html }: WebPageAnswer) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': policy,
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      })
      .send(html);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: MAX_FORM_IN_BYTES }, (_request, body, done) =>
      done(null, fieldsOf(new URLSearchParams(String(body)))),
    );
    scope.setErrorHandler(
      (error: { statusCode?: number; extensions?: { http?: { status?: number } } }, request, reply) => {
        const status = error.statusCode ?? error.extensions?.http?.status ?? 500;
        if (status >= 500) request.log.error({ err: error }, 'a page could not be shown');
        return show(reply, failure(status));
      },
    );
    for (const { path, get, post } of list) {
      scope.get(path, async (request, reply) => show(reply, await get(requestOf(app, request, request.query))));
      scope.post(path, async (request, reply) => show(reply, await post(requestOf(app, request, request.body))));
    }
  });
}

const requestOf = (app: FastifyInstance, request: FastifyRequest, sent: unknown): WebPageRequest => ({
  given: { ...onlyTexts(sent), ...onlyTexts(request.params) },
  fetch: async (_url, { headers, body } = {}) => {
    const { 'user-agent': agent } = request.headers;
    const answer = await app.inject({
      method: 'POST',
      url: '/graphql',
      remoteAddress: request.ip,
      headers: {
        ...Object.fromEntries(new Headers(headers)),
        'x-request-id': request.id,
        ...(agent && { 'user-agent': agent }),
      },
      payload: String(body),
    });
    return new Response(answer.payload, { status: answer.statusCode });
  },
});

function fieldsOf(form: URLSearchParams): Record<string, unknown> {
  const fields = new Map<string, string | undefined>();
  for (const [name, value] of form) fields.set(name, fields.has(name) ? undefined : value);
  return Object.fromEntries(fields);
}

const onlyTexts = (sent: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((sent ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
