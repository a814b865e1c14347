import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { type ExecutionResult, execute, GraphQLError, type GraphQLSchema } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

const MAX_COMPILED = 1_000;

export type Execution = ApolloServerOptionsWithGateway<any>['gateway'];

/**
 * Runs operations that are compiled to code, each once. Apollo Server takes any executor by its gateway option; parsing,
 * validation, plugins and errors stay with it. What cannot be compiled is executed as usual.
 */
export function compiledExecution(schema: GraphQLSchema): Execution {
  const compiled = new LRUCache<string, CompiledQuery | 'refused'>({ max: MAX_COMPILED });
  return {
    load: async () => ({
      executor: async ({ document, operationName, queryHash, request: { variables = {} }, context }) => {
        const key = `${queryHash} ${operationName ?? ''}`;
        let query = compiled.get(key);
        if (!query) {
          const result = compileQuery(schema, document, operationName ?? undefined, { customJSONSerializer: false });
          query = isCompiledQuery(result) ? (result as CompiledQuery) : 'refused';
          compiled.set(key, query);
        }
        const asUsual = () =>
          execute({ schema, document, operationName, variableValues: variables, contextValue: context });
        const answer: ExecutionResult =
          query === 'refused' ? await asUsual() : await query.query(undefined, context, variables);
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

/** Compiled code throws errors of its own make, without `extensions` where there are none. */
const asGraphQLError = ({ message, path, originalError, extensions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { path, originalError, extensions });
