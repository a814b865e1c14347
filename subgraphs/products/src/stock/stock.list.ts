import { type ConnectionArgs, type Database, type KeysetColumn, type List, readPage } from '@storegraph/kit';
import { and, eq, type SQL } from 'drizzle-orm';
import { type StockMovementRow, stockMovements } from './stock.table.ts';

const newestFirst: KeysetColumn[] = [{ column: stockMovements.id, direction: 'desc', holds: 'number' }];

/** Why the stock of a variant changed, newest first. */
export const movementList = (db: Database, args: ConnectionArgs): List<StockMovementRow, StockMovementRow, SQL> => ({
  shape: 'movements',
  page: readPage(args, { default: 20, sort: 'movement' }),
  columns: newestFirst,
  keyOf: ({ id }) => [id],
  toNode: (row) => row,
  rows: ({ beyond, order, limit }, variant) =>
    db
      .select()
      .from(stockMovements)
      .where(and(eq(stockMovements.variantId, variant), beyond))
      .orderBy(...order)
      .limit(limit),
});
