export { type Apollo, createApollo } from './apollo.ts';
export { CacheUse } from './cacheUse.ts';
export { chain, type Executor, type Link, usedLinks } from './chain.ts';
export { Changes, EVERYTHING } from './changes.ts';
export { compiledPlan, type PlanOptions } from './compiledPlan.ts';
export { costOf } from './cost.ts';
export { entityCache } from './entityCache.ts';
export { inParts } from './inParts.ts';
export { keep, keptAnswers } from './keptAnswers.ts';
export { type Limits, notAllowed, problemsOf, usualLimits } from './limits.ts';
export type {
  Admission,
  Admit,
  Answer,
  ExecutionContext,
  FormatError,
  KeptBytes,
  LinkName,
  Operation,
  OperationFacts,
  Variables,
} from './operation.ts';
export type { PlanNode } from './plan/queryPlan.ts';
export { PlanStore } from './planStore.ts';
export {
  bodyOf,
  type SubgraphAnswer,
  type SubgraphError,
  type SubgraphOperation,
  type SubgraphRequest,
  unanswered,
} from './subgraphRequest.ts';
