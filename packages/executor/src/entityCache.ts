import { LRUCache } from 'lru-cache';
import { CacheUse } from './cacheUse.ts';
import type { Link } from './chain.ts';
import { BACKSTOP_IN_MS, type Changes } from './changes.ts';
import type { ExecutionContext } from './operation.ts';
import { isObject } from './plan/data.ts';
import type { SubgraphAnswer, SubgraphError, SubgraphRequest } from './subgraphRequest.ts';

const MAX_ENTITIES = 5_000;

interface KeptEntity {
  entity: unknown;
  tags: readonly string[];
  since: number;
}

/** Public entities as a subgraph sent them, by what was asked of it, key and audience, until they change: only what is missing is asked for. */
export function entityCache<Context extends ExecutionContext>(
  changes: Changes,
  use = new CacheUse(),
): Link<SubgraphRequest<Context>, SubgraphAnswer> {
  const entities = new LRUCache<string, KeptEntity>({ max: MAX_ENTITIES, ttl: BACKSTOP_IN_MS });
  use.entries = () => entities.size;
  const find = (key: string): KeptEntity | undefined => {
    const found = entities.get(key);
    return found && changes.hold(found.tags, found.since) ? found : undefined;
  };
  return (next) => async (request) => {
    const { representations, context, operation, variables } = request;
    if (!representations || context.audience === undefined || operation.kind === 'mutation') return next(request);
    const since = changes.now();
    const asked = `${operation.subgraph}\n${context.audience}\n${operation.head}${variables}\n`;
    const keyOf = (representation: string) => asked + representation;
    const kept = representations.map((representation) => find(keyOf(representation)));
    const missing = representations.filter((_, index) => !kept[index]);
    use.misses += missing.length;
    use.hits += representations.length - missing.length;
    const answer: SubgraphAnswer =
      missing.length > 0
        ? await next({ ...request, representations: missing })
        : { data: { _entities: [] }, errors: [], tags: [] };
    const received = answer.data?._entities;
    if (!Array.isArray(received) || received.length !== missing.length)
      return missing.length === representations.length ? answer : without(answer, kept);
    if (answer.tags)
      for (const [index, representation] of missing.entries())
        if (isObject(received[index]))
          entities.set(keyOf(representation), { entity: received[index], tags: answer.tags, since });
    return missing.length === representations.length ? answer : together(answer, received, kept);
  };
}

type Kept = readonly (KeptEntity | undefined)[];

/** What was received, at the places where nothing was kept. */
function together(answer: SubgraphAnswer, received: readonly unknown[], kept: Kept): SubgraphAnswer {
  let next = 0;
  const entities = kept.map((found) => (found ? found.entity : received[next++]));
  const tags = answer.tags && [...new Set([...answer.tags, ...kept.flatMap((found) => found?.tags ?? [])])];
  return { data: { _entities: entities }, errors: placed(answer.errors, kept), tags };
}

/** The subgraph did not answer as it should: what is kept is shown, the rest is missing. */
const without = (answer: SubgraphAnswer, kept: Kept): SubgraphAnswer =>
  together(
    {
      ...answer,
      tags: null,
      errors:
        answer.errors.length > 0
          ? answer.errors
          : [{ message: 'Other entities than asked for', path: ['_entities', 0] }],
    },
    [],
    kept,
  );

/** An index among what was missing as one among all. */
function placed(errors: readonly SubgraphError[], kept: Kept): SubgraphError[] {
  const indexes = kept.flatMap((found, index) => (found ? [] : [index]));
  return errors.map((error) => {
    const index = error.path?.[1];
    return typeof index === 'number' ? { ...error, path: error.path?.with(1, indexes[index] ?? index) } : error;
  });
}
