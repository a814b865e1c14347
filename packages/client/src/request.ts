import type { Operation } from './document.ts';
import { StorefrontError, type WireError } from './error.ts';

/** How operations get to the shop. */
export interface Wire {
  url: string;
  fetch: typeof globalThis.fetch;
  /** False: always the whole text. */
  hashes: boolean;
}

export interface Request {
  operation: Operation;
  variables: unknown;
  headers: Record<string, string>;
  signal?: AbortSignal | undefined;
}

interface Answer {
  data?: unknown;
  errors?: WireError[];
}

/** Sends operations: by their hash as long as the shop knows it, otherwise as text. */
export function requester({ url, fetch, hashes }: Wire) {
  /** Of another version of the shop than this one was made for. */
  const unknown = new Set<string>();

  async function ask({ operation: { hash, source }, variables, headers, signal }: Request): Promise<object> {
    if (!hashes || hash === undefined || unknown.has(hash)) return send({ query: source, variables }, headers, signal);
    try {
      return await send({ documentId: `sha256:${hash}`, variables }, headers, signal);
    } catch (error) {
      if (!isUnknownDocument(error)) throw error;
      unknown.add(hash);
      return send({ query: source, variables }, headers, signal);
    }
  }

  async function send(body: object, headers: Record<string, string>, signal?: AbortSignal): Promise<object> {
    signal?.throwIfAborted();
    let response: Response | undefined;
    let answer: Answer;
    try {
      response = await fetch(url, {
        method: 'POST',
        credentials: 'include',
        // a redirect would take tokens and passwords to wherever it points
        redirect: 'error',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        ...(signal && { signal }),
      });
      answer = await response.json();
    } catch (cause) {
      signal?.throwIfAborted();
      throw noAnswer(response, cause);
    }
    const [error] = answer?.errors ?? [];
    if (error) throw failure(error, answer, response);
    if (!answer?.data) throw noAnswer(response);
    return answer.data;
  }

  return ask;
}

/** The shop said what is wrong. */
function failure({ message, path, extensions = {} }: WireError, { errors, data }: Answer, response: Response) {
  const text = (name: string) => (typeof extensions[name] === 'string' ? extensions[name] : undefined);
  return new StorefrontError(message, {
    code: text('code') ?? 'INTERNAL',
    field: text('field'),
    requestId: text('requestId') ?? response.headers.get('x-request-id') ?? undefined,
    path,
    status: response.status,
    retryAfterInSeconds: retryAfterOf(response) ?? secondsIn(extensions),
    errors,
    data,
  });
}

/** Nobody answered, or something on the way that speaks no GraphQL. */
function noAnswer(response: Response | undefined, cause?: unknown): StorefrontError {
  return new StorefrontError(
    response ? `The shop answered HTTP ${response.status}` : 'The shop cannot be reached',
    {
      code: response?.status === 429 ? 'RATE_LIMITED' : 'SERVICE_UNAVAILABLE',
      requestId: response?.headers.get('x-request-id') ?? undefined,
      status: response?.status,
      retryAfterInSeconds: response && retryAfterOf(response),
    },
    { cause },
  );
}

/** Of a part of the shop that has limits of its own. */
const secondsIn = ({ retryAfterInSeconds: seconds }: Record<string, unknown>): number | undefined =>
  typeof seconds === 'number' ? seconds : undefined;

/** Seconds, or a date. */
function retryAfterOf({ headers }: Response): number | undefined {
  const given = headers.get('retry-after');
  if (!given) return undefined;
  const seconds = /^\d+$/.test(given) ? Number(given) : Math.ceil((Date.parse(given) - Date.now()) / 1_000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

const isUnknownDocument = (error: unknown): boolean =>
  error instanceof StorefrontError && error.code === 'OPERATION_NOT_ALLOWED' && error.field === 'documentId';
