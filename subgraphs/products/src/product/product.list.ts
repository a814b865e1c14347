import {
  anyOf,
  badInput,
  type Condition,
  type ConnectionArgs,
  type Context,
  countRows,
  isSafeText,
  type KeysetColumn,
  type KeyValue,
  type List,
  readPage,
  type Repeatable,
} from '@storegraph/kit';
import { and, eq, gte, lte, type SQL, sql } from 'drizzle-orm';
import { visibleProducts } from './product.access.ts';
import { type ProductFilter, ProductSort } from './product.filter.ts';
import { parsePrice } from './product.price.ts';
import { products, type ProductRow } from './product.table.ts';
import type { Product } from './product.type.ts';
import { type ColumnName, columns, columnsOf, toProduct } from './product.view.ts';

export interface ListArguments {
  page: ConnectionArgs;
  query?: string;
  filter?: ProductFilter;
  sort?: ProductSort;
  /** What is asked of the products: long columns that nobody reads are not fetched. */
  fields: ReadonlySet<string>;
}

type ListedRow = ProductRow & { rank: number };
interface Sorting {
  columns: KeysetColumn[];
  keyOf(row: ListedRow): KeyValue[];
}

const byId = (direction: 'asc' | 'desc'): KeysetColumn => ({ column: products.id, direction, holds: 'text' });
const sortings: Record<Exclude<ProductSort, ProductSort.RELEVANCE>, Sorting> = {
  [ProductSort.NEWEST]: {
    columns: [{ column: products.createdAt, direction: 'desc', holds: 'time' }, byId('desc')],
    keyOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
  },
  [ProductSort.PRICE_ASC]: {
    columns: [{ column: products.priceMinMinor, direction: 'asc', holds: 'number' }, byId('asc')],
    keyOf: ({ priceMinMinor, id }) => [priceMinMinor, id],
  },
  [ProductSort.PRICE_DESC]: {
    columns: [{ column: products.priceMinMinor, direction: 'desc', holds: 'number' }, byId('desc')],
    keyOf: ({ priceMinMinor, id }) => [priceMinMinor, id],
  },
  [ProductSort.TITLE]: {
    columns: [{ column: products.title, direction: 'asc', holds: 'text' }, byId('asc')],
    keyOf: ({ title, id }) => [title, id],
  },
  [ProductSort.BEST_SELLING]: {
    columns: [{ column: products.sold, direction: 'desc', holds: 'number' }, byId('asc')],
    keyOf: ({ sold, id }) => [sold, id],
  },
};

/** Words that all have to occur; the last may be the beginning of one. */
export const wordsOf = (query: string): string[] =>
  query
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, 10) ?? [];

function searchQuery(count: number): SQL {
  const terms = Array.from({ length: count }, (_, index) => {
    const word = sql.placeholder(`word${index}`);
    return index === count - 1
      ? sql`(to_tsquery('english', ${word}::text || ':*') || plainto_tsquery('english', ${word}::text))`
      : sql`plainto_tsquery('english', ${word}::text)`;
  });
  return sql`(${sql.join(terms, sql` && `)})`;
}

/** Rounded, so that the cursor carries exactly what is compared. */
const rankOf = (words: number): SQL<number> =>
  words === 0
    ? sql<number>`0`
    : sql<number>`round((ts_rank(${products.search}, ${searchQuery(words)}) * 1000000)::numeric)::int`;

const sortedBy: Partial<Record<ProductSort, ColumnName>> = {
  [ProductSort.NEWEST]: 'createdAt',
  [ProductSort.PRICE_ASC]: 'priceMinMinor',
  [ProductSort.PRICE_DESC]: 'priceMinMinor',
  [ProductSort.TITLE]: 'title',
};

/** What nobody reads is not fetched; the id and the sort's own column always are. */
function columnsFor(fields: ReadonlySet<string>, sort: ProductSort): ColumnName[] {
  const wanted = columnsOf(fields)
    .add('id')
    .add(sortedBy[sort] ?? 'sold');
  return (Object.keys(columns) as ColumnName[]).filter((name) => wanted.has(name));
}

/** Products, whatever is filtered and sorted: all, or those of a category and what is below it. */
export function productList(
  context: Pick<Context, 'db' | 'viewer' | 'service'>,
  { page: args, query, filter = {}, sort = ProductSort.RELEVANCE, fields }: ListArguments,
): List<ListedRow, Product> {
  const { db, service } = context;
  if (query != null && !isSafeText(query, { min: 0, max: 200 }))
    throw badInput('query', 'text', 'query is text of at most 200 characters');
  const searching = Boolean(query?.trim());
  const words = wordsOf(query ?? '');
  const { columns: keyset, keyOf } = sortingOf(sort, words.length);
  const visible = visibleProducts(context);
  const conditions: Condition[] = [...(searching ? [searchCondition(words)] : []), ...conditionsOf(filter)];
  const where = (category?: SQL) =>
    and(visible, category && inCategory(category), ...conditions.map((condition) => condition.build()));
  const names = columnsFor(fields, sort);
  const shown = () => ({ ...pick(names), ...(words.length > 0 && { rank: rankOf(words.length).as('rank') }) });
  return {
    shape: `products ${sort} ${words.length} ${names} ${visible ? 'visible' : 'all'} ${conditions.map(({ shape }) => shape)}`,
    values: Object.assign({}, ...conditions.map(({ values }) => values)),
    page: readPage(args, { default: 24, sort: `${sort}${searching ? '?' : ''}` }),
    columns: keyset,
    keyOf,
    toNode: (row) => toProduct(row, service),
    rows: ({ beyond, order, limit }, category) =>
      db
        .select(shown())
        .from(products)
        .where(and(where(category), beyond))
        .orderBy(...order)
        .limit(limit) as unknown as Repeatable<ListedRow>,
    count: (category) =>
      db
        .select({ count: countRows.as('count') })
        .from(products)
        .where(where(category)),
  };
}

const pick = (names: readonly ColumnName[]) => Object.fromEntries(names.map((name) => [name, columns[name]]));

/** What sells best of a category alone, for those who look at one of its products. */
export const bestSellers = (
  { db, service }: Pick<Context, 'db' | 'service'>,
  { first, fields }: { first: number; fields: ReadonlySet<string> },
): List<ListedRow, Product, SQL> => {
  const names = columnsFor(fields, ProductSort.BEST_SELLING);
  return {
    ...sortings[ProductSort.BEST_SELLING],
    shape: `best_sellers ${names}`,
    page: readPage({ first }),
    toNode: (row) => toProduct(row, service),
    rows: ({ order, limit }, category) =>
      db
        .select(pick(names))
        .from(products)
        .where(and(eq(products.categoryId, category), eq(products.status, 'ACTIVE')))
        .orderBy(...order)
        .limit(limit) as unknown as Repeatable<ListedRow>,
  };
};

function sortingOf(sort: ProductSort, words: number): Sorting {
  if (sort !== ProductSort.RELEVANCE) return sortings[sort];
  if (words === 0) return sortings[ProductSort.BEST_SELLING];
  return {
    columns: [{ column: rankOf(words), direction: 'desc', holds: 'number' }, byId('asc')],
    keyOf: (row) => [row.rank, row.id],
  };
}

const searchCondition = (words: readonly string[]): Condition => ({
  shape: `search${words.length}`,
  values: Object.fromEntries(words.map((word, index) => [`word${index}`, word])),
  build: () => (words.length === 0 ? sql`false` : sql`${products.search} @@ ${searchQuery(words.length)}`),
});

const inCategory = (category: SQL): SQL => sql`${products.categoryPath} @> ARRAY[${category}]::text[]`;

function conditionsOf({ categorySlug, inStock, price, ids, attributes: wanted }: ProductFilter): Condition[] {
  const conditions: Condition[] = [];
  if (categorySlug)
    conditions.push({
      shape: 'slug',
      values: { categorySlug },
      build: () =>
        sql`${products.categoryPath} @> ARRAY[(SELECT coalesce(max(id), 'none') FROM categories WHERE slug = ${sql.placeholder('categorySlug')})]::text[]`,
    });
  if (inStock != null) conditions.push({ shape: `stock ${inStock}`, build: () => eq(products.inStock, inStock) });
  if (price?.min)
    conditions.push({
      shape: 'min',
      values: { priceMin: parsePrice(price.min, 'filter.price.min').minor },
      build: () => gte(products.priceMinMinor, sql.placeholder('priceMin')),
    });
  if (price?.max)
    conditions.push({
      shape: 'max',
      values: { priceMax: parsePrice(price.max, 'filter.price.max').minor },
      build: () => lte(products.priceMinMinor, sql.placeholder('priceMax')),
    });
  if (ids) conditions.push({ shape: 'ids', values: { ids }, build: () => anyOf(products.id, 'ids') });
  for (const [index, { name, values }] of (wanted ?? []).entries()) {
    const places = values.map((_, place) => `attribute${index}_${place}`);
    conditions.push({
      shape: `attribute${values.length}`,
      values: Object.fromEntries(places.map((place, at) => [place, JSON.stringify([{ name, value: values[at] }])])),
      build: () =>
        places.length === 0
          ? sql`false`
          : sql`(${sql.join(
              places.map((place) => sql`${products.attributes} @> ${sql.placeholder(place)}::text::jsonb`),
              sql` OR `,
            )})`,
    });
  }
  return conditions;
}
