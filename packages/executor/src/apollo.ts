import { setImmediate } from 'node:timers/promises';
import { ApolloGateway, type GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildASTSchema, GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { askAsApollo } from './askAsApollo.ts';
import type { Executor } from './chain.ts';
import { type PlanOptions, tooLong } from './compiledPlan.ts';
import { compileCost } from './cost.ts';
import { type Limits, limitsRule, notAllowed } from './limits.ts';
import type { Answer, ExecutionContext, Operation, OperationFacts } from './operation.ts';
import { factsOf, fragmentsOf, type PlanStore } from './planStore.ts';
import { argumentOf, rootFieldsOf } from './rootFields.ts';
import { compileNullChecks, sampleVariables } from './variables.ts';

export interface ApolloOptions<Context> extends Omit<PlanOptions<Context>, 'maxCost'> {
  supergraphSdl: string;
  limits: Limits;
  plans: PlanStore;
  /** Whether clients may read the schema by introspection, and get suggestions in errors. */
  introspection: boolean;
  logger: ApolloServerOptionsWithGateway<object>['logger'];
}

/** What one operation leaves behind on its way through Apollo Server. */
interface Passage<Context> {
  context: Context;
  facts?: OperationFacts;
  codes: readonly string[];
  tags: Set<string> | null;
  /** An entity was not found: what is missing is no mistake. */
  isPartial: boolean;
  /** Its errors are as clients get them. */
  formatted: boolean;
}

export interface Apollo<Context extends ExecutionContext> {
  execute: Executor<Operation<Context>, Answer>;
  /** Goes on with another supergraph; throws, and stays with the one it has, when that cannot be used. */
  update(supergraphSdl: string): void;
  /** Plans documents, so that the first client does not wait for it. Nothing is sent when the context's time is over. */
  warmUp(documents: Iterable<string>, context: Context): Promise<void>;
  stop(): Promise<void>;
}

/** The last link: Apollo Server and Apollo Gateway, which can do everything. What they plan is learnt by the plan store. */
export async function createApollo<Context extends ExecutionContext>(
  options: ApolloOptions<Context>,
): Promise<Apollo<Context>> {
  const { limits, plans, introspection, logger, maxLength } = options;
  let update: ((sdl: string) => void) | undefined;
  const gateway = new ApolloGateway({
    supergraphSdl: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: options.supergraphSdl };
    },
    buildService: ({ name }) => ({
      process: (request: GraphQLDataSourceProcessOptions<Record<string, any>>) => {
        const passage = request.context as Passage<Context>;
        return askAsApollo(name, request, passage, options.ask);
      },
    }),
    logger: logger as never,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const { source, document, operation, request } = requestContext;
      if (!source || !document || !operation) return;
      const operationName = request.operationName ?? null;
      plans.learn({ source, document, operation, operationName, plan: queryPlan as never });
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const supergraphSchema = buildASTSchema(parse(coreSupergraphSdl), { assumeValidSDL: true });
    plans.useSchemas({ apiSchema, supergraphSchema });
  });
  const server = new ApolloServer<Passage<Context>>({
    gateway: completing(gateway),
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [limitsRule(limits)],
    logger,
    plugins: [
      checks(options),
      passages(options),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await server.start();
  const execute = async (operation: Operation<Context>): Promise<Answer> => {
    const passage: Passage<Context> = {
      context: operation.context,
      codes: [],
      tags: new Set(),
      isPartial: false,
      formatted: false,
    };
    const {
      status = 200,
      headers,
      body,
    } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: httpRequestOf(operation),
      context: async () => passage,
    });
    const text = body.kind === 'complete' ? finish(body.string.trimEnd(), passage, options) : '';
    const { facts, codes, tags } = passage;
    const answer = { status, headers: Object.fromEntries(headers), by: 'apollo' as const, facts };
    if (text.length > maxLength) return { ...answer, ...refused(options, operation.context) };
    const isPublic = status === 200 && codes.length === 0 && tags !== null && tags.size > 0;
    return { ...answer, text, codes, tags: isPublic && facts?.kind === 'query' ? [...tags] : null };
  };
  return {
    execute,
    update: (sdl) => update!(sdl),
    async warmUp(documents, context) {
      for (const source of documents) {
        const variables = sampleVariables(plans.apiSchema, source);
        const http = { method: 'POST', headers: { 'content-type': 'application/json' } };
        await execute({ source, operationName: null, variables, context, http, from: 'apollo' });
        await setImmediate(); // requests come first
      }
    },
    stop: () => server.stop(),
  };
}

/** A request that is no operation never reaches the plugins. */
function finish<Context>(text: string, passage: Passage<Context>, { formatError }: ApolloOptions<Context>): string {
  if (passage.formatted) return text;
  const answer = JSON.parse(text) as { errors?: GraphQLFormattedError[] };
  answer.errors = answer.errors?.map((error) => formatError(error, undefined, passage.context));
  passage.codes = (answer.errors ?? []).map(({ extensions }) => String(extensions?.code));
  return JSON.stringify(answer);
}

function refused<Context>({ maxLength, formatError }: ApolloOptions<Context>, context: Context) {
  const { message, extensions } = tooLong(maxLength);
  const error = formatError({ message, extensions }, undefined, context);
  return { text: JSON.stringify({ errors: [error] }), codes: [String(extensions.code)], tags: null };
}

function httpRequestOf({ http: { method, headers }, source, operationName, variables }: Operation<unknown>) {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  if (method !== 'GET')
    return {
      method,
      headers: map,
      search: '',
      body: { query: source, variables, ...(operationName !== null && { operationName }) },
    };
  const search = new URLSearchParams({ query: source, variables: JSON.stringify(variables) });
  if (operationName !== null) search.set('operationName', operationName);
  return { method, headers: map, search: `?${search}`, body: undefined };
}

/** Values that the schema does not allow are errors with a path: Apollo Gateway only mentions them, beside entities that were not found. */
function completing(inner: ApolloGateway): ApolloServerOptionsWithGateway<any>['gateway'] {
  const gateway = inner as unknown as ApolloServerOptionsWithGateway<any>['gateway'];
  return {
    load: async (options) => {
      const { executor } = await gateway.load(options);
      return {
        executor: async (request) => {
          const { extensions, ...result } = (await executor!(request)) as { extensions?: Record<string, any> };
          const invalid: readonly GraphQLError[] | undefined = extensions?.valueCompletion;
          if (!invalid) return { extensions, ...result } as never;
          if ((request.context as unknown as Passage<unknown>).isPartial) return result as never;
          return {
            ...result,
            errors: invalid.map(({ message, path }) => new GraphQLError(message, { path })),
          } as never;
        },
      };
    },
    onSchemaLoadOrUpdate: (listener) => gateway.onSchemaLoadOrUpdate(listener),
    stop: () => gateway.stop(),
  };
}

/** What a document cannot show by itself: whether there is such an operation, whether its variables fit, what it costs. */
const checks = <Context>({ plans, limits, admit }: ApolloOptions<Context>): ApolloServerPlugin<Passage<Context>> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ operation, document, request, contextValue }) {
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
      const field = compileNullChecks(plans.apiSchema, document, operation)(variables);
      if (field)
        throw new GraphQLError(`Variable "$${field}" may not be null here`, {
          extensions: { code: 'BAD_USER_INPUT', field, rule: 'required', http },
        });
      const fragments = fragmentsOf(document);
      const rootFields = rootFieldsOf(operation, fragments);
      const requested = compileCost(plans.apiSchema, operation, fragments)(variables);
      const facts = { ...factsOf(operation, rootFields), cost: requested };
      contextValue.facts = facts;
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
      const argument = (rootField: string, path: readonly string[]) =>
        argumentOf(rootFields, rootField, path, variables);
      await admit?.({ facts, context: contextValue.context, argument });
    },
  }),
});

/** Errors as clients get them, at most so many. */
const passages = <Context>({
  formatError,
  maxErrors,
}: ApolloOptions<Context>): ApolloServerPlugin<Passage<Context>> => ({
  requestDidStart: async () => ({
    async willSendResponse({ response: { body }, contextValue, errors: causes = [] }) {
      contextValue.formatted = true;
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      const errors: GraphQLFormattedError[] = body.singleResult.errors.slice(0, maxErrors);
      body.singleResult.errors = errors.map((error, index) =>
        formatError(withLimitCode(error), causes[index] ?? error, contextValue.context),
      );
      contextValue.codes = body.singleResult.errors.map(({ extensions }) => String(extensions?.code));
    },
  }),
});

/** Apollo Server gives every problem that it finds before it executes the code of an invalid operation. */
const withLimitCode = (error: GraphQLFormattedError): GraphQLFormattedError =>
  error.extensions?.code === 'GRAPHQL_VALIDATION_FAILED' && error.extensions.rule
    ? { ...error, extensions: { ...error.extensions, code: 'OPERATION_NOT_ALLOWED' } }
    : error;
