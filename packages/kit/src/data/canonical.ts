const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(canonical)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, canonical(inner)]),
        )
      : value;

/** Key order does not matter: what is the same has the same JSON. */
export const canonicalJson = (value: unknown): string => JSON.stringify(canonical(value));

/** Whether an update would change the row. As in an update, what is undefined stays. */
export const wouldChange = <Row extends object>(row: Row, update: Partial<Row>): boolean =>
  Object.entries(update).some(
    ([name, value]) => value !== undefined && canonicalJson(value) !== canonicalJson(row[name as keyof Row]),
  );
