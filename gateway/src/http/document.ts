import { badInput, DomainError } from '@storegraph/kit';
import { GraphQLError } from 'graphql';
import type { TrustedDocuments } from '../trusted.ts';
import type { PersistedDocuments } from './persistedDocuments.ts';

/** The documents that a client may ask for by hash. */
export interface Documents {
  trusted: TrustedDocuments;
  /** Without it clients cannot register theirs. */
  persisted?: PersistedDocuments;
}

/** The document that a request is about. */
export interface Document {
  source: string;
  /** What to register it by, once it has turned out to be valid. */
  register?: string;
}

type Request = Record<string, unknown>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** By its text, by the id of a trusted document (`{"documentId": "sha256:…"}`), or by a hash as Apollo's clients send it. */
export function documentOf({ query, documentId, extensions }: Request, documents: Documents): Document {
  const hash = hashIn(extensions as Request | null | undefined);
  if (typeof query === 'string' && query !== '') return given(query, hash, documents);
  if (query != null) throw badInput('query', 'text', 'query is the text of a GraphQL document');
  if (documentId !== undefined) return { source: trustedSource(documentId, documents) };
  if (hash === undefined) throw badInput('query', 'required', 'A request needs a query or a documentId');
  const source = documents.trusted.get(hash) ?? documents.persisted?.find(hash);
  if (source !== undefined) return { source };
  throw documents.persisted
    ? protocolError('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND')
    : protocolError('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');
}

function trustedSource(documentId: unknown, { trusted }: Documents): string {
  const source = typeof documentId === 'string' ? trusted.get(documentId.replace(/^sha256:/, '')) : undefined;
  if (source !== undefined) return source;
  const details = { field: 'documentId', rule: 'trusted' };
  throw new DomainError('OPERATION_NOT_ALLOWED', 'No trusted document has this id', details);
}

const PERSISTED_QUERY = 'extensions.persistedQuery';

function hashIn(extensions: Request | null | undefined): string | undefined {
  const persistedQuery = extensions?.persistedQuery;
  if (persistedQuery == null) return undefined;
  if (!isRecord(persistedQuery)) throw badInput(PERSISTED_QUERY, 'object', 'persistedQuery is an object');
  if (persistedQuery.version !== 1)
    throw badInput(`${PERSISTED_QUERY}.version`, 'known', 'Unsupported persisted query version');
  if (typeof persistedQuery.sha256Hash !== 'string')
    throw badInput(`${PERSISTED_QUERY}.sha256Hash`, 'text', 'sha256Hash is a text');
  return persistedQuery.sha256Hash;
}

function given(source: string, hash: string | undefined, { trusted, persisted }: Documents): Document {
  if (hash === undefined || !persisted || trusted.has(hash)) return { source };
  if (!persisted.isHashOf(hash, source))
    throw badInput(`${PERSISTED_QUERY}.sha256Hash`, 'sha256', 'provided sha does not match query');
  return { source, register: hash };
}

/** No failure but a question: Apollo's clients send the text next, and look for these words under HTTP 200. */
const protocolError = (message: string, code: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status: 200 } } });
