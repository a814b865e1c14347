import { setImmediate } from 'node:timers/promises';
import { ApolloGateway, type GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildASTSchema, type GraphQLFormattedError, parse, print } from 'graphql';
import { checks, formatted } from './apolloChecks.ts';
import { around, asksForData } from './apolloGateway.ts';
import { askApollo } from './apolloRequest.ts';
import { askAsApollo } from './askAsApollo.ts';
import type { Executor } from './chain.ts';
import { runKnown, tooLong } from './compiledPlan.ts';
import { limitsRule } from './limits.ts';
import type { Answer, Operation } from './operation.ts';
import type { ApolloContext, ApolloOptions, Passage } from './passage.ts';
import type { PlanNode } from './plan/queryPlan.ts';
import { PrivateNames, withUsableKeysFirst } from './privateNames.ts';
import { sampleVariables } from './variables.ts';

export interface Apollo<Context> {
  execute: Executor<Operation<Context>, Answer>;
  /** Goes on with another supergraph; throws, and stays with the one it has, when that cannot be used. */
  update(supergraphSdl: string): void;
  /** Plans documents, so that the first client does not wait for it. Nothing is sent when the context's time is over. */
  warmUp(documents: Iterable<string>, context: Context): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The last link: Apollo Server and Apollo Gateway, which can do everything. They parse, validate and plan what is not known yet.
 * A plan that can be compiled runs as code from the first time on, so that an operation is answered alike each time; the others
 * are run by Apollo.
 */
export async function createApollo<Context>(options: ApolloOptions<Context>): Promise<Apollo<Context>> {
  const { limits, plans, introspection, logger, maxLength } = options;
  let update: ((sdl: string) => void) | undefined;
  let names = new PrivateNames(options.supergraphSdl);
  const gateway = new ApolloGateway({
    supergraphSdl: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: print(withUsableKeysFirst(options.supergraphSdl)) };
    },
    buildService: ({ name }) => ({
      process: (request: GraphQLDataSourceProcessOptions<Record<string, unknown>>) => {
        const { passage } = request.context as ApolloContext<Context>;
        return askAsApollo(name, request, passage, options.ask);
      },
    }),
    logger: logger,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const { source, document, operation, request, context } = requestContext;
      if (!source || !document || !operation) return;
      const { passage } = context;
      passage.plan = queryPlan.node as PlanNode | undefined;
      passage.isUnanswerable = !queryPlan.node && asksForData(operation, document);
      const operationName = request.operationName ?? null;
      const known = plans.learn({ source, document, operation, operationName, plan: queryPlan });
      if (passage.compile && !passage.isUnanswerable) passage.known = known;
    },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const supergraphSchema = buildASTSchema(parse(coreSupergraphSdl), { assumeValidSDL: true });
    plans.useSchemas({ apiSchema, supergraphSchema });
  });
  const server = new ApolloServer<ApolloContext<Context>>({
    gateway: around(gateway, () => names),
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    csrfPrevention: false, // goes by headers: whoever takes the request has read them
    allowBatchedHttpRequests: false,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [limitsRule(limits)],
    logger,
    plugins: [
      checks(options),
      formatted(options),
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
      readOnly: operation.readOnly,
      compile: options.compile && operation.from !== 'apollo',
      codes: [],
      tags: new Set(),
      isPartial: false,
      isUnanswerable: false,
      formatted: false,
    };
    const response = await askApollo(server, operation, { passage });
    if (passage.known && passage.facts) return runKnown(passage.known, operation, options, passage.facts);
    const text = finish(response.text, passage, options);
    const { facts, codes, tags, plan } = passage;
    const { status, headers } = response;
    const answer = { status, headers, by: 'apollo' as const, facts, plan };
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
        await execute({ source, operationName: null, variables, context, readOnly: false, from: 'apollo' });
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
  return { text: JSON.stringify({ errors: [error], data: null }), codes: [String(extensions.code)], tags: null };
}
