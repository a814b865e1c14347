import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** A compiled operation may take 200 KB: the bound is what keeps strangers' operations from filling the memory. */
const MAX_COMPILED = 200;
const MAX_SEEN = 5_000;

export interface CompiledExecution {
  /** For Apollo Server. */
  gateway: ApolloServerOptionsWithGateway<any>['gateway'];
  /**
   * Answers a query that came before, whose text is known to be valid, without Apollo Server. Null when it is not known, or
   * when there are errors, which are Apollo Server's to tell.
   */
  answerKnown(body: unknown, contextOf: () => object): Promise<string | null>;
}

/**
 * Runs operations that are compiled to code, each once. Apollo Server takes any executor by its gateway option; parsing,
 * validation, plugins and errors stay with it. What cannot be compiled is executed as usual.
 */
export function compiledExecution(schema: GraphQLSchema): CompiledExecution {
  const compiled = new LRUCache<string, CompiledQuery | 'refused'>({ max: MAX_COMPILED });
  const seen = new LRUCache<string, true>({ max: MAX_SEEN });
  /** The same by text and name of the operation, queries only: they may be asked again when they fail. */
  const known = new LRUCache<string, CompiledQuery>({ max: MAX_COMPILED });
  const gateway: CompiledExecution['gateway'] = {
    load: async () => ({
      executor: async ({
        document,
        operation,
        operationName,
        queryHash,
        source,
        request: { variables = {} },
        context,
      }) => {
        const key = `${queryHash} ${operationName ?? ''}`;
        const asUsual = () =>
          execute({ schema, document, operationName, variableValues: variables, contextValue: context });
        let query = compiled.get(key);
        if (!query && !seen.has(key)) {
          seen.set(key, true); // one that comes once is not worth compiling
          return (await asUsual()) as never;
        }
        if (!query) {
          const result = hasConditionalFragment(document)
            ? undefined
            : compileQuery(schema, document, operationName ?? undefined, { customJSONSerializer: false });
          query = result && isCompiledQuery(result) ? (result as CompiledQuery) : 'refused';
          compiled.set(key, query);
          if (query !== 'refused' && operation.operation === OperationTypeNode.QUERY)
            known.set(knownAs(source, operationName), query);
        }
        if (query === 'refused') return (await asUsual()) as never;
        const answer: ExecutionResult = await query.query(undefined, context, variables);
        // variables that do not fit are told in the words of graphql-js; nothing has run yet
        if (answer.errors && !('data' in answer)) return (await asUsual()) as never;
        return (answer.errors ? { ...answer, errors: answer.errors.map(asGraphQLError) } : answer) as never;
      },
    }),
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
  return {
    gateway,
    async answerKnown(body, contextOf) {
      const { query: source, operationName, variables, extensions } = (body ?? {}) as Record<string, unknown>;
      if (typeof source !== 'string' || extensions != null) return null;
      if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return null;
      const query = known.get(knownAs(source, operationName as string | null | undefined));
      if (!query) return null;
      const answer: ExecutionResult = await query.query(undefined, contextOf(), variables ?? {});
      return answer.errors || !answer.data ? null : JSON.stringify(answer);
    },
  };
}

const knownAs = (source: string, operationName: string | null | undefined): string =>
  `${operationName ?? ''} ${source}`;

/** graphql-jit 0.8.9 applies a condition on one spread of a fragment to its other spreads, too. */
function hasConditionalFragment(document: DocumentNode): boolean {
  let found = false;
  const look = ({ directives }: { directives?: readonly unknown[] }) => {
    found ||= Boolean(directives?.length);
  };
  visit(document, { FragmentSpread: look, InlineFragment: look });
  return found;
}

/** Compiled code throws errors of its own make, without `extensions` where there are none. */
const asGraphQLError = ({ message, path, originalError, extensions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { path, originalError, extensions });
