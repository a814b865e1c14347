import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { Checkout } from './checkout.ts';
import { domainUrl } from './databases.ts';

const checkout = await Checkout.copy();
afterAll(() => checkout[Symbol.asyncDispose]());
const dev = checkout.start(['--dev', '--seed', 'none']);

const TYPE = 'subgraphs/products/src/product/product.type.ts';
const VENDOR = '  vendor: string | null;\n';
const original = readFileSync(TYPE, 'utf8');
const withField = (name: string) =>
  original.replace(VENDOR, `${VENDOR}\n  @Field(() => String, { nullable: true })\n  ${name}?: string;\n`);

/** What the gateway says to a question for that field of a product: no error when the graph has it. */
async function errorsFor(field: string): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${checkout.ports.gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ products(first: 1) { nodes { ${field} } } }` }),
  });
  const { errors = [] } = (await response.json()) as { errors?: { message: string }[] };
  return errors.map(({ message }) => message);
}
const unknown = (field: string) => [`Cannot query field "${field}" on type "Product".`];

test('a field that was saved by rename is in the graph when it is ready again', async () => {
  expect(withField('motto')).not.toBe(original);
  await dev.says('Storegraph is up');
  expect(await errorsFor('motto')).toEqual(unknown('motto'));
  checkout.save(TYPE, withField('motto'));
  await dev.says('Ready again');
  expect(dev.output).toMatch(/Ready again \([\d.]+ s\): the graph, products\n/);
  expect(await errorsFor('motto')).toEqual([]);
  expect(checkout.read('subgraphs/products/schema.graphql')).toContain('motto: String');
  expect(readFileSync('subgraphs/products/schema.graphql', 'utf8')).not.toContain('motto'); // the copy's, not ours
});

test('a mistake is shown with file, line and code, and the last good version goes on', async () => {
  checkout.save(TYPE, `${original}const stray = [1, 2;\n`);
  await dev.says('the last good version goes on');
  await dev.says('const stray = [1, 2;');
  const line = original.split('\n').length;
  expect(dev.output).toContain(`[ ${TYPE}:${line}:`);
  expect(dev.output.split('const stray')).toHaveLength(2); // once
  expect(dev.output.split('Ready again')).toHaveLength(2);
  expect(await errorsFor('motto')).toEqual([]);
});

test('what is saved while it builds is built after it, and a new migration runs', async () => {
  checkout.save(TYPE, withField('slogan'));
  await dev.says(`${TYPE} changed`, 3);
  const folder = 'subgraphs/products/migrations';
  const journal = JSON.parse(checkout.read(`${folder}/meta/_journal.json`));
  const last = journal.entries.at(-1);
  const tag = '9999_heaviness';
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag });
  checkout.save(`${folder}/${tag}.sql`, 'ALTER TABLE "products" ADD COLUMN "heaviness" integer;');
  checkout.save(`${folder}/meta/_journal.json`, JSON.stringify(journal));
  await dev.says('Ready again', 3);

  expect([await errorsFor('slogan'), await errorsFor('motto')]).toEqual([[], unknown('motto')]);
  const { rolePasswords } = JSON.parse(checkout.read('.storegraph/secrets.json'));
  const sql = postgres(domainUrl(checkout.ports.postgres, 'products', rolePasswords.products), { max: 1 });
  const columns = await sql`SELECT 1 FROM information_schema.columns WHERE column_name = 'heaviness'`.finally(() =>
    sql.end(),
  );
  expect(columns).toHaveLength(1);
});

test('a graph that does not compose is said in a sentence, and the old one stays', async () => {
  const before = checkout.read('supergraph.graphql');
  checkout.save(TYPE, withField('slogan').replaceAll(`'@key(fields: "id")'`, `'@key(fields: "nothing")'`));
  await dev.says('The graph has failed');
  await dev.says('Cannot query field "nothing" on type "Product"');
  expect(dev.output).not.toMatch(/^ +at /m);
  expect(checkout.read('supergraph.graphql')).toBe(before);
  expect(await errorsFor('slogan')).toEqual([]);
});

test('one build ends before the next begins', () => {
  const steps = dev.output.match(/ changed$|Ready again|has failed/gm);
  expect(steps?.filter((_, index) => index % 2 === 0)).toEqual(Array(5).fill(' changed'));
  expect(steps?.filter((_, index) => index % 2 === 1)).toEqual([
    'Ready again',
    'has failed',
    'Ready again',
    'Ready again',
    'has failed',
  ]);
});

test('Ctrl-C ends it', async () => {
  expect(await dev.interrupt()).toBe(0);
  expect(dev.output).not.toContain('starts again');
});
