import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema, visit } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { Link } from './chain.ts';
import type { Answer, FormatError, Operation } from './operation.ts';
import { operationKey } from './operationKey.ts';

/** A compiled operation may take 200 KB: the bound is what keeps strangers' operations from filling the memory. */
const MAX_COMPILED = 200;
const MAX_SEEN = 5_000;

/** Operations of one schema as code, by their text and name. */
export class QueryStore {
  private readonly compiled = new LRUCache<string, CompiledQuery>({ max: MAX_COMPILED });
  private readonly seen = new LRUCache<string, 'once' | 'refused'>({ max: MAX_SEEN });

  constructor(private readonly schema: GraphQLSchema) {}

  find(source: string, operationName: string | null): CompiledQuery | undefined {
    return this.compiled.get(operationKey(source, operationName));
  }

  /** Compiles a valid operation when it comes a second time: one that comes once is not worth it. */
  learn(source: string, operationName: string | null, document: DocumentNode): void {
    const key = operationKey(source, operationName);
    const before = this.seen.get(key);
    if (before === undefined) this.seen.set(key, 'once');
    if (before !== 'once') return;
    this.seen.set(key, 'refused');
    if (isLeftToApollo(document)) return;
    const query = compileQuery(this.schema, document, operationName ?? undefined, { customJSONSerializer: false });
    if (isCompiledQuery(query)) this.compiled.set(key, query as CompiledQuery);
  }
}

/**
 * graphql-jit 0.8.9 applies a condition on one spread of a fragment to its other spreads, too. And it keeps values in objects
 * that inherit names such as `constructor` or `__proto__`.
 */
function isLeftToApollo(document: DocumentNode): boolean {
  let found = false;
  const lookForCondition = ({ directives }: { directives?: readonly unknown[] }) => {
    found ||= Boolean(directives?.length);
  };
  visit(document, {
    FragmentSpread: lookForCondition,
    InlineFragment: lookForCondition,
    Name: ({ value }) => {
      found ||= value in Object.prototype;
    },
  });
  return found;
}

export interface CompiledQueryOptions<Context> {
  queries: QueryStore;
  formatError: FormatError<Context>;
}

/** Runs an operation that came before as code: it is neither parsed nor validated again. */
export function compiledQuery<Context extends object>({
  queries,
  formatError,
}: CompiledQueryOptions<Context>): Link<Operation<Context>, Answer> {
  return (next) => async (operation) => {
    const { source, operationName, variables, context, readOnly } = operation;
    const query = readOnly ? undefined : queries.find(source, operationName);
    if (!query) return next(operation);
    const { data, errors }: ExecutionResult = await query.query(undefined, context, variables as object);
    const answer = { status: 200, headers: {}, by: 'compiledQuery' as const, tags: null };
    if (!errors) return { ...answer, text: `{"data":${JSON.stringify(data)}}`, codes: [] };
    // variables that do not fit are Apollo's to tell; nothing has run yet
    if (data === undefined) return next(operation);
    const formatted = errors.map(({ message, path, originalError, extensions }) => {
      // compiled code throws errors of its own make
      const error = new GraphQLError(message, { path, originalError, extensions });
      return formatError({ message, path, extensions: error.extensions }, error, context);
    });
    const codes = formatted.map(({ extensions }) => String(extensions?.code));
    return { ...answer, text: JSON.stringify({ errors: formatted, data }), codes };
  };
}
