import type { Link } from './chain.ts';
import type { SubgraphAnswer, SubgraphRequest } from './subgraphRequest.ts';

/** Who asks for more entities than a subgraph takes at once asks several times, side by side, and gets one answer. */
export const inParts =
  <Context>(most: number): Link<SubgraphRequest<Context>, SubgraphAnswer> =>
  (next) =>
  async (request) => {
    const { representations } = request;
    if (!representations || representations.length <= most) return next(request);
    const parts: (readonly string[])[] = [];
    for (let start = 0; start < representations.length; start += most)
      parts.push(representations.slice(start, start + most));
    const answers = await Promise.all(parts.map((part) => next({ ...request, representations: part })));
    return joined(answers, parts, most);
  };

/** A part without an answer has a null for each of its entities, and errors that say why. One with other entities spoils them all. */
function joined(
  answers: readonly SubgraphAnswer[],
  parts: readonly (readonly string[])[],
  most: number,
): SubgraphAnswer {
  const found = answers.map(({ data }, part) => (data ? data._entities : Array<null>(parts[part]!.length).fill(null)));
  const isRight = found.every((entities, part) => Array.isArray(entities) && entities.length === parts[part]!.length);
  const errors = answers.flatMap((answer, part) =>
    answer.errors.map((error) => {
      const index = error.path?.[1];
      return typeof index === 'number' ? { ...error, path: error.path?.with(1, index + part * most) } : error;
    }),
  );
  const isKnown = answers.every(({ tags }) => tags !== null);
  return {
    data: answers.some(({ data }) => data !== null) ? { _entities: isRight ? found.flat() : null } : null,
    errors,
    tags: isKnown ? [...new Set(answers.flatMap(({ tags }) => tags ?? []))] : null,
  };
}
