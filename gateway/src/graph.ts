import { setImmediate } from 'node:timers/promises';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ErrorCode, type Logger, toClientError } from '@storegraph/kit';
import type { GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from './context.ts';
import type { SubgraphDataSource } from './dataSource.ts';
import { limits, limitsRule } from './limits.ts';
import { CompiledPlans, stringifyAnswer } from './plan/compiledGateway.ts';
import type { Ask } from './plan/fetches.ts';
import { sampleVariables, type TrustedDocuments } from './trusted.ts';

export interface GraphOptions {
  supergraphSdl: string;
  /** Planned in the background, so that the first client does not wait for it. */
  trusted?: TrustedDocuments;
  log: Logger;
  production: boolean;
  dataSourceOf(subgraph: { name: string }): SubgraphDataSource;
  /** Run every plan by ApolloGateway itself. */
  stockExecution?: boolean;
}

export interface Graph {
  apollo: ApolloServer<GatewayContext>;
  plans: CompiledPlans;
  /** Goes on with another supergraph; throws, and stays with the one it has, when that cannot be used. */
  update(supergraphSdl: string): void;
  /** Resolves when every trusted document is planned. */
  warmUp(): Promise<void>;
}

/** The supergraph behind one Apollo Server: limits, masked errors, request ids, a line of log per operation. */
export async function createGraph({
  supergraphSdl,
  trusted = new Map(),
  log,
  production,
  dataSourceOf,
  stockExecution = process.env.STOCK === '1',
}: GraphOptions): Promise<Graph> {
  const dataSources = new Map<string, SubgraphDataSource>();
  const askOf =
    (context: GatewayContext): Ask =>
    async (subgraph, body) => {
      // whoever does not answer has been logged; the stock executor tells it to the client
      const answer = await dataSources
        .get(subgraph)!
        .ask(body, context)
        .catch(() => null);
      return answer?.clean ? answer : null;
    };
  const plans = new CompiledPlans(askOf, log);
  let update: Graph['update'] | undefined;
  const gateway = new ApolloGateway({
    supergraphSdl: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl };
    },
    buildService: ({ name }) => {
      const dataSource = dataSourceOf({ name });
      dataSources.set(name, dataSource);
      return dataSource as never;
    },
    logger: log as never,
    ...(!stockExecution && { experimental_didResolveQueryPlan: plans.learn as never }),
  });
  const apollo = new ApolloServer<GatewayContext>({
    gateway: plans.around(gateway),
    stringifyResult: stringifyAnswer as never,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [limitsRule],
    formatError: (formatted, error) => limitCode(toClientError(formatted, error, log)),
    logger: log as never,
    plugins: [
      answers(log),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  return {
    apollo,
    plans,
    update: (sdl) => update!(sdl),
    async warmUp() {
      for (const query of trusted.values()) {
        const contextValue = contextOfNobody();
        await apollo.executeOperation({ query, variables: sampleVariables(plans.apiSchema, query) }, { contextValue });
        await setImmediate(); // requests come first
      }
    },
  };
}

const WARM_UP = 'warm-up';
/** Its time is over from the start: an operation is planned for it, and nothing is sent. */
const contextOfNobody = (): GatewayContext => ({
  viewer: null,
  requestId: WARM_UP,
  forwarded: {},
  cookie: undefined,
  stock: true,
  deadline: Number.NEGATIVE_INFINITY,
  reply: undefined as never,
});

/** Apollo Server gives every problem that it finds before it executes the code of an invalid operation. */
function limitCode(error: GraphQLFormattedError): GraphQLFormattedError {
  const { rule } = error.extensions ?? {};
  return typeof rule === 'string' && rule in limits
    ? { ...error, extensions: { ...error.extensions, code: ErrorCode.OPERATION_NOT_ALLOWED } }
    : error;
}

/** Every error carries the request id, at most five of them; every operation is logged by name and duration, never with its variables. */
const answers = (log: Logger): ApolloServerPlugin<GatewayContext> => ({
  async requestDidStart() {
    const started = performance.now();
    return {
      async willSendResponse({ response, contextValue, operationName, operation }) {
        if (response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        const { requestId } = contextValue;
        if (requestId === WARM_UP) return;
        if (singleResult.errors) {
          singleResult.errors = singleResult.errors
            .slice(0, limits.errors)
            .map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
        }
        const codes = singleResult.errors?.map(({ extensions }) => extensions?.code);
        log.info(
          {
            requestId,
            operation: operationName ?? 'anonymous',
            kind: operation?.operation,
            ms: Math.round(performance.now() - started),
            ...(codes && { codes }),
          },
          'operation',
        );
      },
    };
  },
});
