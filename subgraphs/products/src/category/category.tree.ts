import type { Context } from '@storegraph/kit';
import { asc, sql } from 'drizzle-orm';
import type { ProductLoaders } from '../product/product.loaders.ts';
import { categories, type CategoryRow } from './category.table.ts';

/** The top of the tree. What is below, down to `depth`, is read in the same statement: nobody has to ask for children again. */
export async function categoryTree(
  { db, loaders }: Pick<Context<ProductLoaders>, 'db' | 'loaders'>,
  depth: number,
): Promise<CategoryRow[]> {
  const rows = await db
    .select()
    .from(categories)
    .where(sql`cardinality(${categories.path}) <= ${depth}`)
    .orderBy(asc(categories.position), asc(categories.id));
  for (const row of rows) {
    loaders.category.prime(row.id, row);
    if (row.path.length < depth)
      loaders.childrenOfCategory.prime(
        row.id,
        rows.filter(({ parentId }) => parentId === row.id),
      );
  }
  return rows.filter(({ parentId }) => parentId === null);
}
