import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { type DocumentNode, type ExecutionResult, execute, GraphQLError, type GraphQLSchema, visit } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** A compiled operation may take 200 KB: the bound is what keeps strangers' operations from filling the memory. */
const MAX_COMPILED = 200;
const MAX_SEEN = 5_000;

export type Execution = ApolloServerOptionsWithGateway<any>['gateway'];

/**
 * Runs operations that are compiled to code, each once. Apollo Server takes any executor by its gateway option; parsing,
 * validation, plugins and errors stay with it. What cannot be compiled is executed as usual.
 */
export function compiledExecution(schema: GraphQLSchema): Execution {
  const compiled = new LRUCache<string, CompiledQuery | 'refused'>({ max: MAX_COMPILED });
  const seen = new LRUCache<string, true>({ max: MAX_SEEN });
  return {
    load: async () => ({
      executor: async ({ document, operationName, queryHash, request: { variables = {} }, context }) => {
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
}

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
