import { type SQL, sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { categories } from '../category/category.table.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const moment = (name: string) => timestamp(name, { withTimezone: true });
const minor = (name: string) => bigint(name, { mode: 'number' });
export const productStatus = pgEnum('product_status', ['DRAFT', 'ACTIVE', 'ARCHIVED']);

export interface Picture {
  path: string;
  alt: string | null;
  width: number | null;
  height: number | null;
}

/** A product with what its listing needs: a page of products is one statement. Triggers keep the listing columns right. */
export const products = pgTable(
  'products',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    description: text().notNull().default(''),
    vendor: text(),
    status: productStatus().notNull().default('DRAFT'),
    categoryId: text('category_id').references(() => categories.id),
    /** The category and its ancestors. */
    categoryPath: text('category_path').array().notNull().default([]),
    options: jsonb().$type<{ name: string; values: string[] }[]>().notNull().default([]),
    attributes: jsonb().$type<{ name: string; value: string }[]>().notNull().default([]),
    seoTitle: text('seo_title'),
    seoDescription: text('seo_description'),
    version: integer().notNull().default(1),
    currencyCode: text('currency_code').notNull().default('USD'),
    priceMinMinor: minor('price_min_minor').notNull().default(0),
    priceMaxMinor: minor('price_max_minor').notNull().default(0),
    compareAtMinMinor: minor('compare_at_min_minor'),
    compareAtMaxMinor: minor('compare_at_max_minor'),
    available: integer().notNull().default(0),
    inStock: boolean('in_stock').notNull().default(false),
    sold: integer().notNull().default(0),
    /** The first picture. */
    thumbnail: jsonb().$type<Picture>(),
    search: tsvector().generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', coalesce(vendor, '')), 'B') || setweight(to_tsvector('english', description), 'C')`,
    ),
    /** In milliseconds, as its cursors. */
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (product) => [
    index('products_by_search').using('gin', product.search).with({ fastupdate: false }),
    index('products_by_category').using('gin', product.categoryPath).with({ fastupdate: false }),
    index('products_newest').on(product.createdAt, product.id).where(sql`${product.status} = 'ACTIVE'`),
    index('products_by_price').on(product.priceMinMinor, product.id).where(sql`${product.status} = 'ACTIVE'`),
    index('products_by_title').on(product.title, product.id).where(sql`${product.status} = 'ACTIVE'`),
    index('products_by_sales').on(product.sold, product.id).where(sql`${product.status} = 'ACTIVE'`),
  ],
);

/** The purchasable unit. */
export const variants = pgTable(
  'variants',
  {
    id: text().primaryKey(),
    productId: text('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    sku: text().notNull().unique(),
    title: text().notNull(),
    selectedOptions: jsonb('selected_options').$type<{ name: string; value: string }[]>().notNull().default([]),
    /** Which options these are, in whatever order and case they were written; by a trigger. Null: none. */
    optionsKey: text('options_key'),
    priceMinor: minor('price_minor').notNull(),
    /** Counts the prices, by a trigger: of two events about a price the one that counts higher is right. */
    priceVersion: integer('price_version').notNull().default(1),
    compareAtMinor: minor('compare_at_minor'),
    currencyCode: text('currency_code').notNull().default('USD'),
    position: integer().notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (variant) => [
    uniqueIndex('one_variant_per_options').on(variant.productId, variant.optionsKey),
    index('variants_of_product').on(variant.productId, variant.position),
    check('price_is_not_negative', sql`${variant.priceMinor} >= 0`),
    check(
      'compare_at_is_higher',
      sql`${variant.compareAtMinor} is null or ${variant.compareAtMinor} > ${variant.priceMinor}`,
    ),
  ],
);

export const media = pgTable(
  'media',
  {
    id: text().primaryKey(),
    productId: text('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    /** Below /media, or a whole address. */
    path: text().notNull(),
    alt: text(),
    width: integer(),
    height: integer(),
    position: integer().notNull().default(0),
  },
  (medium) => [
    index('media_of_product').on(medium.productId, medium.position),
    unique('one_medium_per_path').on(medium.productId, medium.path),
  ],
);

export type ProductRow = typeof products.$inferSelect;
export type VariantRow = typeof variants.$inferSelect;
/** As it is shown: with what is left of it. */
export type ShownVariantRow = VariantRow & { available: number };
export type MediaRow = typeof media.$inferSelect;
