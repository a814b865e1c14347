import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  type Answer,
  askApollo,
  chain,
  compiledQuery,
  type Executor,
  type Operation,
  QueryStore,
  usedLinks,
} from '@storegraph/executor/subgraph';
import type { GraphQLFormattedError } from 'graphql';
import { toClientError } from '../graph/clientError.ts';
import type { Context } from '../graph/context.ts';
import type { Service } from '../process/service.ts';
import type { SubgraphDefinition } from './definition.ts';
import { buildSubgraph } from '../graph/schema.ts';
import { currentWork, type Stopped } from '../graph/work.ts';

export interface SubgraphGraph {
  execute: Executor<Operation<Context>, Answer>;
  stop(): Promise<void>;
}

/** How a subgraph answers an operation: as code when it came before, by Apollo Server otherwise. */
export async function createSubgraphGraph(
  definition: SubgraphDefinition,
  { log, env }: Pick<Service, 'log' | 'env'>,
): Promise<SubgraphGraph> {
  const { schema } = await buildSubgraph(definition);
  const queries = new QueryStore(schema);
  const apollo = new ApolloServer<Context>({
    schema,
    stopOnTerminationSignals: false, // we also have a database to close
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    csrfPrevention: true,
    introspection: false,
    parseOptions: { maxTokens: 15_000 }, // a query plan's fetch is longer than the client's document
    formatError: (formatted, error) => toClientError(formatted, error, log),
    logger: log,
    plugins: [
      learning(queries),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  const last: Executor<Operation<Context>, Answer> = async (operation) => {
    const { text, ...response } = await askApollo(apollo, operation, operation.context);
    return { ...response, text, by: 'apollo', tags: null, codes: codesOf(errorsIn(text)) };
  };
  const links = {
    compiledQuery: compiledQuery<Context>({
      queries,
      formatError: (formatted, cause) => toClientError(formatted, cause, log),
    }),
  };
  const execute = chain(usedLinks(links, env.LINKS), last);
  return {
    async execute(operation) {
      const answer = await execute(operation);
      const stopped = currentWork()?.stopped;
      return stopped ? saidOnce(answer, stopped) : answer;
    },
    stop: () => apollo.stop(),
  };
}

/** What Apollo Server has parsed and validated is compiled when it comes again. */
const learning = (queries: QueryStore): ApolloServerPlugin<Context> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ source, document, operation, request }) {
      if (operation) queries.learn(source, request.operationName ?? null, document);
    },
  }),
});

/** Every field below a list that is too long has the same error: it is said once for each field of the root. */
function saidOnce(answer: Answer, { message: reason }: Stopped): Answer {
  const { errors = [], data } = JSON.parse(answer.text) as { errors?: GraphQLFormattedError[]; data?: unknown };
  const said = new Set<unknown>();
  const kept = errors.filter(({ message, path: [root] = [] }) => {
    if (message !== reason) return true;
    return said.has(root) ? false : said.add(root);
  });
  return { ...answer, text: JSON.stringify({ errors: kept, data }), codes: codesOf(kept) };
}

const codesOf = (errors: readonly GraphQLFormattedError[]): string[] =>
  errors.map(({ extensions }) => String(extensions?.code));

function errorsIn(text: string): GraphQLFormattedError[] {
  if (!text.startsWith('{"errors"')) return [];
  return (JSON.parse(text) as { errors?: GraphQLFormattedError[] }).errors ?? [];
}
