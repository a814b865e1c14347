/**
 * The row of a statement that always has one: a sum or a count, an INSERT without ON CONFLICT, an UPDATE of what this transaction has
 * locked. As in `await tx.insert(table).values(row).returning().then(onlyRow)`.
 */
export function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('A statement that always has a row had none');
  return row;
}
