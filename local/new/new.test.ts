import { existsSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, expect, test } from 'vitest';
import { copyCheckout } from './copy.testing.ts';
import { applyDiff, readmeBlock } from './readme.testing.ts';
import { writeSubgraph } from './subgraph.ts';

// one copy gets a field and a subgraph, as the README adds them, then all of it is generated, checked and tested once
const copy = copyCheckout();
afterAll(() => copy.remove());
const [create, install, generate, start] = readmeBlock(copy, 'Add a subgraph', 'sh')
  .trim()
  .split('\n')
  .map((line) => line.replace(/ *#.*/, ''));

test('a new subgraph is in every list, and nothing in it has to be mended', async () => {
  expect([install, start]).toEqual(['pnpm install', 'pnpm start']);
  expect(await copy.run(create!)).toContain('reviews is at port 4007.');
  const known = parse(copy.read('supergraph.yaml'));
  expect(known.subgraphs.reviews).toEqual({
    routing_url: 'http://127.0.0.1:4007/graphql',
    schema: { file: './subgraphs/reviews/schema.graphql' },
  });
  copy.install();

  // the words of the template are gone, and the migration is that of the table
  expect(await copy.run('! grep -ri sample subgraphs/reviews --exclude-dir=node_modules')).toBe('');
  expect(await copy.run('cd subgraphs/reviews && pnpm drizzle-kit generate')).toContain('No schema changes');
  expect(
    await copy.run('biome format subgraphs/reviews local test && biome lint --error-on-warnings subgraphs/reviews'),
  ).toContain('No fixes applied');
});

test('a new field, as the README adds it, is stored', async () => {
  const [migrate, ...rest] = readmeBlock(copy, 'Add a field', 'sh').trim().split('\n');
  expect(rest).toEqual([generate!.trim()]);
  applyDiff(copy.folder, readmeBlock(copy, 'Add a field', 'diff'));
  await copy.run(migrate!);
  const [migration] = globSync('subgraphs/products/migrations/*_product_weight.sql', { cwd: copy.folder });
  expect(copy.read(migration!)).toBe('ALTER TABLE "products" ADD COLUMN "weight_in_grams" integer;');
});

test('both compose with the others', async () => {
  expect(await copy.run(generate!)).toContain('Composed 7 subgraphs');
  const graph = copy.read('packages/client/schema.graphql');
  expect(graph.match(/^ {2}(createReview|review)\(|^type Review\b/gm)).toEqual([
    '  review(',
    '  createReview(',
    'type Review',
  ]);
  expect(graph).toContain('\n  weightInGrams: Int\n');
});

// half a minute of compiling
test.runIf(process.env.THOROUGH === '1')('both have right types and pass the tests', async () => {
  writeFileSync(join(copy.folder, 'subgraphs/products/test/weight.test.ts'), WEIGHT_TEST);
  const only = {
    extends: './tsconfig.json',
    include: ['subgraphs/reviews', 'subgraphs/products', 'local/**/*.ts', 'test/access', 'test/idempotency'],
  };
  writeFileSync(join(copy.folder, 'tsconfig.new.json'), JSON.stringify(only));
  expect(await copy.run('tsc --noEmit -p tsconfig.new.json')).toBe('');

  const tests = 'subgraphs/reviews test/subgraphs.test test/contracts.test test/compose.test test/descriptions.test';
  const said = await copy.run(`vitest run ${tests} subgraphs/products/test/weight`);
  expect(said).toMatch(/Test Files +7 passed/);
});

test.each([
  ['review', 'A subgraph is called by a plural in small letters, such as reviews'],
  ['product-reviews', 'A subgraph is called by a plural in small letters, such as reviews'],
  ['orders', 'There is something called orders already'],
  ['shipments', 'The graph has a Shipment already'],
])('%s is no name for a new one, and nothing is written', (name, reason) => {
  const before = copy.read('supergraph.yaml');
  expect(() => writeSubgraph(copy.folder, name)).toThrow(reason);
  expect(copy.read('supergraph.yaml')).toBe(before);
  if (name !== 'orders') expect(existsSync(join(copy.folder, 'subgraphs', name))).toBe(false);
});

test('a name that cannot be had ends the command with the reason', async () => {
  await expect(copy.run('pnpm new subgraph review')).rejects.toThrow(
    /^pnpm new subgraph review\nA subgraph is called by a plural in small letters, such as reviews/,
  );
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
