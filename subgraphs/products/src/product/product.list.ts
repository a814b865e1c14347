import {
  badInput,
  type ConnectionArgs,
  type Context,
  countRows,
  isSafeText,
  keysetOrder,
  type KeysetColumn,
  keysetWhere,
  type KeyValue,
  parseMoney,
  readPage,
  toConnection,
} from '@storegraph/kit';
import { and, eq, getTableColumns, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { visibleProducts } from './product.loaders.ts';
import { products, type ProductRow } from './product.table.ts';
import { type ProductFilter, ProductSort, toProduct } from './product.type.ts';

export interface ListArguments {
  page: ConnectionArgs;
  query?: string;
  filter?: ProductFilter;
  sort?: ProductSort;
  /** Only this category and what is below it. */
  categoryId?: string;
}

interface Sorting {
  columns: KeysetColumn[];
  keyOf(row: ProductRow & { rank: number }): KeyValue[];
}

// Postgres keeps microseconds and a Date milliseconds: the cursor is cut to what it can carry.
const createdAtMs = sql`(floor(extract(epoch from ${products.createdAt}) * 1000))::bigint`;
const byId = (direction: 'asc' | 'desc'): KeysetColumn => ({ column: products.id, direction });

function sortingOf(sort: ProductSort, rank: SQL | undefined): Sorting {
  switch (sort) {
    case ProductSort.NEWEST:
      return {
        columns: [{ column: createdAtMs, direction: 'desc' }, byId('desc')],
        keyOf: ({ createdAt, id }) => [createdAt.getTime(), id],
      };
    case ProductSort.PRICE_ASC:
      return {
        columns: [{ column: products.priceMinMinor, direction: 'asc' }, byId('asc')],
        keyOf: ({ priceMinMinor, id }) => [priceMinMinor, id],
      };
    case ProductSort.PRICE_DESC:
      return {
        columns: [{ column: products.priceMinMinor, direction: 'desc' }, byId('desc')],
        keyOf: ({ priceMinMinor, id }) => [priceMinMinor, id],
      };
    case ProductSort.TITLE:
      return {
        columns: [{ column: products.title, direction: 'asc' }, byId('asc')],
        keyOf: ({ title, id }) => [title, id],
      };
    case ProductSort.RELEVANCE:
      if (rank)
        return { columns: [{ column: rank, direction: 'desc' }, byId('asc')], keyOf: (row) => [row.rank, row.id] };
      return sortingOf(ProductSort.BEST_SELLING, undefined);
    case ProductSort.BEST_SELLING:
      return {
        columns: [{ column: products.sold, direction: 'desc' }, byId('asc')],
        keyOf: ({ sold, id }) => [sold, id],
      };
  }
}

/** Words that all have to occur; the last may be the beginning of one. */
function searchQuery(query: string): SQL | null {
  const words = query
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, 10);
  if (!words) return null;
  const terms = words.map((word, index) =>
    index === words.length - 1
      ? sql`(to_tsquery('english', ${`${word}:*`}) || plainto_tsquery('english', ${word}))`
      : sql`plainto_tsquery('english', ${word})`,
  );
  return terms.reduce((all, term) => sql`${all} && ${term}`);
}

const { search: _search, ...columns } = getTableColumns(products);

/** A page of products: one statement, whatever is filtered and sorted. */
export async function listProducts(
  context: Pick<Context, 'db' | 'viewer'>,
  { page: args, query, filter = {}, sort = ProductSort.RELEVANCE, categoryId }: ListArguments,
) {
  if (query != null && !isSafeText(query, { min: 0, max: 200 }))
    throw badInput('query', 'text', 'query is text of at most 200 characters');
  const asked = query?.trim() ? searchQuery(query) : undefined;
  // rounded, so that the cursor carries exactly what is compared
  const rank = asked ? sql`round((ts_rank(${products.search}, ${asked}) * 1000000)::numeric)::int` : undefined;
  const page = readPage(args, { default: 24, sort: `${sort}${asked ? '?' : ''}` });
  const { columns: keyset, keyOf } = sortingOf(sort, rank);
  const where = and(
    visibleProducts(context),
    categoryId ? inCategory(sql`${categoryId}`) : undefined,
    asked === null ? sql`false` : asked && sql`${products.search} @@ (${asked})`,
    ...conditionsOf(filter),
  );
  const rows = await context.db
    .select({ ...columns, rank: rank ? sql<number>`${rank}` : sql<number>`0` })
    .from(products)
    .where(and(where, keysetWhere(keyset, page)))
    .orderBy(...keysetOrder(keyset, page))
    .limit(page.limit + 1);
  const { pageInfo, nodes, edges } = toConnection(rows as (ProductRow & { rank: number })[], page, keyOf);
  return {
    pageInfo,
    nodes: nodes.map(toProduct),
    edges: edges.map(({ node, cursor }) => ({ cursor, node: toProduct(node) })),
    totalCount: async () => (await context.db.select({ count: countRows }).from(products).where(where))[0]!.count,
  };
}

const inCategory = (id: SQL): SQL => sql`${products.categoryPath} @> ARRAY[${id}]::text[]`;

function conditionsOf({ categorySlug, inStock, price, ids, attributes }: ProductFilter): (SQL | undefined)[] {
  return [
    categorySlug
      ? inCategory(sql`(SELECT coalesce(max(id), 'none') FROM categories WHERE slug = ${categorySlug})`)
      : undefined,
    inStock == null ? undefined : eq(products.inStock, inStock),
    price?.min ? gte(products.priceMinMinor, parseMoney(price.min, 'filter.price.min').minor) : undefined,
    price?.max ? lte(products.priceMinMinor, parseMoney(price.max, 'filter.price.max').minor) : undefined,
    ids ? (ids.length > 0 ? inArray(products.id, ids) : sql`false`) : undefined,
    ...(attributes ?? []).map(
      ({ name, values }) =>
        sql`(${sql.join(
          values.map((value) => sql`${products.attributes} @> ${JSON.stringify([{ name, value }])}::jsonb`),
          sql` OR `,
        )})`,
    ),
  ];
}
