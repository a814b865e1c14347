import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, getVariableValues } from 'graphql';
import { compileCost } from './cost.ts';
import { notAllowed } from './limits.ts';
import type { ApolloContext, ApolloOptions } from './passage.ts';
import { factsOf, fragmentsOf } from './planStore.ts';
import { argumentsOf, rootFieldsOf } from './rootFields.ts';
import { compileNullChecks } from './variables.ts';

/** What a document cannot show by itself: whether there is such an operation, whether its variables fit, what it costs. */
export const checks = <Context>({
  plans,
  limits,
  admit,
}: ApolloOptions<Context>): ApolloServerPlugin<ApolloContext<Context>> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ operation, document, request, contextValue: { passage } }) {
      const { operationName, variables = {} } = request;
      const http = { status: 400 };
      if (!operation) {
        const message = operationName
          ? 'The document has no operation of this name'
          : 'The document has several operations: name one';
        throw new GraphQLError(message, {
          extensions: { code: 'BAD_USER_INPUT', field: 'operationName', rule: 'known', http },
        });
      }
      if (!plans.apiSchema.getRootType(operation.operation))
        throw notAllowed('operationType', `There is no ${operation.operation} here`, { http });
      if (passage.readOnly && operation.operation !== 'query')
        throw notAllowed('operationType', `A ${operation.operation} is sent by POST`, {
          http: { status: 405, headers: new HeaderMap([['allow', 'POST']]) },
        });
      const field = compileNullChecks(plans.apiSchema, document, operation)(variables);
      if (field)
        throw new GraphQLError(`Variable "$${field}" may not be null here`, {
          extensions: { code: 'BAD_USER_INPUT', field, rule: 'required', http },
        });
      // variables that do not fit are found in a moment, by Apollo
      const { coerced = {} } = getVariableValues(plans.apiSchema, operation.variableDefinitions ?? [], variables);
      const fragments = fragmentsOf(document);
      const rootFields = rootFieldsOf(operation, fragments);
      const requested = compileCost(plans.apiSchema, operation, fragments)(coerced);
      const facts = { ...factsOf(operation, rootFields), cost: requested };
      passage.facts = facts;
      if (requested > limits.cost)
        throw notAllowed(
          'cost',
          `An operation may ask for ${limits.cost} objects at most; this one could for ${requested}`,
          {
            limit: limits.cost,
            requested,
            http,
          },
        );
      await admit?.({
        facts,
        context: passage.context,
        arguments: (rootField, path) => argumentsOf(rootFields, rootField, path, coerced),
      });
    },
  }),
});

/** Errors as clients get them, at most so many. */
export const formatted = <Context>({
  formatError,
  maxErrors,
}: ApolloOptions<Context>): ApolloServerPlugin<ApolloContext<Context>> => ({
  requestDidStart: async () => ({
    async willSendResponse({ response: { body }, contextValue: { passage }, errors: causes = [] }) {
      passage.formatted = true;
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      const errors: GraphQLFormattedError[] = body.singleResult.errors.slice(0, maxErrors);
      body.singleResult.errors = errors.map((error, index) =>
        formatError(withLimitCode(error), causes[index] ?? error, passage.context),
      );
      passage.codes = body.singleResult.errors.map(({ extensions }) => String(extensions?.code));
    },
  }),
});

/** Apollo Server gives every problem that it finds before it executes the code of an invalid operation. */
const withLimitCode = (error: GraphQLFormattedError): GraphQLFormattedError =>
  error.extensions?.code === 'GRAPHQL_VALIDATION_FAILED' && error.extensions.rule
    ? { ...error, extensions: { ...error.extensions, code: 'OPERATION_NOT_ALLOWED' } }
    : error;
