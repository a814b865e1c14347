import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createTokenVerifier, EnvironmentError } from '@storegraph/kit';
import { exportJWK, generateKeyPair } from 'jose';
import { eventually } from '@storegraph/kit/testing/eventually';
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { runGateway } from '../src/gateway.ts';
import { openForeign } from './foreignWorld.ts';

const library = await openForeign({
  books: {
    path: '/books/api?v=2',
    sdl: 'type Query { book: Book again: Book } type Book @key(fields: "id") { id: ID! title: String self: Book }',
  },
  users: { path: '/users', sdl: 'type Query { reader: String } type Mutation { read: String write: String }' },
});
afterAll(() => library.close());
beforeEach(() => library.reset());
afterEach(() => library.stop());
const { arrived, answers } = library;
const BOOK = '{ book { title } }';
const aBook = { data: { book: { title: 'Emma' } } };

test('a supergraph is all that is needed: subgraphs are asked at its URLs, and get no token and no cookie', async () => {
  const { graph } = await library.start();
  answers.set('/books/api?v=2', aBook);
  answers.set('/users', { data: { reader: 'Ada' }, cookie: 'session=1' });

  expect(await graph(BOOK)).toMatchObject(aBook);
  const reader = await graph('{ reader }', { cookie: 'refresh_token=abc' });

  expect(reader.data).toEqual({ reader: 'Ada' });
  expect(reader.headers.getSetCookie()).toEqual([]);
  expect(new Set(arrived.map(({ url }) => url))).toEqual(new Set(['/books/api?v=2', '/users']));
  for (const { headers } of arrived) {
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('cookie');
  }
});

test('errors of a subgraph come with the data that it has', async () => {
  const { graph } = await library.start();
  answers.set('/books/api?v=2', {
    data: { book: null, again: { title: 'Emma' } },
    errors: [{ message: 'Lent', path: ['book'] }],
  });
  const { data, errors } = await graph('{ book { title } again { title } }');
  expect(data).toEqual({ book: null, again: { title: 'Emma' } });
  expect(errors).toHaveLength(1);
  expect(errors![0]).toMatchObject({ path: ['book'] });
});

test('a subgraph may say that it has no errors', async () => {
  const { graph } = await library.start();
  answers.set('/books/api?v=2', { ...aBook, errors: null });
  expect(await graph(BOOK)).toMatchObject(aBook);
});

test('a subgraph that answers something else than GraphQL has not answered', async () => {
  const { graph } = await library.start();
  for (const answer of [{ message: 'Not found' }, 'maintenance', { data: 7 }]) {
    answers.set('/books/api?v=2', answer as never);
    const { data, errors } = await graph(BOOK);
    expect(data).toEqual({ book: null });
    expect(errors).toMatchObject([{ path: ['book'], extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  }
});

test('there is nothing at the addresses of the shop', async () => {
  const { url } = await library.start();
  for (const [method, path] of [
    ['POST', '/webhooks/stripe'],
    ['GET', '/media/x.svg'],
  ])
    expect((await fetch(`${url}${path}`, { method })).status).toBe(404);
  expect((await fetch(`${url}/ready`)).status).toBe(200);
});

test('SERVICES names another address of a subgraph; one without a path means /graphql', async () => {
  const elsewhere = await library.start({ SERVICES: `books=${library.origin}/other/place,users=${library.origin}` });
  answers.set('/other/place', aBook);
  answers.set('/graphql', { data: { reader: 'Ada' } });
  expect(await elsewhere.graph(BOOK)).toMatchObject(aBook);
  expect((await elsewhere.graph('{ reader }')).data).toEqual({ reader: 'Ada' });
  expect(new Set(arrived.map(({ url }) => url))).toEqual(new Set(['/other/place', '/graphql']));
});

test('an access token that nobody can verify is refused, and nothing is asked', async () => {
  const { graph } = await library.start();
  const { data, errors } = await graph(BOOK, { authorization: 'Bearer abc' });
  expect([data, arrived]).toEqual([undefined, []]);
  expect(errors).toMatchObject([
    { message: expect.stringContaining('USERS_JWKS_URL'), extensions: { code: 'UNAUTHENTICATED' } },
  ]);
});

test('with a key of its own the gateway tells subgraphs who it is', async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { kid: 'gateway', alg: 'EdDSA' };
  const { graph } = await library.start({
    INTERNAL_PRIVATE_JWK: JSON.stringify({ ...(await exportJWK(privateKey)), ...jwk }),
  });
  answers.set('/books/api?v=2', aBook);
  await graph(BOOK);
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...jwk }] });
  expect(await createTokenVerifier({ name: 'books', jwks })(arrived[0]!.headers.authorization)).toEqual({
    service: 'gateway',
    viewer: null,
  });
});

test.each([
  ['REQUEST_DEPTH_LIMIT', 'depth', 3, '{ book { self { title } } }'],
  ['REQUEST_ALIAS_LIMIT', 'aliases', 2, '{ book { a: title b: title } }'],
  ['REQUEST_ROOT_FIELD_LIMIT', 'rootFields', 2, '{ book { title } again { title } }'],
  ['REQUEST_ROOT_MUTATION_LIMIT', 'rootMutations', 3, 'mutation { read write again: read }'],
  ['REQUEST_SELECTION_LIMIT', 'selections', 4, '{ book { ...Both self { ...Both } } } fragment Both on Book { title }'],
  ['REQUEST_COST_LIMIT', 'cost', 2, '{ book { self { title } } }'],
])('%s sets what an operation may be', async (variable, rule, needed, query) => {
  answers.set('/books/api?v=2', { data: { book: null, again: null } });
  answers.set('/users', { data: {} });
  const enough = await library.start({ [variable]: `${needed}` });
  expect((await enough.graph(query)).errors).toBeUndefined();
  expect(arrived).not.toEqual([]);

  library.reset();
  const tooLittle = await library.start({ [variable]: `${needed - 1}` });
  const { data, errors } = await tooLittle.graph(query);
  expect([data, arrived]).toEqual([undefined, []]);
  expect(errors).toMatchObject([
    { extensions: { code: 'OPERATION_NOT_ALLOWED', rule, limit: needed - 1, requested: needed } },
  ]);
});

test.each([
  ['REQUEST_TOKEN_LIMIT', '10'],
  ['REQUEST_BODY_LIMIT', '60'],
])('%s sets how long a request may be', async (variable, limit) => {
  const { graph } = await library.start({ [variable]: limit });
  answers.set('/books/api?v=2', aBook);
  expect(await graph(BOOK)).toMatchObject(aBook);
  library.reset();
  expect(await graph(`{ ${'book { title } '.repeat(4)} }`)).toMatchObject({ errors: [{}] });
  expect(arrived).toEqual([]);
});

test('a new supergraph is taken while it runs, with other URLs', async () => {
  const { graph } = await library.start();
  answers.set('/books/api?v=2', aBook);
  answers.set('/moved', { data: { book: { title: 'Persuasion' } } });
  expect(await graph(BOOK)).toMatchObject(aBook);
  library.write({ books: '/moved' });
  await eventually(async () => expect((await graph(BOOK)).data).toEqual({ book: { title: 'Persuasion' } }));
  library.write();
});

test('a subgraph that has no URL anywhere is named before anything starts', async () => {
  const nowhere = await openForeign({ books: { path: '', sdl: 'type Query { book: String }' } });
  await expect(nowhere.start()).rejects.toThrow('The subgraph books has no URL: SERVICES does not name it');
  await nowhere.close();
});

test.each(['development', 'production'])(
  "the shop's own gateway does not start without its settings in %s",
  async (NODE_ENV) => {
    const start = runGateway({ environment: { PORT: '0', NODE_ENV, SUPERGRAPH: library.file } });
    await expect(start).rejects.toThrow(EnvironmentError);
    for (const variable of ['SERVICES', 'USERS_JWKS_URL', 'AUTHORITY_CHANGES', 'INTERNAL_PRIVATE_JWK', 'INTERNAL_JWKS'])
      await expect(start).rejects.toThrow(`${variable}: is missing`);
  },
);

/** The address in the line that says so. */
async function readyAt(output: Readable): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const { msg, url } = JSON.parse(line);
    if (msg === 'ready') return url;
  }
  throw new Error('It ended before it was ready');
}

const COMMAND = fileURLToPath(new URL('../bin/storegraph-gateway.mjs', import.meta.url));

test('storegraph-gateway serves a supergraph by one command, and ends when it is told to', async () => {
  answers.set('/books/api?v=2', aBook);
  const child = spawn(process.execPath, [COMMAND, '--supergraph', library.file, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const url = await readyAt(child.stdout);
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: BOOK }),
  });
  expect(await response.json()).toEqual(aBook);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  [[], 'Which supergraph?'],
  [['--supergraph'], 'argument missing'],
  [['--supergraf', 'x'], "Unknown option '--supergraf'"],
])('storegraph-gateway %j says what is wrong', async (args, problem) => {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  expect(await once(child, 'exit')).toEqual([2, null]);
  expect(said).toContain(problem);
});
