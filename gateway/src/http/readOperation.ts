import { badInput, DomainError } from '@storegraph/kit';
import type { FastifyRequest } from 'fastify';
import type { TrustedDocuments } from '../trusted.ts';

/** What a request asks, however it was put. */
export interface Asked {
  source: string;
  operationName: string | null;
  variables: Record<string, unknown>;
}

type Body = Record<string, unknown>;

/** Reads a GraphQL request; throws BAD_USER_INPUT with the field that is wrong, OPERATION_NOT_ALLOWED for an unknown document. */
export function readOperation({ method, body, query }: FastifyRequest, trusted: TrustedDocuments): Asked {
  const asked = method === 'GET' ? readSearch(query as Body) : body;
  if (!isRecord(asked)) throw badInput('body', 'object', 'A request is a JSON object with a query');
  const { operationName = null, variables } = asked;
  if (operationName !== null && typeof operationName !== 'string')
    throw badInput('operationName', 'text', 'operationName is a text');
  if (variables != null && !isRecord(variables)) throw badInput('variables', 'object', 'variables is an object');
  if (asked.extensions != null && !isRecord(asked.extensions))
    throw badInput('extensions', 'object', 'extensions is an object');
  return { source: sourceOf(asked, trusted), operationName: operationName || null, variables: variables ?? {} };
}

const isRecord = (value: unknown): value is Body =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A trusted document is asked for by its hash: `{"documentId": "sha256:…", "variables": {…}}`. */
function sourceOf({ query, documentId }: Body, trusted: TrustedDocuments): string {
  if (typeof query === 'string' && query !== '') return query;
  if (query != null) throw badInput('query', 'text', 'query is the text of a GraphQL document');
  if (documentId === undefined) throw badInput('query', 'required', 'A request needs a query or a documentId');
  const source = typeof documentId === 'string' ? trusted.get(documentId.replace(/^sha256:/, '')) : undefined;
  if (source) return source;
  throw new DomainError('OPERATION_NOT_ALLOWED', 'No trusted document has this id', {
    field: 'documentId',
    rule: 'trusted',
  });
}

function readSearch(search: Body): Body {
  const read = (name: string): unknown => {
    const value = search[name];
    if (value === undefined || value === '') return undefined;
    try {
      return JSON.parse(String(value));
    } catch {
      throw badInput(name, 'json', `${name} is JSON`);
    }
  };
  return { ...search, variables: read('variables'), extensions: read('extensions') };
}
