/** The parts of a query plan; @apollo/query-planner makes them. */
export interface PlanFetch {
  kind: 'Fetch';
  serviceName: string;
  variableUsages?: readonly string[];
  requires?: readonly PlanSelection[];
  operation: string;
  operationName?: string;
  inputRewrites?: readonly Rewrite[];
  outputRewrites?: readonly Rewrite[];
}
export type PlanSelection =
  | { kind: 'Field'; name: string; alias?: string; selections?: readonly PlanSelection[] }
  | { kind: 'InlineFragment'; typeCondition?: string; selections?: readonly PlanSelection[] };
export type Rewrite =
  | { kind: 'ValueSetter'; path: readonly string[]; setValueTo: unknown }
  | { kind: 'KeyRenamer'; path: readonly string[]; renameKeyTo: string };
export type PlanNode =
  | PlanFetch
  | { kind: 'Sequence' | 'Parallel'; nodes: readonly PlanNode[] }
  | { kind: 'Flatten'; path: readonly (string | number)[]; node: PlanNode }
  | { kind: 'Condition'; condition: string; ifClause?: PlanNode; elseClause?: PlanNode }
  | { kind: 'Defer' | 'Subscription' };

/** Left to Apollo's executor: the answer is the same, only slower. */
export class NotCompiled extends Error {}
