import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { PlanOptions } from './compiledPlan.ts';
import type { Limits } from './limits.ts';
import type { OperationFacts } from './operation.ts';
import type { PlanNode } from './plan/queryPlan.ts';
import type { KnownOperation, PlanStore } from './planStore.ts';

export interface ApolloOptions<Context> extends Omit<PlanOptions<Context>, 'maxCost'> {
  supergraphSdl: string;
  limits: Limits;
  plans: PlanStore;
  /** Whether plans run as code, the first time, too. Without it Apollo runs them. */
  compile: boolean;
  /** Whether clients may read the schema by introspection, and get suggestions in errors. */
  introspection: boolean;
  logger: ApolloServerOptionsWithGateway<object>['logger'];
}

/** What one operation leaves behind on its way through Apollo Server. */
export interface Passage<Context> {
  context: Context;
  readOnly: boolean;
  /** Whether Apollo only plans: what it planned is in `known`, and runs as code. */
  compile: boolean;
  known?: KnownOperation;
  plan?: PlanNode;
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

/** Apollo Server copies the context that it is given: what is written to the passage is seen by everybody. */
export interface ApolloContext<Context> {
  passage: Passage<Context>;
}
