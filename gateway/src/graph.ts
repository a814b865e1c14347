import {
  type Admit,
  type Answer,
  CacheUse,
  type Changes,
  chain,
  compiledPlan,
  createApollo,
  type ExecutionContext,
  type Executor,
  entityCache,
  inParts,
  keptAnswers,
  type Limits,
  type Operation,
  PlanStore,
  type SubgraphAnswer,
  type SubgraphRequest,
  usedLinks,
  usualLimits,
} from '@storegraph/executor';
import { type Logger, MOST_REPRESENTATIONS, nameScope, toClientError } from '@storegraph/kit';
import type { GraphQLSchema } from 'graphql';
import type { GatewayContext } from './context.ts';
import { readCaches } from './signals/caches.ts';
import { observedFetches } from './signals/fetches.ts';
import type { TrustedDocuments } from './trusted.ts';
import { type TrustedOnly, trustedOnly } from './trustedOnly.ts';

export interface GraphOptions {
  supergraphSdl: string;
  /** Planned in the background, so that the first client does not wait for it. */
  trusted?: TrustedDocuments;
  /** Who may ask for nothing else. Default: nobody. */
  trustedOnly?: TrustedOnly;
  /** Called before a document is parsed that is not known, and for each operation that is not answered by what is kept: both may refuse it. */
  beforeParsing?(context: GatewayContext): Promise<void>;
  admit?: Admit<GatewayContext>;
  log: Logger;
  introspection: boolean;
  limits?: Limits;
  /** Names of the links that are used before Apollo. */
  links: string;
  /** What is kept holds until it is named here. */
  changes: Changes;
  /** Sends a fetch to its subgraph. Returns an answer always: without one, what is missing and why. */
  send: Executor<SubgraphRequest<GatewayContext>, SubgraphAnswer>;
}

export interface Graph {
  execute: Executor<Operation<GatewayContext>, Answer>;
  changes: Changes;
  maxCost: number;
  /** Goes on with another supergraph; throws, and stays with the one it has, when that cannot be used. */
  update(supergraphSdl: string): void;
  /** Resolves when every trusted document is planned. */
  warmUp(): Promise<void>;
  /** What clients see of the supergraph that is in use. */
  readonly apiSchema: GraphQLSchema;
  stop(): Promise<void>;
}

/** What graphql-js adds to an error about a variable; those about documents have none where the schema is not shown. */
const SUGGESTION = / Did you mean [^?]*\?/g;

export const MAX_ERRORS = 5;
const MAX_ANSWER_LENGTH = 5_000_000;

/** How an operation is answered: the first link that can does it. */
export async function createGraph({
  supergraphSdl,
  trusted = new Map(),
  trustedOnly: whom = 'off',
  beforeParsing,
  admit,
  log,
  introspection,
  limits = usualLimits,
  links,
  changes,
  send,
}: GraphOptions): Promise<Graph> {
  const caches = { keptAnswers: new CacheUse(), entities: new CacheUse() };
  const unread = readCaches(caches);
  const plans = new PlanStore((error) => log.warn({ err: error }, 'a query plan could not be compiled'));
  const options = {
    ask: chain(
      [
        ...usedLinks({ entityCache: entityCache<GatewayContext>(changes, caches.entities) }, links),
        inParts<GatewayContext>(MOST_REPRESENTATIONS),
      ],
      observedFetches(send),
    ),
    formatError(formatted, cause, { requestId }) {
      const error = toClientError(formatted, cause, log, requestId);
      return introspection ? error : { ...error, message: error.message.replace(SUGGESTION, '') };
    },
    admit(admission) {
      if (admission.context === contextOfNobody) return; // a warm-up is ours
      nameScope(admission.facts.name);
      return admit?.(admission);
    },
    maxErrors: MAX_ERRORS,
    maxCost: limits.cost,
    maxLength: MAX_ANSWER_LENGTH,
  } satisfies Parameters<typeof compiledPlan<GatewayContext>>[1];
  const apollo = await createApollo({
    ...options,
    compile: links.includes('compiledPlan'),
    supergraphSdl,
    plans,
    limits,
    introspection,
    logger: log as never, // pino: all that Apollo calls, with types of its own
  });
  const kept = keptAnswers<GatewayContext>(changes, { use: caches.keptAnswers });
  const known = { keptAnswers: kept, compiledPlan: compiledPlan(plans, options) };
  return {
    changes,
    maxCost: limits.cost,
    execute: chain([trustedOnly(trusted, whom), ...usedLinks(known, links)], async (operation) => {
      await beforeParsing?.(operation.context);
      return apollo.execute(operation);
    }),
    update: apollo.update,
    get apiSchema() {
      return plans.apiSchema;
    },
    warmUp: () => apollo.warmUp(trusted.values(), contextOfNobody),
    stop: () => apollo.stop().finally(unread),
  };
}

/** Its time is over from the start: an operation is planned for it, and nothing is sent. */
const contextOfNobody: GatewayContext = {
  ...({ anonymous: true } satisfies ExecutionContext),
  viewer: null,
  requestId: 'warm-up',
  forwarded: {},
  cookie: undefined,
  reply: undefined as never, // nothing is answered
  deadline: Number.NEGATIVE_INFINITY,
};
