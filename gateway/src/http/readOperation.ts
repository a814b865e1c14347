import { badInput } from '@storegraph/kit';
import type { FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';
import type { IsAllowedOrigin } from './cors.ts';
import { couldBeCrossSite } from './crossSite.ts';
import { type Document, type Documents, documentOf, isRecord } from './document.ts';

/** What a request asks, however it was put. */
export interface Asked extends Document {
  operationName: string | null;
  variables: Record<string, unknown>;
}

/**
 * Reads a GraphQL request. Throws BAD_USER_INPUT with the field that is wrong, OPERATION_NOT_ALLOWED for an unknown document, and
 * what Apollo's clients expect of persisted queries.
 */
export function readOperation(request: FastifyRequest, documents: Documents, isAllowed: IsAllowedOrigin): Asked {
  const { method, body, query: search, headers } = request;
  const asked = method === 'GET' ? readSearch(search as Record<string, unknown>) : body;
  if (!isRecord(asked)) throw badInput('body', 'object', 'A request is a JSON object with a query');
  // a document that is asked for by its hash is one that somebody was allowed to send
  if (method === 'GET' && asked.query && couldBeCrossSite(headers, isAllowed))
    throw badInput(
      'apollo-require-preflight',
      'preflight',
      'A query in the address needs the header apollo-require-preflight',
    );
  const { operationName = null, variables, extensions } = asked;
  if (operationName !== null && typeof operationName !== 'string')
    throw badInput('operationName', 'text', 'operationName is a text');
  if (operationName && !/^[_A-Za-z]\w*$/.test(operationName))
    throw badInput('operationName', 'name', 'operationName is a name of GraphQL: letters, digits and _');
  if (variables != null && !isRecord(variables)) throw badInput('variables', 'object', 'variables is an object');
  checkValues(variables);
  if (extensions != null && !isRecord(extensions)) throw badInput('extensions', 'object', 'extensions is an object');
  return { ...documentOf(asked, documents), operationName: operationName || null, variables: variables ?? {} };
}

const MAX_DEPTH = 32;

/** JSON may be nested so deeply that nobody can write it again, and have numbers that are none. */
function checkValues(value: unknown, depth = 0): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw badInput('variables', 'number', 'A number in variables is too large');
  if (value === null || typeof value !== 'object') return;
  if (depth > MAX_DEPTH)
    throw badInput('variables', 'depth', `variables are at most ${MAX_DEPTH} deep`, { limit: MAX_DEPTH });
  for (const inner of Object.values(value)) checkValues(inner, depth + 1);
}

const TEXTS = ['query', 'documentId', 'operationName'] as const;
const OBJECTS = ['variables', 'extensions'] as const;

/** What an address says, as a body would. */
function readSearch(search: Record<string, unknown>): Record<string, unknown> {
  const asked: Record<string, unknown> = {};
  for (const name of [...TEXTS, ...OBJECTS]) {
    if (Array.isArray(search[name])) throw badInput(name, 'once', `${name} is there more than once`);
    asked[name] = search[name] || undefined;
  }
  for (const name of OBJECTS) if (asked[name] !== undefined) asked[name] = readJson(name, String(asked[name]));
  return asked;
}

/** As a body is read: without keys that are more than data in JavaScript. */
function readJson(name: string, text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw badInput(name, 'json', `${name} is JSON`);
  }
}
