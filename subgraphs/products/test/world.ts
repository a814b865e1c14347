import { newId } from '@storegraph/kit';
import { newViewer, PAGE, testSubgraph, type TestSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { products } from '../src/subgraph.ts';

export interface NewVariant {
  price?: number;
  onHand?: number;
  reserved?: number;
  sku?: string;
}
export interface NewProduct {
  title?: string;
  description?: string;
  vendor?: string | null;
  status?: 'DRAFT' | 'ACTIVE' | 'ARCHIVED';
  category?: { id: string; path: string[] };
  attributes?: { name: string; value: string }[];
  sold?: number;
  createdAt?: string;
  variants?: NewVariant[];
}

export type Ask = ReturnType<TestSubgraph['as']>;

export const LIST = `query ($query: String, $filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String, $last: Int, $before: String) {
  products(query: $query, filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) ${PAGE} }`;

/** The real subgraph with an empty catalogue, and rows as a test wants them. */
export async function openCatalogue() {
  const shop: TestSubgraph = await testSubgraph(products);
  const anonymous = shop.as(null);
  let count = 0;
  return {
    shop,
    anonymous,
    clear: () => shop.db.execute(sql`TRUNCATE products, categories CASCADE`),
    /** The page of the list of products; throws what is refused. */
    async list(variables: object, as: Ask = anonymous) {
      const { data, errors } = await as(LIST, variables as Record<string, unknown>);
      if (errors) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
      return data.products;
    },
    customer: shop.as(newViewer()),
    staff: shop.as(newViewer(['STAFF'])),
    async category(slug: string, parent?: { id: string; path: string[] }, { name = slug, position = 0 } = {}) {
      const id = newId('cat');
      const path = [...(parent?.path ?? []), id];
      await shop.db.execute(
        sql`INSERT INTO categories (id, slug, name, parent_id, path, position)
          VALUES (${id}, ${slug}, ${name}, ${parent?.id ?? null}, ${sql.param(path)}::text[], ${position})`,
      );
      return { id, slug, path };
    },
    async product(changes: NewProduct = {}): Promise<{ id: string; slug: string; variantIds: string[] }> {
      const { title = `Product ${++count}`, description = '', vendor = null, status = 'ACTIVE' } = changes;
      const { category, attributes = [], sold = 0, createdAt = '2026-01-01T00:00:00Z', variants = [{}] } = changes;
      const id = newId('prod');
      await shop.db.execute(
        sql`INSERT INTO products (id, slug, title, description, vendor, status, category_id, category_path, attributes, sold, created_at)
          VALUES (${id}, ${id}, ${title}, ${description}, ${vendor}, ${status}, ${category?.id ?? null},
            ${sql.param(category?.path ?? [])}::text[], ${JSON.stringify(attributes)}::jsonb, ${sold}, ${createdAt}::timestamptz)`,
      );
      const variantIds: string[] = [];
      for (const [position, { price = 1_000, onHand = 0, reserved = 0, sku }] of variants.entries()) {
        const variantId = newId('var');
        variantIds.push(variantId);
        await shop.db.execute(
          sql`INSERT INTO variants (id, product_id, sku, title, price_minor, position)
            VALUES (${variantId}, ${id}, ${sku ?? variantId}, 'One', ${price}, ${position})`,
        );
        await shop.db.execute(
          sql`INSERT INTO stock (variant_id, on_hand, reserved) VALUES (${variantId}, ${onHand}, ${reserved})`,
        );
      }
      return { id, slug: id, variantIds };
    },
  };
}
