import { readdirSync, readFileSync } from 'node:fs';
import { usualLimits as limits, problemsOf } from '@storegraph/executor';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway();
const { graph, post, arrived } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());
const refused = async (query: string) => {
  const { data, errors } = await graph(query);
  expect([data, arrived]).toEqual([undefined, []]);
  return errors[0].extensions;
};
const nested = (depth: number) =>
  `{ category(slug: "a") { ${'parent { '.repeat(depth - 2)}id${' }'.repeat(depth - 2)} } }`;

test('an operation may be ten deep, not eleven, also through fragments', async () => {
  expect(problemsOf(parse(nested(limits.depth)), limits)).toEqual([]);
  expect(await refused(nested(limits.depth + 1))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', rule: 'depth' });
  const hidden = `{ category(slug: "a") { ...A } } fragment A on Category { ${'parent { '.repeat(5)}...B${' }'.repeat(5)} }
    fragment B on Category { ${'parent { '.repeat(5)}id${' }'.repeat(5)} }`;
  expect(await refused(hidden)).toMatchObject({ rule: 'depth', limit: limits.depth });
});

test('lists in each other are refused before anything is planned: each one more would take twice as long', async () => {
  const amount = `${'['.repeat(18)}${']'.repeat(18)}`;
  const query = `{ products(first: 1, filter: { price: { min: { amount: ${amount}, currencyCode: USD } } }) { nodes { id } } }`;
  expect(await refused(query)).toMatchObject({
    code: 'OPERATION_NOT_ALLOWED',
    rule: 'depth',
    limit: 10,
    requested: 21,
  });
});

test('at most fifteen aliases', async () => {
  const aliases = (count: number) =>
    `{ product(slug: "a") { ${Array.from({ length: count }, (_, i) => `a${i}: title`)} } }`;
  expect(problemsOf(parse(aliases(limits.aliases)), limits)).toEqual([]);
  expect(await refused(aliases(limits.aliases + 1))).toMatchObject({ rule: 'aliases' });
});

test('one mutation an operation, so that nothing is half done', async () => {
  expect(await refused('mutation { clearCart { cart { id } } again: clearCart { cart { id } } }')).toMatchObject({
    code: 'OPERATION_NOT_ALLOWED',
    rule: 'rootMutations',
    limit: 1,
  });
});

test('at most ten root fields', async () => {
  const fields = Array.from({ length: 11 }, (_, i) => `p${i}: product(slug: "a") { id }`).join(' ');
  expect(await refused(`{ ${fields} }`)).toMatchObject({ rule: 'rootFields' });
});

test('a bomb of fragments is refused at once', async () => {
  const levels = Array.from(
    { length: 20 },
    (_, i) => `fragment F${i} on Category { parent { ...F${i + 1} } children { ...F${i + 1} } }`,
  ).join('\n');
  const bomb = `{ category(slug: "a") { ...F0 } } ${levels} fragment F20 on Category { id }`;
  expect(await refused(bomb)).toMatchObject({ rule: 'depth' });
});

test('too many tokens are refused while parsing', async () => {
  expect(await refused(`{ product(slug: "a") { ${'id '.repeat(limits.tokens)} } }`)).toHaveProperty('code');
});

test('a body that is too long, no JSON or of another type is told in the shape of GraphQL', async () => {
  const long = await post({ query: `{ me { id } } #${'x'.repeat(100_000)}` });
  expect([long.status, await long.json()]).toMatchObject([
    413,
    { errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] },
  ]);
  const broken = await post('{"query":');
  expect([broken.status, await broken.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  ]);
  const text = await post('{ me { id } }', { 'content-type': 'text/plain' });
  expect(text.status).toBeGreaterThanOrEqual(400);
  const nowhere = await fetch(`${gateway.url}/nowhere`);
  expect([nowhere.status, await nowhere.json()]).toMatchObject([
    404,
    { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
  ]);
  expect(arrived).toEqual([]);
});

test('batches, mutations by GET and requests that a form could send are refused', async () => {
  expect((await post([{ query: '{ me { id } }' }])).status).toBe(400);
  const get = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent('mutation { signOut { signedOut } }')}`, {
    headers: { 'x-apollo-operation-name': 'x' },
  });
  expect(get.status).toBe(405);
  const form = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent('{ me { id } }')}`);
  expect(form.status).toBe(400);
  expect(arrived).toEqual([]);
});

test('a value that does not fit is told by field, never repeated', async () => {
  const { errors } = await graph(
    'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }',
    {},
    { input: { email: 'ada@shop.example', password: { secret: 'hunter2' } } },
  );
  expect(JSON.stringify(errors)).not.toContain('hunter2');
  expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: expect.stringContaining('password') });
});

const read = (folder: string, file: string) =>
  readFileSync(new URL(`../../${folder}/${file}`, import.meta.url), 'utf8');
const graphqlFiles = (folder: string) =>
  readdirSync(new URL(`../../${folder}`, import.meta.url)).filter((file) => file.endsWith('.graphql'));
const schema = buildSchema(read('packages/client', 'schema.graphql'));

test('every operation of the playground is valid and within the limits', () => {
  const folder = 'gateway/playground/operations';
  for (const file of graphqlFiles(folder)) {
    const document = parse(read(folder, file), { maxTokens: limits.tokens });
    expect([file, validate(schema, document), problemsOf(document, limits)]).toEqual([file, [], []]);
  }
});

test('every operation of the SDK is within the limits', () => {
  const folder = 'packages/client/operations';
  const document = parse(
    graphqlFiles(folder)
      .map((file) => read(folder, file))
      .join('\n'),
  );
  expect(validate(schema, document)).toEqual([]);
  expect(problemsOf(document, limits)).toEqual([]);
});
