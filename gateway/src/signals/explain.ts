import type { Answer } from '@storegraph/executor';
import type { Viewer } from '@storegraph/kit';

export type FetchOutcome = 'answered' | 'errors' | 'unavailable';

/** What is noted while an operation runs whose sender may know how: `x-explain: plan` or `x-explain: cost`. */
export interface Explain {
  what: 'plan' | 'cost';
  fetches: { subgraph: string; entities?: number; milliseconds: number; outcome: FetchOutcome }[];
}

export interface ExplainRules {
  production: boolean;
  /** Whoever has one of these may ask, and outside production everybody. */
  explainRoles?: readonly string[];
}

/** Undefined when nothing is to be explained: whoever may not ask gets the usual answer. */
export function explainFor(
  asked: string | string[] | undefined,
  viewer: Viewer | null,
  { production, explainRoles = [] }: ExplainRules,
): Explain | undefined {
  if (asked !== 'plan' && asked !== 'cost') return undefined;
  if (production && !viewer?.roles.some((role) => explainRoles.includes(role))) return undefined;
  return { what: asked, fetches: [] };
}

/** The answer with `extensions.explain`. */
export function explained(answer: Answer, { what, fetches }: Explain, maxCost: number): Answer {
  const { extensions, ...rest } = JSON.parse(answer.text) as { extensions?: object };
  const explain = {
    ...(what === 'plan' ? { plan: shown(answer.plan) } : { cost: answer.facts?.cost ?? null, limit: maxCost }),
    fetches: fetches.map((fetch) => ({ ...fetch, milliseconds: Math.round(fetch.milliseconds * 10) / 10 })),
  };
  return { ...answer, text: JSON.stringify({ ...rest, extensions: { ...extensions, explain } }) };
}

/** A query plan as JSON: what is fetched in which order, and what is asked of whom. */
function shown(node: Answer['plan']): object | null {
  if (!node) return null;
  switch (node.kind) {
    case 'Fetch':
      return {
        kind: 'Fetch',
        subgraph: node.serviceName,
        ofEntities: Boolean(node.requires),
        operation: node.operation,
      };
    case 'Flatten':
      return { kind: 'Flatten', path: node.path.join('.'), node: shown(node.node) };
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.condition,
        ifTrue: shown(node.ifClause),
        ifFalse: shown(node.elseClause),
      };
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(shown) };
    default:
      return { kind: node.kind };
  }
}
