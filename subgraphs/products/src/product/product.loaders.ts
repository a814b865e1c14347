import { type LoaderScope, loadMany, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, asc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import { categories } from '../category/category.table.ts';
import { stock } from '../stock/stock.table.ts';
import { media, products, variants } from './product.table.ts';

export const isStaff = ({ viewer }: Pick<LoaderScope, 'viewer'>): boolean =>
  viewer?.roles.some((role) => role === 'STAFF' || role === 'ADMIN') ?? false;

/** Shoppers see what is for sale; drafts and the archive are indistinguishable from nothing. */
export const visibleProducts = (scope: Pick<LoaderScope, 'viewer'>): SQL | undefined =>
  isStaff(scope) ? undefined : eq(products.status, 'ACTIVE');

const shownVariant = {
  ...getTableColumns(variants),
  available: sql<number>`coalesce(${stock.onHand} - ${stock.reserved}, 0)`,
};

export const productLoaders = ({ db, viewer }: LoaderScope) => {
  const visible = visibleProducts({ viewer });
  const scope = visible ? 'visible' : 'all';
  const selectVariants = (where: SQL) =>
    db
      .select(shownVariant)
      .from(variants)
      .innerJoin(products, eq(products.id, variants.productId))
      .leftJoin(stock, eq(stock.variantId, variants.id))
      .where(and(where, visible))
      .orderBy(asc(variants.position), asc(variants.id));
  const selectProducts = (where: SQL) => db.select().from(products).where(and(where, visible));
  const selectCategories = (where: SQL) => db.select().from(categories).where(where);
  return {
    product: loadOne(rowsByKeys(db, `product ${scope}`, products.id, selectProducts), ({ id }) => id),
    productBySlug: loadOne(
      rowsByKeys(db, `product_by_slug ${scope}`, products.slug, selectProducts),
      ({ slug }) => slug,
    ),
    variant: loadOne(rowsByKeys(db, `variant ${scope}`, variants.id, selectVariants), ({ id }) => id),
    variantBySku: loadOne(rowsByKeys(db, `variant_by_sku ${scope}`, variants.sku, selectVariants), ({ sku }) => sku),
    variantsOfProduct: loadMany(
      rowsByKeys(db, 'variants_of_product', variants.productId, (where) =>
        db
          .select(shownVariant)
          .from(variants)
          .leftJoin(stock, eq(stock.variantId, variants.id))
          .where(where)
          .orderBy(asc(variants.position), asc(variants.id)),
      ),
      ({ productId }) => productId,
    ),
    mediaOfProduct: loadMany(
      rowsByKeys(db, 'media_of_product', media.productId, (where) =>
        db.select().from(media).where(where).orderBy(asc(media.position), asc(media.id)),
      ),
      ({ productId }) => productId,
    ),
    stock: loadOne(
      rowsByKeys(db, 'stock', stock.variantId, (where) => db.select().from(stock).where(where)),
      ({ variantId }) => variantId,
    ),
    category: loadOne(rowsByKeys(db, 'category', categories.id, selectCategories), ({ id }) => id),
    categoryBySlug: loadOne(rowsByKeys(db, 'category_by_slug', categories.slug, selectCategories), ({ slug }) => slug),
    childrenOfCategory: loadMany(
      (parentIds) =>
        db
          .select()
          .from(categories)
          .where(inArray(categories.parentId, [...parentIds]))
          .orderBy(asc(categories.position), asc(categories.id)),
      (category) => category.parentId!,
    ),
    productCountOfCategory: loadOne(
      async (ids) => {
        const rows = await db.execute<{ id: string; count: number }>(sql`
          SELECT category.id, count(*)::int AS count FROM products, unnest(products.category_path) AS category (id)
          WHERE products.status = 'ACTIVE' AND category.id IN (${sql.join(
            ids.map((id) => sql`${id}`),
            sql`, `,
          )}) GROUP BY 1`);
        return [...rows];
      },
      ({ id }) => id,
    ),
  };
};
export type ProductLoaders = ReturnType<typeof productLoaders>;
