import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway();
const { answers, arrived, post, url } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());

const PRODUCT = 'query Product($slug: String!) { product(slug: $slug) { id title } }';
const TWO = 'query A { product(slug: "a") { id } } query B { product(slug: "b") { id } }';
const withDefault = 'query ($first: Int = 3) { product(slug: "a") { related(first: $first) { id } } }';
const answered = () => {
  answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'public');
    return { data: { product: { id: 'prod_1', title: 'Desk', related: [] } } };
  };
};
const get = (search: Record<string, string> | string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${url}/graphql?${new URLSearchParams(search)}`, { method, headers, redirect: 'manual' });
const preflighted = { 'apollo-require-preflight': 'yes' };

interface Mistake {
  status: number;
  code: string;
  field?: string;
  rule?: string;
}
/** Every link says the same, every time, and nothing is asked of a subgraph. */
async function expectMistake(send: (headers: Record<string, string>) => Promise<Response>, mistake: Mistake) {
  const links: Record<string, string>[] = [{}, {}, { 'x-execution': 'compiledPlan' }, { 'x-execution': 'apollo' }];
  for (const link of links) {
    const response = await send(link);
    const { data, errors } = (await response.json()) as any;
    const [{ message, extensions }] = errors;
    const { code, field, rule, requestId } = extensions;
    expect({ status: response.status, code, field, rule }).toEqual({ field: undefined, rule: undefined, ...mistake });
    expect([data, errors.length, typeof message]).toEqual([undefined, 1, 'string']);
    expect(requestId).toBe(response.headers.get('x-request-id'));
  }
  expect(arrived).toEqual([]);
}

const badInput = (field: string, rule: string): Mistake => ({ status: 400, code: 'BAD_USER_INPUT', field, rule });

test.each<[string, unknown, Mistake]>([
  ['a name that no operation has', { query: TWO, operationName: 'C' }, badInput('operationName', 'known')],
  ['two operations and no name', { query: TWO }, badInput('operationName', 'known')],
  [
    'a subscription',
    { query: 'subscription { orderPaid { id } }' },
    { status: 400, code: 'OPERATION_NOT_ALLOWED', rule: 'operationType' },
  ],
  [
    'null for what may not be null, where there is a default',
    { query: withDefault, variables: { first: null } },
    badInput('first', 'required'),
  ],
  [
    'a variable called $representations',
    {
      query: 'query ($representations: ID!) { product(id: $representations) { id } }',
      variables: { representations: 'a' },
    },
    { status: 400, code: 'OPERATION_NOT_ALLOWED', field: 'representations', rule: 'reservedName' },
  ],
  ['a variable that is missing', { query: PRODUCT }, badInput('slug', 'required')],
  ['a variable that is null', { query: PRODUCT, variables: { slug: null } }, badInput('slug', 'required')],
  ['a variable of another type', { query: PRODUCT, variables: { slug: { a: 1 } } }, badInput('slug', 'type')],
  ['a query that is no GraphQL', { query: '{' }, { status: 400, code: 'GRAPHQL_PARSE_FAILED' }],
  ['a query of blanks', { query: '  ' }, { status: 400, code: 'GRAPHQL_PARSE_FAILED' }],
  ['a field that does not exist', { query: '{ nope }' }, { status: 400, code: 'GRAPHQL_VALIDATION_FAILED' }],
  [
    'a fragment and no operation',
    { query: 'fragment A on Product { id }' },
    { status: 400, code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  ['an empty query', { query: '' }, badInput('query', 'text')],
  ['a query that is a number', { query: 7 }, badInput('query', 'text')],
  ['a query that is a syntax tree', { query: { kind: 'Document' } }, badInput('query', 'text')],
  ['no query', {}, badInput('query', 'required')],
  ['a name that is a number', { query: PRODUCT, operationName: 7 }, badInput('operationName', 'text')],
  ['variables in an array', { query: PRODUCT, variables: ['a'] }, badInput('variables', 'object')],
  ['variables in a text', { query: PRODUCT, variables: '{"slug":"a"}' }, badInput('variables', 'object')],
  ['extensions in an array', { query: PRODUCT, extensions: [] }, badInput('extensions', 'object')],
  ['several requests at once', [{ query: PRODUCT }], badInput('body', 'object')],
  ['a text', '"query"', badInput('body', 'object')],
  ['null', 'null', badInput('body', 'object')],
  ['nothing', '', badInput('body', 'json')],
  ['half a body', '{"query":', badInput('body', 'json')],
  ['a key __proto__', '{"query":"{ me { id } }","__proto__":{"a":1}}', badInput('body', 'json')],
  ['a variable __proto__', `{"query":"${PRODUCT}","variables":{"slug":"a","__proto__":{}}}`, badInput('body', 'json')],
])('%s in a POST is a mistake of the client', async (_, body, mistake) => {
  await expectMistake((headers) => post(body, headers), mistake);
});

test.each<[string, Record<string, string> | string, Mistake]>([
  ['no query', {}, badInput('query', 'required')],
  ['an empty query', { query: '' }, badInput('query', 'required')],
  ['two queries', 'query=a&query=b', badInput('query', 'once')],
  ['variables that are no JSON', { query: PRODUCT, variables: '{' }, badInput('variables', 'json')],
  ['variables in an array', { query: PRODUCT, variables: '["a"]' }, badInput('variables', 'object')],
  ['variables twice', `query=a&variables={}&variables={}`, badInput('variables', 'once')],
  ['a variable __proto__', { query: PRODUCT, variables: '{"slug":"a","__proto__":{}}' }, badInput('variables', 'json')],
  ['extensions that are no JSON', { query: PRODUCT, extensions: 'x' }, badInput('extensions', 'json')],
  [
    'a mutation',
    { query: 'mutation { signOut { signedOut } }' },
    { status: 405, code: 'OPERATION_NOT_ALLOWED', rule: 'operationType' },
  ],
])('%s in a GET is a mistake of the client', async (_, search, mistake) => {
  await expectMistake((headers) => get(search, { ...preflighted, ...headers }), mistake);
});

test('a mutation is refused in a GET when it is known from a POST, too', async () => {
  answers.users = () => ({ data: { signOut: { signedOut: true } } });
  const query = 'mutation { signOut { signedOut } }';
  for (let time = 0; time < 2; time++) expect(await (await post({ query })).json()).toHaveProperty('data');
  arrived.length = 0;
  const mistake = { status: 405, code: 'OPERATION_NOT_ALLOWED', rule: 'operationType' };
  await expectMistake((headers) => get({ query }, { ...preflighted, ...headers }), mistake);
  expect((await get({ query }, preflighted)).headers.get('allow')).toBe('POST');
});

test.each([
  ['a byte order mark before the body', `\uFEFF{"query":"{ product(slug: \\"a\\") { id } }"}`],
  ['a byte order mark before the document', { query: '\uFEFF{ product(slug: "a") { id } }' }],
  ['a key twice: the last one counts', '{"query":"{ nope }","query":"{ product(slug: \\"a\\") { id } }"}'],
  ['a name for two operations', { query: TWO, operationName: 'A' }],
  [
    'an empty name, no variables, no extensions',
    { query: '{ product(slug: "a") { id } }', operationName: '', variables: null, extensions: null },
  ],
  [
    'a variable that nobody asked for',
    { query: PRODUCT.replace(' title', ''), variables: { slug: 'a', constructor: 1 } },
  ],
])('%s is no mistake', async (_, body) => {
  answered();
  for (let time = 0; time < 3; time++) {
    const response = await post(body);
    expect([response.status, await response.json()]).toEqual([200, { data: { product: { id: 'prod_1' } } }]);
  }
});

test('a query in the address needs a header that no page of another site can send, also when its answer is kept', async () => {
  answered();
  const query = '{ product(slug: "kept") { title } }';
  for (const way of ['compiledPlan', 'keptAnswers']) {
    const response = await get({ query }, preflighted);
    expect([response.headers.get('x-execution'), response.status]).toEqual([way, 200]);
  }
  arrived.length = 0;
  const mistake = badInput('apollo-require-preflight', 'preflight');
  await expectMistake((headers) => get({ query }, headers), mistake);
  await expectMistake((headers) => get({ query }, { 'content-type': 'text/plain', ...headers }), mistake);
  for (const [name, value] of [
    ['x-apollo-operation-name', 'Product'],
    ['content-type', 'application/json'],
  ] as const)
    expect((await get({ query }, { [name]: value })).status).toBe(200);
});

test('a client that asks for the media type of GraphQL may ask in the address, unless its page is of another site', async () => {
  answered();
  const accept = 'application/graphql-response+json, application/json;q=0.9';
  const query = '{ product(slug: "a") { title } }';
  const statusWith = async (headers: Record<string, string>) => (await get({ query }, { accept, ...headers })).status;
  expect(await statusWith({})).toBe(200);
  expect(await statusWith({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await statusWith({ 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' })).toBe(200);
  arrived.length = 0;
  expect(await statusWith({ 'sec-fetch-site': 'cross-site' })).toBe(400);
  expect(await statusWith({ 'sec-fetch-site': 'same-site' })).toBe(400);
  expect(await statusWith({ origin: 'https://evil.example' })).toBe(400);
  expect(await statusWith({ origin: 'null' })).toBe(400);
  expect(arrived).toEqual([]);
});

test.each(['PUT', 'PATCH', 'DELETE'])('%s is refused, and what is possible is said', async (method) => {
  const response = await fetch(`${url}/graphql`, {
    method,
    body: '{ me { id } }',
    headers: { 'content-type': 'text/plain' },
  });
  const { errors } = (await response.json()) as any;
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'method', rule: 'allowed' });
});

test('HEAD is refused before anything is asked', async () => {
  answered();
  const response = await get({ query: PRODUCT, variables: '{"slug":"a"}' }, preflighted, 'HEAD');
  expect([response.status, response.headers.get('allow'), arrived]).toEqual([405, 'GET, POST', []]);
});
