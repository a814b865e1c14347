import { randomUUID } from 'node:crypto';
import {
  createEventEnvelope,
  createStackParser,
  createTransport,
  type Event,
  type Exception,
  getEnvelopeEndpointWithUrlEncodedAuth,
  makeDsn,
} from '@sentry/core';
import { nodeStackLineParser } from '@sentry/core/server';
import { request } from 'undici';
import type { ErrorReport, ReportError } from './errorSink.ts';
import { redact } from './redact.ts';

export interface ErrorSinkOptions {
  /** A Sentry DSN (`https://key@host/project`), or the address that envelopes are posted to. */
  url: string;
  release: string;
  environment: string;
}

export interface ErrorSink {
  report: ReportError;
  /** Resolves when what was reported has left, or the time is over. */
  flush(timeoutInMs: number): Promise<unknown>;
}

const UNDER_WAY_AT_MOST = 32;
const PER_MINUTE = 60;
const MAX_CAUSES = 3;
const TIMEOUT_IN_MS = 3_000;

/**
 * The only file that knows Sentry: loaded when there is a sink. Sends events in Sentry's envelopes, and forgets those that cannot be
 * sent. Of Sentry's SDK this takes the parts that read stacks, write envelopes and heed a server's limits; its client would collect
 * on its own, and what leaves here is only what stands here.
 */
export function openErrorSink({ url, release, environment }: ErrorSinkOptions): ErrorSink {
  const dsn = new URL(url).username ? makeDsn(url) : undefined;
  const address = dsn ? getEnvelopeEndpointWithUrlEncodedAuth(dsn) : url;
  const transport = createTransport({ bufferSize: UNDER_WAY_AT_MOST, recordDroppedEvent: () => {} }, ({ body }) =>
    post(address, body),
  );
  const admit = perMinute(PER_MINUTE);
  return {
    report(report) {
      if (!admit()) return;
      const event = { ...eventOf(report), release, environment };
      Promise.resolve(transport.send(createEventEnvelope(event, dsn))).catch(() => {}); // nobody to tell
    },
    flush: async (timeoutInMs) => transport.flush(timeoutInMs),
  };
}

async function post(address: string, body: string | Uint8Array) {
  const {
    statusCode,
    headers,
    body: answer,
  } = await request(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-sentry-envelope' },
    body,
    headersTimeout: TIMEOUT_IN_MS,
    bodyTimeout: TIMEOUT_IN_MS,
  });
  await answer.dump();
  const read = (name: string) => String(headers[name] ?? '') || null;
  const limits = {
    'x-sentry-rate-limits': read('x-sentry-rate-limits'),
    'retry-after': read('retry-after'),
  };
  return { statusCode, headers: limits };
}

/** Whether another one may go, at most so many within a minute. */
function perMinute(limit: number): () => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let sent = 0;
  return () => {
    const now = performance.now();
    if (now - since >= 60_000) {
      since = now;
      sent = 0;
    }
    return sent++ < limit;
  };
}

const eventOf = ({ level, service, message, error, scope }: ErrorReport): Event => ({
  event_id: randomUUID().replaceAll('-', ''),
  timestamp: Date.now() / 1_000,
  platform: 'node',
  level,
  logger: service,
  ...(scope.operation !== undefined && { transaction: scope.operation }),
  tags: { service, task: redact(message), request_id: scope.requestId, trace_id: scope.traceId },
  exception: { values: exceptionsOf(error) },
});

interface Database extends Error {
  severity?: string;
  code?: string;
  constraint_name?: string;
  table_name?: string;
}

const parseStack = createStackParser(nodeStackLineParser());

/** The error and what caused it, the first cause first, as Sentry wants it. */
function exceptionsOf(error: unknown): Exception[] {
  const found: Exception[] = [];
  for (let next = error; next !== undefined && next !== null && found.length < MAX_CAUSES; ) {
    if (!(next instanceof Error)) {
      found.unshift({ type: typeof next, value: 'Something that is no error was thrown' });
      break;
    }
    found.unshift({ type: next.name, value: messageOf(next), stacktrace: { frames: parseStack(stackOf(next)) } });
    next = next.cause;
  }
  return found;
}

/** Postgres and drizzle repeat values, so of theirs only codes and names are told. */
function messageOf(error: Database): string {
  if (error.message.startsWith('Failed query')) return 'A query failed';
  if (error.severity === undefined || error.code === undefined) return redact(error.message);
  return ['Postgres', error.code, error.table_name, error.constraint_name].filter(Boolean).join(' ');
}

/** Without the message at its head: a line of it could look like one of the stack. */
function stackOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  return at < 0 ? stack : stack.slice(at + message.length);
}
