import type { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { type DocumentNode, GraphQLError, getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { ApolloContext, Passage } from './passage.ts';
import { fragmentsOf } from './planStore.ts';
import { type PrivateNames, publicName, withPublicNames } from './privateNames.ts';
import { rootFieldsOf } from './rootFields.ts';

/**
 * Apollo Gateway with what it leaves out: see privateNames.ts and valueErrors. The casts: gateway and server name the same request
 * and answer with types of their own.
 */
export function around(
  inner: ApolloGateway,
  namesNow: () => PrivateNames,
): ApolloServerOptionsWithGateway<object>['gateway'] {
  const gateway = inner as unknown as ApolloServerOptionsWithGateway<object>['gateway'];
  return {
    load: async (options) => {
      const { executor } = await gateway.load(options);
      return {
        executor: async (request) => {
          const document = namesNow().hide(request.document);
          const operation = getOperationAST(document, request.request.operationName)!;
          const result = await executor!({ ...request, document, operation });
          const { data, errors } = valueErrors(
            result as never,
            (request.context as unknown as ApolloContext<unknown>).passage,
          );
          if (document === request.document) return { data, ...(errors && { errors }) } as never;
          return { data: withPublicNames(data), ...(errors && { errors: errors.map(withPublicPath) }) } as never;
        },
      };
    },
    onSchemaLoadOrUpdate: (listener) => gateway.onSchemaLoadOrUpdate(listener),
    stop: () => gateway.stop(),
  };
}

interface Result {
  data?: unknown;
  errors?: readonly GraphQLError[];
  extensions?: { valueCompletion?: readonly GraphQLError[] };
}

/**
 * Apollo Gateway only mentions values that the schema does not allow: here they are errors with a path, but for what is missing
 * because an entity was not found. And it returns nulls for what no subgraph can resolve.
 */
function valueErrors({ data, errors, extensions }: Result, passage: Passage<unknown>): Result {
  if (passage.isUnanswerable)
    return { data: null, errors: [new GraphQLError('No subgraph can resolve this operation')] };
  if (passage.known) return { data }; // it was only planned
  const invalid = passage.isPartial ? undefined : extensions?.valueCompletion;
  if (!invalid) return { data, errors };
  return { data, errors: invalid.map(({ message, path }) => new GraphQLError(message, { path })) };
}

const withPublicPath = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, { ...error, path: error.path?.map(publicName) });

/** Whether there is a field at the root that a subgraph would have to resolve, whatever the variables are. */
export const asksForData = (operation: OperationDefinitionNode, document: DocumentNode): boolean =>
  rootFieldsOf(operation, fragmentsOf(document), ({ directives = [] }) => directives.length === 0).some(
    ({ name }) => !name.value.startsWith('__'),
  );
