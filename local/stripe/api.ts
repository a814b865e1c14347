import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { StripeFailure } from './errors.ts';
import { API_VERSION } from './events.ts';
import { parseForm } from './form.ts';
import { type Knobs, takes } from './knobs.ts';
import { publishableRoutes } from './publishable.ts';
import { expand, type Route, routes } from './routes.ts';
import { newStripeId, nowInSeconds, type State, withoutPrivate } from './state.ts';

export interface ApiRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

const DAY_IN_SECONDS = 86_400;

/** Answers one request of the API. A repeated idempotency key replays the saved answer, errors included. */
export function answerApi(state: State, knobs: Knobs, baseUrl: string, request: ApiRequest): ApiAnswer {
  const requestId = newStripeId('req');
  const ofPage = isOfPage(request);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'request-id': requestId,
    'stripe-version': API_VERSION,
    // a page of any site may read what it was given a client secret for, and nothing else
    ...(ofPage && { 'access-control-allow-origin': '*' }),
  };
  const idempotencyKey = request.method === 'POST' ? String(request.headers['idempotency-key'] ?? '') : '';
  const hash = createHash('sha256').update(`${request.method} ${request.url.pathname} ${request.body}`).digest('hex');
  try {
    if (!ofPage) authenticate(request.headers.authorization);
    const saved = idempotencyKey ? savedAnswer(state, idempotencyKey, hash) : undefined;
    if (saved)
      return {
        status: saved.status,
        body: saved.body,
        headers: { ...headers, 'idempotent-replayed': 'true', 'original-request': saved.requestId },
      };
    const { status, body, keep } = execute(ofPage ? publishableRoutes : routes, state, knobs, baseUrl, request, {
      requestId,
      idempotencyKey: idempotencyKey || null,
    });
    if (idempotencyKey && keep)
      state.put('idempotency_keys', { id: idempotencyKey, created: nowInSeconds(), hash, status, body, requestId });
    return { status, body, headers };
  } catch (error) {
    if (error instanceof StripeFailure) return { status: error.status, body: error.body, headers };
    return { status: 500, body: { error: { type: 'api_error', message: (error as Error).message } }, headers };
  }
}

/** Asked with a publishable key: by the script of a page, which has no secret one. */
function isOfPage({ method, url, headers, body }: ApiRequest): boolean {
  if (headers.authorization) return /^Bearer pk_test_\w+$/.test(headers.authorization);
  const key = (method === 'POST' ? new URLSearchParams(body) : url.searchParams).get('key') ?? '';
  return /^pk_test_\w+$/.test(key);
}

function authenticate(authorization = ''): void {
  const key = /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
  if (/^(sk|rk)_test_\w+/.test(key)) return;
  throw new StripeFailure(
    401,
    'invalid_request_error',
    key ? `Invalid API Key provided: ${key.slice(0, 8)}****` : 'You did not provide an API key.',
    {},
    false,
  );
}

function savedAnswer(state: State, key: string, hash: string) {
  const saved = state.find('idempotency_keys', key);
  if (!saved) return;
  if ((saved.created ?? 0) < nowInSeconds() - DAY_IN_SECONDS) return state.remove('idempotency_keys', key);
  if (saved.hash === hash)
    return { status: saved.status as number, body: saved.body as unknown, requestId: saved.requestId as string };
  throw new StripeFailure(
    400,
    'idempotency_error',
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    {},
    false,
  );
}

function execute(
  answered: readonly Route[],
  state: State,
  knobs: Knobs,
  baseUrl: string,
  { method, url, body }: ApiRequest,
  cause: { requestId: string; idempotencyKey: string | null },
) {
  try {
    if (takes(knobs.failNext, url.pathname)) throw failure(knobs.failNext.status);
    const query = parseForm(url.search.slice(1));
    const form = method === 'POST' ? parseForm(body) : query;
    for (const { method: accepted, path, run } of answered) {
      const params = accepted === method ? path.exec(url.pathname) : null;
      if (!params) continue;
      const answer = run({ state, baseUrl, params: { ...params.groups }, form, cause });
      return {
        status: 200,
        body: withoutPrivate(expand(state, withoutPrivate(answer), form.expand ?? query.expand)),
        keep: true,
      };
    }
    if (answered === publishableRoutes)
      throw new StripeFailure(
        401,
        'invalid_request_error',
        'This API call cannot be made with a publishable API key. Please use a secret API key.',
        { code: 'secret_key_required' },
        false,
      );
    throw new StripeFailure(
      404,
      'invalid_request_error',
      `Unrecognized request URL (${method}: ${url.pathname}).`,
      {},
      false,
    );
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return { status: error.status, body: error.body, keep: error.saved };
  }
}

/** A 500 is saved with its key, as at Stripe; what never began is not. */
function failure(status: number): StripeFailure {
  if (status === 429)
    return new StripeFailure(status, 'rate_limit_error', 'Too many requests.', { code: 'rate_limit' }, false);
  return new StripeFailure(
    status,
    status >= 500 ? 'api_error' : 'invalid_request_error',
    'An error that a test asked for.',
    {},
    status === 500,
  );
}
