import { type LoaderScope, loadMany, loadOne } from '@storegraph/kit';
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { categories } from '../category/category.table.ts';
import { stock } from '../stock/stock.table.ts';
import { media, products, variants } from './product.table.ts';

export const isStaff = ({ viewer }: Pick<LoaderScope, 'viewer'>): boolean =>
  viewer?.roles.some((role) => role === 'STAFF' || role === 'ADMIN') ?? false;

/** Shoppers see what is for sale; drafts and the archive are indistinguishable from nothing. */
export const visibleProducts = (scope: Pick<LoaderScope, 'viewer'>): SQL | undefined =>
  isStaff(scope) ? undefined : eq(products.status, 'ACTIVE');

export const productLoaders = ({ db, viewer }: LoaderScope) => {
  const visible = visibleProducts({ viewer });
  const variantsWhere = (where: SQL) =>
    db
      .select({ row: variants, status: products.status })
      .from(variants)
      .innerJoin(products, eq(products.id, variants.productId))
      .where(and(where, visible))
      .orderBy(asc(variants.position), asc(variants.id));
  return {
    product: loadOne(
      (ids) =>
        db
          .select()
          .from(products)
          .where(and(inArray(products.id, [...ids]), visible)),
      (product) => product.id,
    ),
    productBySlug: loadOne(
      (slugs) =>
        db
          .select()
          .from(products)
          .where(and(inArray(products.slug, [...slugs]), visible)),
      (product) => product.slug,
    ),
    variant: loadOne(
      async (ids) => (await variantsWhere(inArray(variants.id, [...ids]))).map(({ row }) => row),
      (variant) => variant.id,
    ),
    variantBySku: loadOne(
      async (skus) => (await variantsWhere(inArray(variants.sku, [...skus]))).map(({ row }) => row),
      (variant) => variant.sku,
    ),
    variantsOfProduct: loadMany(
      (productIds) =>
        db
          .select()
          .from(variants)
          .where(inArray(variants.productId, [...productIds]))
          .orderBy(asc(variants.position), asc(variants.id)),
      (variant) => variant.productId,
    ),
    mediaOfProduct: loadMany(
      (productIds) =>
        db
          .select()
          .from(media)
          .where(inArray(media.productId, [...productIds]))
          .orderBy(asc(media.position), asc(media.id)),
      (medium) => medium.productId,
    ),
    stock: loadOne(
      (variantIds) =>
        db
          .select()
          .from(stock)
          .where(inArray(stock.variantId, [...variantIds])),
      (row) => row.variantId,
    ),
    category: loadOne(
      (ids) =>
        db
          .select()
          .from(categories)
          .where(inArray(categories.id, [...ids])),
      (category) => category.id,
    ),
    categoryBySlug: loadOne(
      (slugs) =>
        db
          .select()
          .from(categories)
          .where(inArray(categories.slug, [...slugs])),
      (category) => category.slug,
    ),
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
