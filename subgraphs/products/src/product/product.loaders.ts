import { countRows, listPages, type LoaderScope, loadMany, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { categories } from '../category/category.table.ts';
import { stock } from '../stock/stock.table.ts';
import { visibleProducts } from './product.access.ts';
import { media, products, variants } from './product.table.ts';

const shownVariant = {
  ...getTableColumns(variants),
  available: sql<number>`coalesce(${stock.onHand} - ${stock.reserved}, 0)`,
};

const categoryOfProduct = sql<string>`category.id`;

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
      rowsByKeys(db, 'children_of_category', categories.parentId, (where) =>
        selectCategories(where).orderBy(asc(categories.position), asc(categories.id)),
      ),
      (category) => category.parentId,
    ),
    productCountOfCategory: loadOne(
      rowsByKeys(db, 'product_count_of_category', categoryOfProduct, (where) =>
        db
          .select({ id: categoryOfProduct, count: countRows })
          .from(products)
          .crossJoin(sql`unnest(${products.categoryPath}) AS category (id)`)
          .where(and(where, eq(products.status, 'ACTIVE')))
          .groupBy(categoryOfProduct),
      ),
      ({ id }) => id,
    ),
    /** Lists of products, categories and variants, of each parent. */
    pages: listPages(db),
  };
};
export type ProductLoaders = ReturnType<typeof productLoaders>;
