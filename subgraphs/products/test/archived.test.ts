import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { eventually } from '@storegraph/kit/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seed } from '../src/seed/seed.ts';
import { products } from '../src/subgraph.ts';

const shop = await testSubgraph(products);
beforeAll(async () => {
  process.env.SEED_SIZE = 'small';
  await seed(shop.url);
});
afterAll(() => shop.stop());

test('a product that is archived while somebody reads its variants is not found for them, and the process lives on', async () => {
  const [{ slug }] = (await shop.db.execute(sql`SELECT slug FROM products WHERE status = 'ACTIVE' LIMIT 1`)) as any;
  const QUERY = 'query ($slug: String!) { product(slug: $slug) { title variants { product { id title } } } }';
  let reading: ReturnType<ReturnType<typeof shop.as>> | undefined;
  await shop.db.transaction(async (tx) => {
    await tx.execute(sql`LOCK TABLE variants IN ACCESS EXCLUSIVE MODE`);
    reading = shop.as(newViewer())(QUERY, { slug });
    // the product was read, its variants wait
    await eventually(async () =>
      expect([
        ...(await tx.execute(sql`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'variants'::regclass`)),
      ]).toHaveLength(1),
    );
    await tx.execute(sql`UPDATE products SET status = 'ARCHIVED' WHERE slug = ${slug}`);
  });
  const { data, errors } = await reading!;
  expect(data.product).toBeNull();
  expect(errors).toMatchObject([{ path: ['product', 'variants', 0, 'product'], extensions: { code: 'NOT_FOUND' } }]);
  expect((await shop.as(newViewer())('{ products(first: 1) { nodes { id } } }')).errors).toBeUndefined();
});
