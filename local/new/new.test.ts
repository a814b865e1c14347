import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, expect, test } from 'vitest';
import { copyCheckout } from './copy.testing.ts';
import { readmeBlock } from './readme.testing.ts';

const copy = copyCheckout();
afterAll(() => copy.remove());

test('a new subgraph is in every list, composes with the others, has right types and passes its tests', async () => {
  const [create, install, generate, start] = readmeBlock(copy, 'Add a subgraph', 'sh')
    .trim()
    .split('\n')
    .map((line) => line.replace(/ *#.*/, ''));
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

  expect(await copy.run(generate!)).toContain('Composed 7 subgraphs');
  const graph = copy.read('packages/client/schema.graphql');
  expect(graph.match(/^ {2}(createReview|review)\(|^type Review\b/gm)).toEqual([
    '  review(',
    '  createReview(',
    'type Review',
  ]);
  const only = {
    extends: './tsconfig.json',
    include: ['subgraphs/reviews', 'local/**/*.ts', 'test/access', 'test/idempotency'],
  };
  writeFileSync(join(copy.folder, 'tsconfig.new.json'), JSON.stringify(only));
  expect(await copy.run('tsc --noEmit -p tsconfig.new.json')).toBe('');

  const tests = 'subgraphs/reviews test/subgraphs.test test/contracts.test test/compose.test test/descriptions.test';
  expect(await copy.run(`vitest run ${tests}`)).toMatch(/Test Files +6 passed/);
});

test.each([
  ['review', 'A subgraph is called by a plural in small letters, such as reviews'],
  ['product-reviews', 'A subgraph is called by a plural in small letters, such as reviews'],
  ['orders', 'There is something called orders already'],
  ['shipments', 'The graph has a Shipment already'],
])('%s is no name for a new one, and nothing is written', async (name, reason) => {
  const before = copy.read('supergraph.yaml');
  await expect(copy.run(`pnpm new subgraph ${name}`)).rejects.toThrow(reason);
  expect(copy.read('supergraph.yaml')).toBe(before);
  if (name !== 'orders') expect(existsSync(join(copy.folder, 'subgraphs', name))).toBe(false);
});
