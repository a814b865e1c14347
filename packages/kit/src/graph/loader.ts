import DataLoader from 'dataloader';

/** One query for many keys, answered in key order. A missing row becomes null; a row without a key is nobody's. */
export function loadOne<Row>(
  fetch: (ids: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string | null,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(async (ids) => {
    const rows = new Map<string | null, Row>((await fetch(ids)).map((row) => [keyOf(row), row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** One query for the rows of many keys, in the order the query gave. */
export function loadMany<Row>(
  fetch: (ids: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string | null,
): DataLoader<string, Row[]> {
  return new DataLoader<string, Row[]>(async (ids) => {
    const rows = new Map<string | null, Row[]>();
    for (const row of await fetch(ids)) {
      const key = keyOf(row);
      const known = rows.get(key);
      if (known) known.push(row);
      else rows.set(key, [row]);
    }
    return ids.map((id) => rows.get(id) ?? []);
  });
}
