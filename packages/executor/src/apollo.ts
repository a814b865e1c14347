import { setImmediate } from 'node:timers/promises';
import { ApolloGateway, type GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  buildASTSchema,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
} from 'graphql';
import { askApollo } from './apolloRequest.ts';
import { askAsApollo } from './askAsApollo.ts';
import type { Executor } from './chain.ts';
import { type PlanOptions, tooLong } from './compiledPlan.ts';
import { compileCost } from './cost.ts';
import { type Limits, limitsRule, notAllowed } from './limits.ts';
import type { Answer, ExecutionContext, Operation, OperationFacts } from './operation.ts';
import { factsOf, fragmentsOf, type PlanStore } from './planStore.ts';
import { PrivateNames, publicName, withPublicNames, withUsableKeysFirst } from './privateNames.ts';
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
  /** It asks for something, and the plan asks nobody. */
  isUnanswerable: boolean;
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
  let names = new PrivateNames(options.supergraphSdl);
  const gateway = new ApolloGateway({
    supergraphSdl: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: print(withUsableKeysFirst(options.supergraphSdl)) };
    },
    buildService: ({ name }) => ({
      process: (request: GraphQLDataSourceProcessOptions<Record<string, any>>) => {
        const passage = request.context as Passage<Context>;
        return askAsApollo(name, request, passage, options.ask);
      },
    }),
    logger: logger as never,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const { source, document, operation, request, context } = requestContext;
      if (!source || !document || !operation) return;
      const passage = context as unknown as Passage<Context>;
      passage.isUnanswerable = !queryPlan.node && asksForData(operation);
      const operationName = request.operationName ?? null;
      plans.learn({ source, document, operation, operationName, plan: queryPlan as never });
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const supergraphSchema = buildASTSchema(parse(coreSupergraphSdl), { assumeValidSDL: true });
    plans.useSchemas({ apiSchema, supergraphSchema });
  });
  const server = new ApolloServer<Passage<Context>>({
    gateway: around(gateway, () => names),
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
      isUnanswerable: false,
      formatted: false,
    };
    const response = await askApollo(server, operation, passage);
    const text = finish(response.text, passage, options);
    const { facts, codes, tags } = passage;
    const { status, headers } = response;
    const answer = { status, headers, by: 'apollo' as const, facts };
    if (text.length > maxLength) return { ...answer, ...refused(options, operation.context) };
    const isPublic = status === 200 && codes.length === 0 && tags !== null && tags.size > 0;
    return { ...answer, text, codes, tags: isPublic && facts?.kind === 'query' ? [...tags] : null };
  };
  return {
    execute,
    update(sdl) {
      const [document, next] = [withUsableKeysFirst(sdl), new PrivateNames(sdl)];
      update!(print(document));
      names = next;
    },
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

/** Apollo Gateway with what it leaves out: see privateNames.ts and valueErrors. */
function around(inner: ApolloGateway, namesNow: () => PrivateNames): ApolloServerOptionsWithGateway<any>['gateway'] {
  const gateway = inner as unknown as ApolloServerOptionsWithGateway<any>['gateway'];
  return {
    load: async (options) => {
      const { executor } = await gateway.load(options);
      return {
        executor: async (request) => {
          const document = namesNow().hide(request.document);
          const operation = getOperationAST(document, request.request.operationName)!;
          const result = await executor!({ ...request, document, operation });
          const { data, errors } = valueErrors(result as never, request.context as never);
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
  const invalid = passage.isPartial ? undefined : extensions?.valueCompletion;
  if (!invalid) return { data, errors };
  return { data, errors: invalid.map(({ message, path }) => new GraphQLError(message, { path })) };
}

const withPublicPath = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, { ...error, path: error.path?.map(publicName) });

/** Whether there is a field at the root that a subgraph would have to resolve. */
const asksForData = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.some(
    (selection) =>
      selection.kind === Kind.FIELD && !selection.name.value.startsWith('__') && !selection.directives?.length,
  );

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
