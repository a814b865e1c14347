import type { Executor } from '../chain.ts';
import type { Variables } from '../operation.ts';
import type { SubgraphAnswer, SubgraphError, SubgraphRequest } from '../subgraphRequest.ts';
import type { Data } from './data.ts';

/** One execution of a plan. */
export interface Run<Context = unknown> {
  /** As the client sent them: subgraphs get these. */
  variables: Variables;
  /** With the operation's defaults: conditions go by these. */
  coerced: Variables;
  context: Context;
  ask: Executor<SubgraphRequest<Context>, SubgraphAnswer>;
  data: Data;
  /** Errors of subgraphs with their places in the answer; of several places of one entity the first. */
  errors: SubgraphError[];
  /** The same errors at the further places. */
  repeatedErrors: SubgraphError[];
  /** What all answers together show; null when one of them is not public. */
  tags: Set<string> | null;
  /** An entity was not found. */
  isPartial: boolean;
}
