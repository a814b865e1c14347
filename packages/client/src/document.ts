/** What carries the types of an operation: documents of this SDK, and those that GraphQL Code Generator writes. */
export interface Typed<Data, Variables> {
  /** Only for TypeScript: there is no such function. */
  __apiType?: (variables: Variables) => Data;
}

/** An operation of this SDK. */
export interface ShopDocument<Data, Variables> extends Typed<Data, Variables> {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The SHA-256 of the source. The shop knows it, so that the source need not be sent. */
  readonly hash: string;
  /** The operation with its fragments, as GraphQL's `print` writes it. */
  readonly source: string;
}

/** `print` of the package graphql. */
export type Print = (document: any) => string;

/** Any document as it is sent. */
export interface Operation {
  readonly isQuery: boolean;
  readonly hash: string | undefined;
  readonly source: string;
}

interface Foreign {
  kind?: string;
  /** Where codegen's `persistedDocuments` puts the hash. */
  __meta__?: { hash?: string };
}

/** Reads a document of this SDK, the text that codegen writes with `documentMode: 'string'`, or the tree that it writes otherwise. */
export function operationOf(document: Typed<unknown, never>, print?: Print): Operation {
  if (isOwn(document)) return { ...document, isQuery: document.kind === 'query' };
  const { kind, __meta__ } = document as Foreign;
  if (kind === 'Document' && !print)
    throw new TypeError(
      "Give createClient the print of graphql for this document, or set codegen's documentMode to string",
    );
  const source = kind === 'Document' ? print!(document) : String(document);
  return { isQuery: isQuery(source), hash: __meta__?.hash, source };
}

const isOwn = (document: object): document is ShopDocument<unknown, unknown> =>
  'source' in document && 'hash' in document;

const TOKENS = /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|[{}]|\w+/g;

/** Whether nothing in the text changes anything: it may be sent twice. */
function isQuery(source: string): boolean {
  let depth = 0;
  for (const [token] of source.matchAll(TOKENS)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    else if (depth === 0 && (token === 'mutation' || token === 'subscription')) return false;
  }
  return true;
}
