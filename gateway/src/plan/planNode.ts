/** The parts of a query plan that are compiled; @apollo/query-planner makes them. */
export interface PlanFetch {
  kind: 'Fetch';
  serviceName: string;
  variableUsages?: string[];
  requires?: PlanSelection[];
  operation: string;
  operationName?: string;
  inputRewrites?: unknown[];
  outputRewrites?: unknown[];
}
export interface PlanSelection {
  kind: string;
  typeCondition?: string;
  name?: string;
  selections?: PlanSelection[];
}
export type PlanNode =
  | PlanFetch
  | { kind: 'Sequence' | 'Parallel'; nodes: PlanNode[] }
  | { kind: 'Flatten'; path: (string | number)[]; node: PlanNode }
  | { kind: 'Condition' | 'Defer' | 'Subscription' };

/** Left to the stock executor: the answer is the same, only slower. */
export class NotCompiled extends Error {}
