import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copyCheckout } from './copy.testing.ts';
import { applyDiff, readmeBlock } from './readme.testing.ts';

const copy = copyCheckout();
afterAll(() => copy.remove());

test('a new field, as the README adds it, is stored, composed and read', async () => {
  applyDiff(copy.folder, readmeBlock(copy, 'Add a field', 'diff'));
  await copy.run(readmeBlock(copy, 'Add a field', 'sh'));

  const [migration] = globSync('subgraphs/products/migrations/*_product_weight.sql', { cwd: copy.folder });
  expect(copy.read(migration!)).toBe('ALTER TABLE "products" ADD COLUMN "weight_in_grams" integer;');
  expect(copy.read('packages/client/schema.graphql')).toContain('\n  weightInGrams: Int\n');
  const only = { extends: './tsconfig.json', include: ['subgraphs/products', 'test/access'] };
  writeFileSync(join(copy.folder, 'tsconfig.new.json'), JSON.stringify(only));
  expect(await copy.run('tsc --noEmit -p tsconfig.new.json')).toBe('');

  writeFileSync(join(copy.folder, 'subgraphs/products/test/weight.test.ts'), WEIGHT_TEST);
  expect(await copy.run('vitest run subgraphs/products/test/weight test/descriptions')).toMatch(/Tests +3 passed/);
});

const WEIGHT_TEST = `
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { testSubgraph } from '@storegraph/kit/testing';
import { products } from '../src/subgraph.ts';

const shop = await testSubgraph(products);
afterAll(() => shop.stop());

test('a listed product shows what it weighs', async () => {
  await shop.db.execute(
    sql\`INSERT INTO products (id, slug, title, status, weight_in_grams) VALUES ('prod_lamp', 'lamp', 'Lamp', 'ACTIVE', 1200), ('prod_bulb', 'bulb', 'Bulb', 'ACTIVE', NULL)\`,
  );
  const { data } = await shop.as(null)('{ products(sort: TITLE) { nodes { weightInGrams } } }');
  expect(data.products.nodes).toEqual([{ weightInGrams: null }, { weightInGrams: 1200 }]);
});
`;
