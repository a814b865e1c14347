import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  command,
  type Context,
  contract,
  event,
  handle,
  on,
  requireRole,
  requireViewer,
  type SubgraphDefinition,
} from '../src/index.ts';
import { createServer } from '../src/subgraph/server.ts';
import { testSubgraph } from '../src/testing.ts';
import { createTokenMinter, createTokenVerifier, type MintToken } from '../src/messaging/token.ts';
import { migrationsOf } from './migrations.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const seconds = (since = 0) => NOW.getTime() / 1_000 + since;
const keys = await Promise.all(
  ['gateway', 'orders'].map(async (kid) => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const [open, secret] = [await exportJWK(publicKey), await exportJWK(privateKey)];
    return { kid, privateKey, open: { ...open, kid }, secret: JSON.stringify({ ...secret, kid }) };
  }),
);
const [gateway, orders] = keys as [(typeof keys)[0], (typeof keys)[0]];
const jwks = JSON.stringify({ keys: keys.map(({ open }) => open) });
const verifier = (name = 'carts') => createTokenVerifier({ name, jwks });
const minter = ({ kid, secret } = gateway): Promise<MintToken> => createTokenMinter({ name: kid, privateJwk: secret });
const ada = { id: 'usr_ada', roles: ['CUSTOMER', 'STAFF'], sessionId: 'session' };

/** What a good token says; a test changes one thing of it. */
const good = {
  header: { alg: 'EdDSA', typ: 'internal+jwt', kid: 'gateway' } as Record<string, unknown>,
  claims: { iss: 'gateway', aud: 'carts', iat: seconds(), exp: seconds(60) } as Record<string, unknown>,
};
function signed({
  header = {},
  claims = {},
  key = gateway.privateKey as CryptoKey | Uint8Array,
} = {}): Promise<string> {
  const payload = { ...good.claims, ...claims } as JWTPayload;
  return new SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader({ ...good.header, ...header } as { alg: string })
    .sign(key);
}
/** Who is let in with this, by a verifier that has seen nothing yet. */
const caller = async (token: string, scheme = 'Bearer ') => verifier()(`${scheme}${token}`);
const at = (since: number) => vi.setSystemTime(NOW.getTime() + since * 1_000);

vi.useFakeTimers({ toFake: ['Date'], now: NOW });
afterEach(() => void at(0));
afterAll(() => void vi.useRealTimers());

test('a token says which service calls, and for whom', async () => {
  const mint = await minter();
  expect(await caller(await mint('carts'))).toEqual({ service: 'gateway', viewer: null });
  expect(await caller(await mint('carts', ada))).toEqual({ service: 'gateway', viewer: ada });
  const guest = { id: 'usr_1', roles: [] };
  expect(await caller(await mint('carts', guest))).toEqual({ service: 'gateway', viewer: guest });
  expect(await caller(await signed({ claims: { sub: 'usr_1' } }))).toEqual({ service: 'gateway', viewer: guest });
  expect(await caller(await signed())).toEqual({ service: 'gateway', viewer: null });
});

test('only the gateway speaks for somebody', async () => {
  expect(await caller(await (await minter(orders))('carts'))).toEqual({ service: 'orders', viewer: null });
  expect(await caller(await (await minter(orders))('carts', ada))).toBeNull();
});

test('a token that is good for more than a minute, or from the future, is refused', async () => {
  const lives = async (iat: number, exp: number) =>
    (await caller(await signed({ claims: { iat: seconds(iat), exp: seconds(exp) } }))) !== null;
  expect([await lives(0, 60), await lives(0, 61), await lives(-30, 30), await lives(-30, 31)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([await lives(5, 65), await lives(6, 66)]).toEqual([true, false]);
});

test('minted tokens live for a minute, are of this kind, and name their key', async () => {
  const parts = (token: string) =>
    token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  const mint = await minter();
  expect(parts(await mint('carts', ada))).toEqual([
    { alg: 'EdDSA', typ: 'internal+jwt', kid: 'gateway' },
    {
      iss: 'gateway',
      aud: 'carts',
      sub: 'usr_ada',
      roles: ada.roles,
      sid: 'session',
      iat: seconds(),
      exp: seconds(60),
    },
  ]);
  expect(parts(await mint('carts'))[1]).toEqual({ iss: 'gateway', aud: 'carts', iat: seconds(), exp: seconds(60) });
});

test('a key that has no name goes by that of its service', async () => {
  const { kid: _, ...nameless } = JSON.parse(gateway.secret) as { kid: string };
  const mint = await createTokenMinter({ name: 'gateway', privateJwk: JSON.stringify(nameless) });
  expect(await caller(await mint('carts'))).toEqual({ service: 'gateway', viewer: null });
});

const hmac = new Uint8Array(32).fill(7);
test.for([
  ['is for another service', { claims: { aud: 'payments' } }],
  ['is for nobody', { claims: { aud: undefined } }],
  ['has no issuer', { claims: { iss: undefined } }],
  ["is issued by another than its key's owner", { claims: { iss: 'orders' } }],
  ['has no end', { claims: { exp: undefined } }],
  ['does not say since when', { claims: { iat: undefined } }],
  ['is of another kind', { header: { typ: 'at+jwt' } }],
  ['is of the usual kind', { header: { typ: 'JWT' } }],
  ['is of no kind', { header: { typ: undefined } }],
  ['names a key that nobody has', { header: { kid: 'nobody' } }],
  ['names the key of another service', { header: { kid: 'orders' }, claims: { iss: 'orders' } }],
  ['is signed by another service', { key: orders.privateKey }],
  ['is signed in another way', { header: { alg: 'Ed25519' } }],
  ['is signed with a shared secret', { header: { alg: 'HS256' }, key: hmac }],
  ['begins later', { claims: { nbf: seconds(60) } }],
] as [string, Parameters<typeof signed>[0]][])('a token that %s is none', async ([, change]) => {
  expect(await caller(await signed({ claims: { sub: 'usr_1', roles: ['ADMIN'] } }))).not.toBeNull();
  expect(await caller(await signed(change))).toBeNull();
});

test('a public key is no shared secret, and a token without a signature is none', async () => {
  const open = new TextEncoder().encode(gateway.open.x);
  expect(await caller(await signed({ header: { alg: 'HS256' }, key: open }))).toBeNull();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ ...good.header, alg: 'none' })}.${part(good.claims)}.`;
  expect(await caller(unsigned)).toBeNull();
  const token = await signed();
  expect(await caller(token.slice(0, token.lastIndexOf('.') + 1))).toBeNull();
  const other = (await signed({ claims: { sub: 'usr_1' } })).split('.');
  expect(await caller([token.split('.')[0], other[1], token.split('.')[2]].join('.'))).toBeNull();
  expect(await caller('not a token')).toBeNull();
});

test('a service shows its token as a bearer token and in no other way', async () => {
  const token = await signed();
  for (const scheme of ['', 'bearer ', 'Basic ', 'Bearer']) expect(await caller(token, scheme), scheme).toBeNull();
  expect(await verifier()(undefined)).toBeNull();
  expect(await caller(token)).not.toBeNull();
});

test('a token ends five seconds after its end, for clocks that differ, and not later', async () => {
  const token = await signed({ claims: { exp: seconds(60) } });
  at(64);
  expect(await caller(token)).not.toBeNull();
  at(65);
  expect(await caller(token)).toBeNull();
  at(0);
  expect(await caller(await signed({ claims: { nbf: seconds(5) } }))).not.toBeNull();
  expect(await caller(await signed({ claims: { nbf: seconds(6) } }))).toBeNull();
});

test('a token that was seen before is not verified again until it ends, and then it is', async () => {
  const verify = verifier();
  const authorization = `Bearer ${await signed()}`;
  const known = await verify(authorization);
  expect(known).not.toBeNull();
  at(59.998);
  expect(await verify(authorization)).toBe(known);
  at(60);
  const again = await verify(authorization);
  expect(again).toEqual(known);
  expect(again).not.toBe(known);
  at(65);
  expect(await verify(authorization)).toBeNull();
});

test('a token that is first seen in its last seconds, or just after them, is not taken for longer', async () => {
  for (const firstSeen of [59.999, 60, 62]) {
    const verify = verifier();
    at(0);
    const authorization = `Bearer ${await signed()}`;
    at(firstSeen);
    expect(await verify(authorization), `seen after ${firstSeen} s`).not.toBeNull();
    at(66);
    expect(await verify(authorization), `seen after ${firstSeen} s`).toBeNull();
  }
});

test('a token is minted anew after half a minute, and for each service, viewer, session and role', async () => {
  const mint = await minter();
  const first = await mint('carts', ada);
  at(29.999);
  expect(await mint('carts', { ...ada })).toBe(first);
  at(30);
  const second = await mint('carts', ada);
  expect(second).not.toBe(first);
  const others = [
    await mint('orders', ada),
    await mint('carts'),
    await mint('carts', { ...ada, id: 'usr_eve' }),
    await mint('carts', { ...ada, sessionId: 'other' }),
    await mint('carts', { ...ada, sessionId: undefined }),
    await mint('carts', { ...ada, roles: ['CUSTOMER'] }),
  ];
  expect(new Set([second, ...others]).size).toBe(7);
  expect((await verifier()(`Bearer ${others[5]}`))!.viewer!.roles).toEqual(['CUSTOMER']);
});

test('keys that are no JSON are named by their variable', async () => {
  await expect(createTokenMinter({ name: 'carts', privateJwk: '{' })).rejects.toThrow(
    'INTERNAL_PRIVATE_JWK is not JSON',
  );
  expect(() => createTokenVerifier({ name: 'carts', jwks: '{' })).toThrow('INTERNAL_JWKS is not JSON');
});

@Resolver()
class CartResolver {
  @Query(() => String)
  mine(@Ctx() context: Context): string {
    return requireViewer(context).id;
  }

  @Query(() => String)
  ours(@Ctx() context: Context): string {
    return requireRole(context, 'STAFF', 'ADMIN').id;
  }

  @Mutation(() => String)
  nothing(): string {
    return 'nothing';
  }
}
const ran: unknown[] = [];
const lock = command({
  input: z.object({ cart: z.object({ id: z.string() }) }),
  output: z.null(),
  from: ['orders'],
});
const { ThingMade } = contract('orders', {
  events: { ThingMade: event(z.object({ thing: z.string() }), { to: ['carts'] }) },
  commands: {},
});
const definition: SubgraphDefinition = {
  name: 'carts',
  migrations: migrationsOf('SELECT 1'),
  resolvers: [CartResolver],
  loaders: () => ({}),
  commands: handle(contract('carts', { events: {}, commands: { lock } }), {
    async lock(_, input) {
      ran.push(input);
      return null;
    },
  }),
  on: [on(ThingMade, async (_, { thing }) => void ran.push(thing))],
};
const shop = await testSubgraph(definition);
const { app, stopGraph, postGraphql } = await createServer(definition, shop.service, verifier());
afterAll(async () => {
  await app.close();
  await stopGraph();
  await shop.stop();
});
const post = async (url: string, payload: object, token?: string) => {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await app.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, body: JSON.parse(answer.payload) };
};
const CART = { cart: { id: 'cart_1' } };
const EVENT = {
  id: '0198c0de-0000-7000-8000-000000000000',
  type: 'ThingMade',
  payload: { thing: 'ring' },
  occurredAt: 'now',
};

test('without a token that is meant for it a service tells and does nothing', async () => {
  const bad = [undefined, 'none', await (await minter())('orders'), await signed({ claims: { exp: seconds(-5) } })];
  for (const token of bad)
    for (const [url, body] of [
      ['/graphql', { query: '{ mine }' }],
      ['/internal/commands/lock', CART],
      ['/internal/commands/redrive', {}],
      ['/internal/events', EVENT],
    ] as const)
      expect(await post(url, body, token), `${url} ${token}`).toMatchObject({
        status: 401,
        body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      });
  const inner = await postGraphql({ authorization: `Bearer ${bad[2]}` }, JSON.stringify({ query: '{ mine }' }));
  expect([inner.statusCode, JSON.parse(inner.text).data]).toEqual([401, undefined]);
  expect(ran).toEqual([]);
});

test('a command is between services: with a viewer it is refused, whoever sends it', async () => {
  const token = await (await minter())('carts', ada);
  for (const name of ['lock', 'redrive', 'deadLetters', 'unknown'])
    expect(await post(`/internal/commands/${name}`, CART, token)).toMatchObject({
      status: 403,
      body: { error: { code: 'FORBIDDEN' } },
    });
  expect(ran).toEqual([]);

  const between = await (await minter(orders))('carts');
  expect(await post('/internal/commands/lock', CART, between)).toEqual({ status: 200, body: { result: null } });
  expect(ran.splice(0)).toEqual([CART]);
});

test('a command that is not known, or whose input is none of its own, is refused by name', async () => {
  const token = await (await minter(orders))('carts');
  expect(await post('/internal/commands/unlock', CART, token)).toMatchObject({
    status: 404,
    body: { error: { code: 'NOT_FOUND' } },
  });
  expect(await post('/internal/commands/lock', { cart: { id: 7 } }, token)).toMatchObject({
    status: 409,
    body: { error: { code: 'BAD_USER_INPUT', details: { field: 'cart.id', rule: 'invalid_type' } } },
  });
  expect(await post('/internal/events', { ...EVENT, id: 'one' }, token)).toMatchObject({ status: 400 });
  expect(ran).toEqual([]);
  expect(await post('/internal/events', EVENT, token)).toEqual({ status: 200, body: { outcome: 'applied' } });
  expect(await post('/internal/events', EVENT, token)).toEqual({ status: 200, body: { outcome: 'repeated' } });
  expect(ran.splice(0)).toEqual(['ring']);
});

test("the viewer of a request is its token's, and so are the roles", async () => {
  const mint = await minter();
  const ask = async (viewer: typeof ada | null) => {
    const { body } = await post('/graphql', { query: '{ mine }' }, await mint('carts', viewer));
    const ours = await post('/graphql', { query: '{ ours }' }, await mint('carts', viewer));
    return [body, ours.body].map(({ data, errors }) => (errors ? errors[0].extensions.code : Object.values(data)[0]));
  };
  expect(await ask(ada)).toEqual(['usr_ada', 'usr_ada']);
  expect(await ask({ ...ada, roles: ['ADMIN'] })).toEqual(['usr_ada', 'usr_ada']);
  expect(await ask({ ...ada, roles: ['CUSTOMER'] })).toEqual(['usr_ada', 'FORBIDDEN']);
  expect(await ask(null)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
});
