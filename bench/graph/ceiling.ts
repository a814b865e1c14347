/**
 * The ceiling: what a careful person writes by hand for three pages, without GraphQL and without a gateway. Fastify and
 * postgres.js over the same tables, prepared statements, the same JSON. Run as a process: DATABASE_URL, PORT, PUBLIC_URL.
 */
import Fastify from 'fastify';
import postgres from 'postgres';

const { DATABASE_URL, PORT, PUBLIC_URL } = process.env as Record<string, string>;
const sql = postgres(DATABASE_URL!, { max: 8, onnotice: () => {}, connection: { random_page_cost: 1.1 } });
const app = Fastify();

const money = (minor: string | number, currencyCode: string) => ({
  amount: (Number(minor) / 100).toFixed(2),
  currencyCode,
});
const availability = (available: number) => ({
  state: available <= 0 ? 'OUT_OF_STOCK' : available <= 5 ? 'LOW_STOCK' : 'IN_STOCK',
  quantity: available > 0 && available <= 5 ? available : null,
});
const picture = ({ path, alt, width, height }: any) => ({ url: `${PUBLIC_URL}/media/${path}`, alt, width, height });
const cursorOf = (sort: string, ...values: unknown[]) =>
  Buffer.from(JSON.stringify([sort, ...values])).toString('base64url');
const card = (row: any) => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  vendor: row.vendor,
  thumbnail: row.thumbnail && picture(row.thumbnail),
  priceRange: {
    min: money(row.price_min_minor, row.currency_code),
    max: money(row.price_max_minor, row.currency_code),
  },
  compareAtPriceRange:
    row.compare_at_min_minor === null ? null : { min: money(row.compare_at_min_minor, row.currency_code) },
  availability: availability(row.available),
});
const columns = sql`id, slug, title, vendor, thumbnail, price_min_minor, price_max_minor, compare_at_min_minor, currency_code, available, created_at, sold`;

const orders = {
  NEWEST: { by: sql`created_at DESC, id DESC`, key: (row: any) => [row.created_at.toISOString(), row.id] },
  PRICE_ASC: { by: sql`price_min_minor, id`, key: (row: any) => [Number(row.price_min_minor), row.id] },
  TITLE: { by: sql`title, id`, key: (row: any) => [row.title, row.id] },
  BEST_SELLING: { by: sql`sold DESC, id`, key: (row: any) => [row.sold, row.id] },
};
const page = (rows: any[], first: number, sort: string, key: (row: any) => unknown[]) => {
  const shown = rows.slice(0, first);
  const last = shown.at(-1);
  return {
    nodes: shown.map(card),
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursorOf(sort, ...key(last)) : null },
  };
};

app.post<{ Body: { variables: any } }>('/list page', async ({ body: { variables } }) => {
  const { first, sort, filter } = variables as { first: number; sort: keyof typeof orders; filter: any };
  const min = Math.round(Number(filter.price.min.amount) * 100);
  const rows =
    await sql`SELECT ${columns} FROM products WHERE status = 'ACTIVE' AND price_min_minor >= ${min} ORDER BY ${orders[sort].by} LIMIT ${first + 1}`;
  return { data: { products: page(rows, first, sort, orders[sort].key) } };
});

app.post<{ Body: { variables: any } }>('/search', async ({ body: { variables } }) => {
  const words = variables.query.toLowerCase().match(/[\p{L}\p{N}]+/gu) as string[];
  const last = words.at(-1)!;
  const rows = await sql`
    WITH asked AS (SELECT plainto_tsquery('english', ${words.slice(0, -1).join(' ')}) && (to_tsquery('english', ${`${last}:*`}) || plainto_tsquery('english', ${last})) AS query)
    SELECT ${columns}, round((ts_rank(search, query) * 1000000)::numeric)::int AS rank FROM products, asked
    WHERE status = 'ACTIVE' AND search @@ query ORDER BY rank DESC, id LIMIT 25`;
  return { data: { products: page(rows, 24, 'RELEVANCE?', (row) => [row.rank, row.id]) } };
});

app.post<{ Body: { variables: any } }>('/product page', async ({ body: { variables } }) => {
  const [[row], variants, media] = await Promise.all([
    sql`SELECT p.*, (SELECT json_agg(json_build_object('slug', c.slug, 'name', c.name) ORDER BY cardinality(c.path)) FROM categories c WHERE c.id = ANY(p.category_path)) AS path FROM products p WHERE p.id = ${variables.id}`,
    sql`SELECT v.*, s.on_hand - s.reserved AS available FROM variants v LEFT JOIN stock s ON s.variant_id = v.id WHERE v.product_id = ${variables.id} ORDER BY position, id`,
    sql`SELECT path, alt FROM media WHERE product_id = ${variables.id} ORDER BY position, id`,
  ]);
  const { id, slug, title, description, vendor, options, attributes, price_min_minor, price_max_minor, currency_code } =
    row as any;
  const { path } = row as any;
  const product = {
    id,
    slug,
    title,
    description,
    vendor,
    media: media.map((one) => ({ url: picture(one).url, alt: one.alt })),
    options,
    attributes,
    priceRange: { min: money(price_min_minor, currency_code), max: money(price_max_minor, currency_code) },
    availability: availability((row as any).available),
    category: path && { name: path.at(-1).name, slug: path.at(-1).slug, path },
    variants: variants.map((one) => ({
      id: one.id,
      sku: one.sku,
      title: one.title,
      selectedOptions: one.selected_options,
      price: money(one.price_minor, one.currency_code),
      compareAtPrice: one.compare_at_minor === null ? null : money(one.compare_at_minor, one.currency_code),
      availability: availability(one.available ?? 0),
    })),
  };
  return { data: { product } };
});

await app.listen({ host: '127.0.0.1', port: Number(PORT) });
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
