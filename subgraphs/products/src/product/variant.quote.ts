import type { Service } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import type { VariantQuote } from '../contract.ts';

/** Price and availability of many variants: one statement. */
export async function quoteVariants(
  { db, env }: Service,
  { variantIds }: { variantIds: string[] },
): Promise<{ variants: VariantQuote[] }> {
  if (variantIds.length === 0) return { variants: [] };
  // a price is a bigint: postgres.js gives it as text
  const rows = await db.execute<
    Omit<VariantQuote, 'imageUrl' | 'unitPriceMinor'> & { path: string | null; unitPriceMinor: string }
  >(sql`
    SELECT v.id AS "variantId", v.product_id AS "productId", v.sku, v.title, p.title AS "productTitle", v.price_minor AS "unitPriceMinor", v.price_version AS "priceVersion", v.currency_code AS "currencyCode",
      coalesce(s.on_hand - s.reserved, 0) AS available, p.status = 'ACTIVE' AS purchasable,
      (SELECT path FROM media m WHERE m.product_id = p.id ORDER BY position, id LIMIT 1) AS path
    FROM variants v JOIN products p ON p.id = v.product_id LEFT JOIN stock s ON s.variant_id = v.id
    WHERE v.id IN (${sql.join(
      variantIds.map((id) => sql`${id}`),
      sql`, `,
    )})`);
  const variants = rows.map(({ path, ...row }) => ({
    ...row,
    unitPriceMinor: Number(row.unitPriceMinor),
    imageUrl: path === null ? null : path.includes('://') ? path : `${env.PUBLIC_URL}/media/${path}`,
  }));
  return { variants };
}
