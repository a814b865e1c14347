import { type Answer, bodyOf } from '../../src/index.ts';
import type { RandomOperation } from '../random/randomOperations.ts';
import type { Ask, Way } from './links.ts';
import type { Subgraphs } from './randomSubgraphs.ts';

export interface GraphError {
  message: string;
  path?: readonly (string | number)[];
  extensions: Record<string, unknown>;
}

/** What came of one operation by one way. */
export interface Outcome {
  way: string;
  by: Answer['by'];
  status: number;
  data: unknown;
  errors: readonly GraphError[];
  /** What subgraphs were asked, in the order of the alphabet: fetches that run beside each other have none. */
  asked: readonly string[];
  /** A subgraph had no such entity. */
  isPartial: boolean;
}

export async function outcomeOf(way: Way, operation: RandomOperation, subgraphs: Subgraphs): Promise<Outcome> {
  const asked: string[] = [];
  let isPartial = false;
  const ask: Ask = async (request) => {
    asked.push(`${request.operation.subgraph} ${bodyOf(request)}`);
    const answer = subgraphs(request);
    const entities = answer.data?._entities;
    isPartial ||= Array.isArray(entities) && entities.includes(null);
    return answer;
  };
  const { text, kept, by, status } = await way.execute(operation, ask);
  const { data, errors = [] } = JSON.parse(kept ? kept.body.toString() : text);
  return { way: way.name, by, status, data, errors, asked: asked.toSorted(), isPartial };
}
