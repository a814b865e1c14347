import { createHash } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const TRUSTED = 'query Trusted { product(slug: "trusted") { id } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const trusted = new Map([[hashOf(TRUSTED), TRUSTED]]);
const gateway = await openGateway({ trusted });
const closed = await openGateway({ trusted, apq: false, production: true });
afterAll(() => Promise.all([gateway.close(), closed.close()]));
beforeEach(() => {
  for (const { reset, answers } of [gateway, closed]) {
    reset();
    answers.products = (_arrived, response) => {
      response.setHeader('x-answer', 'public');
      return { data: { product: { id: 'prod_1' } } };
    };
  }
});

const DATA = { data: { product: { id: 'prod_1' } } };
let names = 0;
const newDocument = () => `query Q${++names} { product(slug: "a") { id } }`;
const persisted = (text: string, more: object = {}) => ({
  extensions: {
    persistedQuery: { version: 1, sha256Hash: hashOf(text) },
    clientLibrary: { name: 'a client' },
    ...more,
  },
});
async function post(body: object, headers: Record<string, string> = {}, { post } = gateway) {
  const response = await post(body, headers);
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}
async function get(search: Record<string, string>, { url } = gateway) {
  const response = await fetch(`${url}/graphql?${new URLSearchParams(search)}`);
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}
const inAddress = (text: string) => ({ extensions: JSON.stringify(persisted(text).extensions) });
const codeOf = ({ body }: { body: any }) => body.errors?.[0].extensions.code;

test('a hash that is not known is a question, the text the answer, and then the hash is enough', async () => {
  const text = newDocument();
  const question = await post(persisted(text));
  expect([question.status, question.body]).toEqual([
    200,
    {
      errors: [
        {
          message: 'PersistedQueryNotFound',
          extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', requestId: expect.any(String) },
        },
      ],
    },
  ]);
  expect(question.headers.get('cache-control')).toBe('no-store');
  expect(gateway.arrived).toEqual([]);
  expect((await post({ query: text, ...persisted(text) })).body).toEqual(DATA);
  expect((await post(persisted(text))).body).toEqual(DATA);
});

test('under the media type of GraphQL the question is the same', async () => {
  const { status, body } = await post(persisted(newDocument()), { accept: 'application/graphql-response+json' });
  expect([status, body.errors[0].message]).toEqual([200, 'PersistedQueryNotFound']);
});

test('by its hash a query is asked for in the address, without any header, and may be kept on the way', async () => {
  const text = newDocument();
  expect(codeOf(await get(inAddress(text)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  await post({ query: text, ...persisted(text) });
  const { status, headers, body } = await get(inAddress(text));
  expect([status, body, headers.get('cache-control')]).toEqual([200, DATA, 'public, max-age=10']);
});

test('a mutation that is known by its hash is refused in the address', async () => {
  gateway.answers.users = () => ({ data: { signOut: { signedOut: true } } });
  const text = 'mutation SignOut { signOut { signedOut } }';
  expect((await post({ query: text, ...persisted(text) })).body).toHaveProperty('data.signOut');
  gateway.reset();
  const { status, body, headers } = await get(inAddress(text));
  expect([status, codeOf({ body }), headers.get('allow')]).toEqual([405, 'OPERATION_NOT_ALLOWED', 'POST']);
  expect(gateway.arrived).toEqual([]);
});

test('what is not executed is not kept: other texts, invalid ones, refused ones, variables that do not fit', async () => {
  const costly = `{ ${'products(first: 100) { nodes { related(first: 24) { related(first: 24) { id } } } }'} }`;
  const withVariable = 'query ($slug: String!) { product(slug: $slug) { id } }';
  for (const text of ['{ nope }', '{', costly, 'subscription { a }', withVariable]) {
    expect((await post({ query: text, ...persisted(text) })).status).toBe(400);
    expect(codeOf(await post(persisted(text)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  }
  const [known, other] = [newDocument(), newDocument()];
  await post({ query: known, ...persisted(known) });
  for (const query of [other, `${known} `]) {
    const { status, body } = await post({ query, ...persisted(known) });
    expect([status, body.errors]).toEqual([
      400,
      [
        {
          message: 'provided sha does not match query',
          extensions: {
            code: 'BAD_USER_INPUT',
            field: 'extensions.persistedQuery.sha256Hash',
            rule: 'sha256',
            requestId: expect.any(String),
          },
        },
      ],
    ]);
  }
  expect((await post(persisted(known))).body).toEqual(DATA);
});

test.each<[unknown, string]>([
  [{ version: 2, sha256Hash: 'a' }, 'extensions.persistedQuery.version'],
  [{ sha256Hash: 'a' }, 'extensions.persistedQuery.version'],
  [{ version: 1 }, 'extensions.persistedQuery.sha256Hash'],
  [{ version: 1, sha256Hash: ['a'] }, 'extensions.persistedQuery.sha256Hash'],
  ['a', 'extensions.persistedQuery'],
  [['a'], 'extensions.persistedQuery'],
])('%j is no persisted query', async (persistedQuery, field) => {
  const { status, body } = await post({ extensions: { persistedQuery } });
  expect([status, body.errors[0].extensions]).toMatchObject([400, { code: 'BAD_USER_INPUT', field }]);
});

test('without a persisted query its extension may be null', async () => {
  expect((await post({ query: newDocument(), extensions: { persistedQuery: null } })).body).toEqual(DATA);
});

test('where clients may not register documents, trusted ones are known by their hash all the same', async () => {
  const text = newDocument();
  for (const body of [persisted(text), persisted(text)]) {
    const answer = await post(body, {}, closed);
    expect([answer.status, answer.body.errors[0].message, codeOf(answer)]).toEqual([
      200,
      'PersistedQueryNotSupported',
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ]);
  }
  expect((await post({ query: text, ...persisted(text) }, {}, closed)).body).toEqual(DATA);
  expect(codeOf(await post(persisted(text), {}, closed))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  expect((await post(persisted(TRUSTED), {}, closed)).body).toEqual(DATA);
  expect((await get(inAddress(TRUSTED), closed)).body).toEqual(DATA);
});
