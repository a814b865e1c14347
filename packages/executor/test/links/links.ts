import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import {
  type Answer,
  Changes,
  chain,
  compiledPlan,
  createApollo,
  type ExecutionContext,
  type Executor,
  entityCache,
  keptAnswers,
  type Link,
  type Operation,
  PlanStore,
  type SubgraphAnswer,
  type SubgraphRequest,
  usualLimits,
} from '../../src/index.ts';
import type { RandomOperation } from '../random/randomOperations.ts';

export interface TestContext extends ExecutionContext {
  /** Who is asked for this operation. */
  ask: Ask;
}

export type Ask = Executor<SubgraphRequest<TestContext>, SubgraphAnswer>;

export interface Links {
  schema: GraphQLSchema;
  plans: PlanStore;
  /** What could not be compiled, and should have been. */
  failures: unknown[];
  apollo: Executor<Operation<TestContext>, Answer>;
  compiledPlan: Link<Operation<TestContext>, Answer>;
  stop(): Promise<void>;
}

/** All of them: which ones are left out is not what is compared. */
const MAX_ERRORS = 10_000;

const nothingToLog = { debug() {}, info() {}, warn() {}, error() {} };

const formatError = ({ message, path, extensions }: GraphQLFormattedError): GraphQLFormattedError => ({
  message,
  ...(path && { path }),
  extensions: { ...extensions, code: extensions?.code ?? 'INTERNAL' },
});

/** All links for one supergraph, in one process and without HTTP. */
export async function createLinks(supergraphSdl: string): Promise<Links> {
  const failures: unknown[] = [];
  const plans = new PlanStore((error) => failures.push(error));
  const options = {
    ask: (request: SubgraphRequest<TestContext>) => request.context.ask(request),
    formatError,
    maxErrors: MAX_ERRORS,
    maxCost: usualLimits.cost,
    maxLength: 5_000_000,
  };
  const apollo = await createApollo<TestContext>({
    ...options,
    supergraphSdl,
    plans,
    compile: true,
    limits: usualLimits,
    introspection: true,
    logger: nothingToLog,
  });
  const { execute, stop } = apollo;
  return {
    schema: plans.apiSchema,
    plans,
    failures,
    apollo: execute,
    compiledPlan: compiledPlan(plans, options),
    stop,
  };
}

/** What is kept between operations. */
export class Caches {
  private readonly changes = new Changes();
  readonly entities = entityCache<TestContext>(this.changes);
  readonly answers = keptAnswers<TestContext>(this.changes);
}

/** Answers in the order of questions: when two fetches beside each other disagree, the later one wins, kept or not. */
function inOrder(ask: Ask): Ask {
  let before: Promise<unknown> = Promise.resolve();
  return (request) => {
    const [earlier, answer] = [before, ask(request)];
    before = earlier.then(() => answer);
    return earlier.then(() => answer);
  };
}

export interface Way {
  name: string;
  execute(operation: RandomOperation, ask: Ask): Promise<Answer>;
}

/** All ways to an answer, in the order in which they are gone: the first one is what the others are compared with. */
export function waysOf({ apollo, compiledPlan }: Links, { entities, answers }: Caches): Way[] {
  const compiled = chain([compiledPlan], apollo);
  const kept = chain([answers, compiledPlan], apollo);
  const way = (name: string, execute: typeof apollo, links: Parameters<typeof chain<any, any>>[0] = []): Way => ({
    name,
    execute: ({ query, variables }, ask) =>
      execute({
        source: query,
        operationName: null,
        variables,
        context: { audience: '', anonymous: true, ask: inOrder(chain(links, ask)) },
        readOnly: false,
        ...(execute === apollo && { from: 'apollo' }),
      }),
  });
  return [
    way('apollo', apollo),
    way('compiledPlan, just planned', compiled),
    way('compiledPlan', compiled),
    way('compiledPlan, entityCache', compiled, [entities]),
    way('compiledPlan, entityCache, again', compiled, [entities]),
    way('apollo, entityCache', apollo, [entities]),
    way('keptAnswers', kept, [entities]),
    way('keptAnswers, again', kept, [entities]),
  ];
}
