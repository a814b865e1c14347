/** What subgraphs have said, as it grows together. Its keys are named by clients: only an object's own ones count. */
export type Data = Record<string, unknown>;

export const isObject = (value: unknown): value is Data => value !== null && typeof value === 'object';

export const own = (object: Data, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

/** What several fetches say of one object comes together; a later one wins over a leaf. The source stays as it is. */
export function mergeInto(target: Data, source: Data): void {
  for (const key of Object.keys(source)) {
    const [known, value] = [own(target, key), source[key]];
    if (isObject(known) && isObject(value) && haveOneLength(known, value)) mergeValues(known, value);
    else set(target, key, isObject(value) ? structuredCopy(value) : value);
  }
}

const haveOneLength = (one: Data, other: Data): boolean =>
  Array.isArray(one) ? Array.isArray(other) && one.length === other.length : !Array.isArray(other);

function mergeValues(known: Data, value: Data): void {
  if (!Array.isArray(known) || !Array.isArray(value)) {
    mergeInto(known, value);
    return;
  }
  for (const [index, element] of value.entries()) {
    if (isObject(known[index]) && isObject(element)) mergeValues(known[index], element);
    else known[index] = isObject(element) ? structuredCopy(element) : element;
  }
}

/** Assigning to `__proto__` would set the prototype instead. */
export function set(target: Data, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
  else target[key] = value;
}

export const withoutTypename = ({ __typename: _, ...rest }: Data): Data => rest;

/** Two places may show the same entity, and later fetches write into each. */
export function structuredCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(structuredCopy) as T;
  if (!isObject(value)) return value;
  const copy: Data = {};
  for (const key of Object.keys(value)) set(copy, key, structuredCopy(value[key]));
  return copy as T;
}

/** The objects that a plan's path leads to. */
export function objectsAt(value: unknown, path: readonly string[], from = 0, found: Data[] = []): Data[] {
  if (!isObject(value)) return found;
  const key = path[from];
  if (key === undefined) {
    if (Array.isArray(value)) for (const element of value) objectsAt(element, path, from, found);
    else found.push(value);
  } else if (key === '@') {
    if (Array.isArray(value)) for (const element of value) objectsAt(element, path, from + 1, found);
  } else objectsAt(own(value, key), path, from + 1, found);
  return found;
}

export type Path = readonly (string | number)[];

/** The places of those objects in the answer, in the same order. */
export function placesAt(
  value: unknown,
  path: readonly string[],
  from = 0,
  place: Path = [],
  found: Path[] = [],
): Path[] {
  if (!isObject(value)) return found;
  const each = (list: unknown[], next: number) => {
    for (const [index, element] of list.entries()) placesAt(element, path, next, [...place, index], found);
  };
  const key = path[from];
  if (key === undefined) {
    if (Array.isArray(value)) each(value, from);
    else found.push(place);
  } else if (key === '@') {
    if (Array.isArray(value)) each(value, from + 1);
  } else placesAt(own(value, key), path, from + 1, [...place, key], found);
  return found;
}
