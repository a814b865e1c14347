import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { until } from './shop.ts';
import { runningWorld } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'storegraph-supergraph-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'supergraph.graphql');
const sdl = readFileSync('supergraph.graphql', 'utf8');
writeFileSync(file, sdl);
const world = runningWorld({ environment: { gateway: { SUPERGRAPH: file } } });

const firstProduct = (field: string) => world.guest().graph(`{ products(first: 1) { nodes { ${field} } } }`);
const withoutVendor = sdl.replace(/\n {2}"""[^"]*"""\n {2}vendor: String @join__field\(graph: PRODUCTS\)/, '');

test('a new supergraph is taken while the gateway runs; one that cannot be used is not', async () => {
  expect(withoutVendor).not.toBe(sdl);
  // until it is compiled, kept, and known by its bytes
  for (let time = 0; time < 4; time++) expect((await firstProduct('vendor')).data.products.nodes).toHaveLength(1);

  writeFileSync(file, withoutVendor);
  const { errors } = await until(
    () => firstProduct('vendor'),
    (answer) => answer.errors !== undefined,
  );
  expect(errors![0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect((await firstProduct('title')).errors).toBeUndefined();

  for (const broken of ['type Query {', 'type Query { products: Int }']) {
    writeFileSync(file, broken);
    await delay(1_500); // it is looked at every second
    expect((await firstProduct('title')).errors).toBeUndefined();
  }

  writeFileSync(file, sdl);
  await until(
    () => firstProduct('vendor'),
    ({ data }) => data?.products.nodes.length === 1,
  );
});
