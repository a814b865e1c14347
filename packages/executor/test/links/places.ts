/** The way to the null that an error has left behind. */
export function nulledBy(path: readonly (string | number)[] = [], data: unknown): (string | number)[] {
  let value = data;
  const place: (string | number)[] = [];
  for (const key of path) {
    if (value === null || value === undefined) break;
    place.push(key);
    value = (value as Record<string, unknown>)[key];
  }
  return place;
}
