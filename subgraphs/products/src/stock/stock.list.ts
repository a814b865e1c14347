import {
  type ConnectionArgs,
  type Database,
  keysetOrder,
  keysetWhere,
  type KeysetColumn,
  readPage,
  toConnection,
} from '@storegraph/kit';
import { and, eq } from 'drizzle-orm';
import { stockMovements } from './stock.table.ts';

const newestFirst: KeysetColumn[] = [{ column: stockMovements.id, direction: 'desc', holds: 'number' }];

export async function listMovements(db: Database, variantId: string, args: ConnectionArgs) {
  const page = readPage(args, { default: 20, sort: 'movement' });
  const rows = await db
    .select()
    .from(stockMovements)
    .where(and(eq(stockMovements.variantId, variantId), keysetWhere(newestFirst, page)))
    .orderBy(...keysetOrder(newestFirst, page))
    .limit(page.limit + 1);
  return toConnection(rows, page, ({ id }) => [id]);
}
