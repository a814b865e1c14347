import postgres from 'postgres';

/** Copies the seeded products under other ids and slugs until there are as many as wanted. */
export async function growCatalogue(databaseUrl: string, wanted: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { statement_timeout: 120_000 } });
  try {
    const [{ count }] = (await sql`SELECT count(*)::int AS count FROM products`) as unknown as [{ count: number }];
    for (let copy = 1; copy * count < wanted; copy++) {
      const other = (id: string) =>
        sql.unsafe(`overlay(${id} placing '${String(copy).padStart(4, '0')}' from length(${id}) - 7 for 4)`);
      await sql.begin(async (tx) => {
        await tx`INSERT INTO products (id, slug, title, description, vendor, status, category_id, category_path, options, attributes, sold, created_at)
          SELECT ${other('id')}, slug || '-' || ${copy}::text, title, description, vendor, status, category_id, category_path, options, attributes, (sold * 7 + ${copy}) % 400, created_at + ${copy} * interval '7 minutes'
          FROM products ORDER BY id LIMIT ${count}`;
        await tx`INSERT INTO variants (id, product_id, sku, title, selected_options, price_minor, compare_at_minor, position)
          SELECT ${other('id')}, ${other('product_id')}, sku || '-' || ${copy}::text, title, selected_options, price_minor + ${copy}, compare_at_minor + ${copy}, position
          FROM variants ORDER BY id LIMIT ${count * 3}`;
        await tx`INSERT INTO media (id, product_id, path, alt, width, height, position)
          SELECT ${other('id')}, ${other('product_id')}, path, alt, width, height, position FROM media ORDER BY id LIMIT ${count}`;
        await tx`INSERT INTO stock (variant_id, on_hand) SELECT ${other('variant_id')}, on_hand FROM stock ORDER BY variant_id LIMIT ${count * 3}`;
      });
    }
    await sql`ANALYZE`;
  } finally {
    await sql.end();
  }
}
