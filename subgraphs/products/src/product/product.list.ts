import {
  anyOf,
  badInput,
  beyondCursor,
  checkCursor,
  type Condition,
  type ConnectionArgs,
  type Context,
  countRows,
  EVERYTHING,
  isSafeText,
  keysetOrder,
  type KeysetColumn,
  type KeyValue,
  parseMoney,
  prepared,
  readPage,
  toConnection,
} from '@storegraph/kit';
import { and, eq, getTableColumns, gte, lte, type SQL, sql } from 'drizzle-orm';
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

const { search: _search, inStock: _inStock, ...columns } = getTableColumns(products);
type ColumnName = keyof typeof columns;
/** Which fields of the graph read a column; the sort's own column and the id are always there. */
const readers: Record<Exclude<ColumnName, 'id'>, readonly string[]> = {
  slug: ['slug'],
  title: ['title', 'seo'],
  description: ['description', 'seo'],
  vendor: ['vendor'],
  status: ['status'],
  categoryId: ['category', 'related'],
  categoryPath: ['category', 'categories'],
  options: ['options'],
  attributes: ['attributes'],
  seoTitle: ['seo'],
  seoDescription: ['seo'],
  version: ['version'],
  currencyCode: ['priceRange', 'compareAtPriceRange'],
  priceMinMinor: ['priceRange'],
  priceMaxMinor: ['priceRange'],
  compareAtMinMinor: ['compareAtPriceRange'],
  compareAtMaxMinor: ['compareAtPriceRange'],
  available: ['availability'],
  sold: [],
  thumbnail: ['thumbnail'],
  createdAt: ['createdAt'],
  updatedAt: ['updatedAt'],
};
const sortedBy: Partial<Record<ProductSort, ColumnName>> = {
  [ProductSort.NEWEST]: 'createdAt',
  [ProductSort.PRICE_ASC]: 'priceMinMinor',
  [ProductSort.PRICE_DESC]: 'priceMinMinor',
  [ProductSort.TITLE]: 'title',
};

/** What nobody reads is not fetched. */
function columnsFor(fields: ReadonlySet<string>, sort: ProductSort): ColumnName[] {
  const own = sortedBy[sort] ?? 'sold';
  const names = Object.entries(readers).flatMap(([name, of]) =>
    name === own || of.some((field) => fields.has(field)) ? [name as ColumnName] : [],
  );
  return ['id', ...names];
}

/** A page of products: one statement, whatever is filtered and sorted. */
export async function listProducts(
  context: Pick<Context, 'db' | 'viewer' | 'service' | 'tags'>,
  { page: args, query, filter = {}, sort = ProductSort.RELEVANCE, categoryId, fields }: ListArguments,
) {
  context.tags.add(EVERYTHING);
  if (query != null && !isSafeText(query, { min: 0, max: 200 }))
    throw badInput('query', 'text', 'query is text of at most 200 characters');
  const searching = Boolean(query?.trim());
  const words = searching ? wordsOf(query!) : [];
  const page = readPage(args, { default: 24, sort: `${sort}${searching ? '?' : ''}` });
  const { columns: keyset, keyOf } = sortingOf(sort, words.length);
  checkCursor(keyset, page);

  const visible = visibleProducts(context);
  const conditions: Condition[] = [
    { shape: visible ? 'visible' : 'all', build: () => visible },
    ...(searching ? [searchCondition(words)] : []),
    ...(categoryId ? [inCategory(categoryId)] : []),
    ...conditionsOf(filter),
  ];
  const shape = conditions.map((condition) => condition.shape).join();
  const values = Object.assign({}, ...conditions.map((condition) => condition.values));
  const where = () => and(...conditions.map((condition) => condition.build()));

  const names = columnsFor(fields, sort);
  const listShape = `products ${sort} ${words.length} ${page.backward} ${page.cursor !== null} ${names} ${shape}`;
  const list = prepared(context.db, listShape, () => {
    const places = keyset.map((_, index) => sql.placeholder(`cursor${index}`));
    const beyond = page.cursor ? beyondCursor(keyset, { cursor: places, backward: page.backward }) : undefined;
    return context.db
      .select({
        ...Object.fromEntries(names.map((name) => [name, columns[name]])),
        ...(words.length > 0 && { rank: rankOf(words.length) }),
      })
      .from(products)
      .where(and(where(), beyond))
      .orderBy(...keysetOrder(keyset, page))
      .limit(sql.placeholder('limit'))
      .prepare('products');
  });
  const cursor = Object.fromEntries((page.cursor ?? []).map((value, index) => [`cursor${index}`, value]));
  const rows = await list.execute({ ...values, ...cursor, limit: page.limit + 1 });
  const connection = toConnection(rows as unknown as ListedRow[], page, keyOf);
  const nodes = connection.nodes.map((row) => toProduct(row, context.service));
  return {
    pageInfo: connection.pageInfo,
    nodes,
    get edges() {
      return connection.edges.map(({ cursor }, index) => ({ cursor, node: nodes[index]! }));
    },
    totalCount: async () => {
      const counting = prepared(context.db, `count ${words.length} ${shape}`, () =>
        context.db.select({ count: countRows }).from(products).where(where()).prepare('products_count'),
      );
      return (await counting.execute(values))[0]!.count;
    },
  };
}

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

const inCategory = (categoryId: string): Condition => ({
  shape: 'category',
  values: { categoryId },
  build: () => sql`${products.categoryPath} @> ARRAY[${sql.placeholder('categoryId')}]::text[]`,
});

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
      values: { priceMin: parseMoney(price.min, 'filter.price.min').minor },
      build: () => gte(products.priceMinMinor, sql.placeholder('priceMin')),
    });
  if (price?.max)
    conditions.push({
      shape: 'max',
      values: { priceMax: parseMoney(price.max, 'filter.price.max').minor },
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
