import { placeOf, type SubgraphError, type SubgraphOperation, type SubgraphRequest } from '../subgraphRequest.ts';
import { type Path, placesAt } from './data.ts';
import type { Run } from './run.ts';

/** More places than an answer has errors need not be counted up. */
const MAX_REPEATED = 20;

/** From the root of a subgraph to where that is in the answer. */
export function placeRootErrors(
  run: Run,
  errors: readonly SubgraphError[],
  operation: SubgraphOperation,
  path: readonly string[],
): void {
  if (errors.length === 0) return;
  const places = path.length === 0 ? [[]] : placesAt(run.data, path);
  for (const error of errors) place(run, error, places, placeOf(error, { operation }));
}

/** From `_entities`, an index, and so on to where the entity is in the answer. `indexes`: places of each representation. */
export function placeErrors(
  run: Run,
  errors: readonly SubgraphError[],
  request: Pick<SubgraphRequest<unknown>, 'operation' | 'representations'>,
  indexes: readonly (readonly number[])[],
  path: readonly string[],
): void {
  if (errors.length === 0) return;
  const places = placesAt(run.data, path);
  for (const error of errors) {
    const [, index, ...rest] = placeOf(error, request);
    const same = indexes[index as number] ?? indexes[0]!.slice(0, 1);
    const at = same.map((one) => places[one] ?? []);
    place(run, error, at, rest);
  }
}

function place(run: Run, error: SubgraphError, [first = [], ...further]: readonly Path[], rest: Path): void {
  run.errors.push({ ...error, path: [...first, ...rest] });
  for (const at of further.slice(0, MAX_REPEATED)) run.repeatedErrors.push({ ...error, path: [...at, ...rest] });
}
