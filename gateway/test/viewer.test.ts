import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createTokenMinter } from '@storegraph/kit';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createViewerReader } from '../src/viewer.ts';

const newKey = async (kid: string, alg = 'EdDSA') => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
};
const one = await newKey('one');
const two = await newKey('two');
/** What the issuer publishes now. */
const issuer = { status: 200, asked: 0, keys: [one.jwk] };
const server = createServer((_, response) => {
  issuer.asked++;
  response.writeHead(issuer.status).end(JSON.stringify(issuer.status === 200 ? { keys: issuer.keys } : {}));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
afterAll(() => void server.close());
beforeEach(() => void Object.assign(issuer, { status: 200, asked: 0, keys: [one.jwk] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Changes {
  key?: typeof one;
  header?: object;
  claims?: JWTPayload;
}
const NOW = 1_800_000_000;
/** An access token as users signs it, but for what a test changes; `undefined` takes a claim away. */
const tokenOf = async ({ key = one, header, claims }: Changes = {}) => {
  const payload = {
    iss: 'storegraph',
    aud: 'storegraph',
    sub: 'ada',
    sid: 'session-1',
    roles: ['CUSTOMER'],
    iat: NOW,
    exp: NOW + 600,
    ...claims,
  };
  const protectedHeader = { alg: 'EdDSA', typ: 'at+jwt', kid: key.kid, ...header };
  return `Bearer ${await new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key.privateKey)}`;
};

/** The time is what is said here, for tokens and for what is kept. */
async function clockAt(seconds: number): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1_000 });
  vi.spyOn(performance, 'now').mockReturnValue(seconds * 1_000);
  await delay(2); // the cache looks at the clock once a millisecond
}
const codeOf = (read: Promise<unknown>) =>
  read.then(
    (viewer) => viewer,
    ({ extensions, message }) => [extensions.code, message],
  );
const REFUSED = ['UNAUTHENTICATED', 'The access token is not valid'];
const EXPIRED = ['UNAUTHENTICATED', 'The access token has expired: refresh the session'];
const ADA = { id: 'ada', roles: ['CUSTOMER'], sessionId: 'session-1' };

test('a token of users says who asks, with which roles, in which session', async () => {
  await clockAt(NOW);
  const read = createViewerReader(url);
  expect(await read(undefined)).toBeNull();
  expect(await read(await tokenOf())).toEqual(ADA);
  expect(await read((await tokenOf({ claims: { sub: 'bob' } })).replace('Bearer', 'bearer'))).toMatchObject({
    id: 'bob',
  });
  expect(await read(await tokenOf({ claims: { sid: undefined, roles: 'ADMIN' } }))).toEqual({ id: 'ada', roles: [] });
});

test.each<[string, Changes]>([
  ['of a foreign issuer', { claims: { iss: 'another shop' } }],
  ['of one of our own services', { claims: { iss: 'gateway' } }],
  ['without an issuer', { claims: { iss: undefined } }],
  ['for a foreign audience', { claims: { aud: 'another shop' } }],
  ['for one of our own services', { claims: { aud: 'users' } }],
  ['without an audience', { claims: { aud: undefined } }],
  ['that never ends', { claims: { exp: undefined } }],
  ['that says not when it was made', { claims: { iat: undefined } }],
  ['about nobody', { claims: { sub: undefined } }],
  ['that is an internal one', { header: { typ: 'internal+jwt' } }],
  ['that is just any', { header: { typ: 'JWT' } }],
  ['of no type', { header: { typ: undefined } }],
  ['by a key that nobody published', { key: { ...two, kid: 'one' } }],
  ['by a key of an unknown name', { header: { kid: 'three' } }],
  ['that holds later', { claims: { nbf: NOW + 6 } }],
])('a token %s signs nobody in', async (_, changes) => {
  await clockAt(NOW);
  const read = createViewerReader(url);
  expect(await codeOf(read(await tokenOf(changes)))).toEqual(REFUSED);
  // and is not remembered as good, nor does it spoil what is
  expect(await codeOf(read(await tokenOf(changes)))).toEqual(REFUSED);
  expect(await read(await tokenOf())).toEqual(ADA);
});

test('a token that needs no key, or whose secret is our public key, signs nobody in', async () => {
  await clockAt(NOW);
  const read = createViewerReader(url);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [, payload] = (await tokenOf()).split('.');
  const none = `Bearer ${part({ alg: 'none', typ: 'at+jwt', kid: 'one' })}.${payload}.`;
  expect(await codeOf(read(none))).toEqual(REFUSED);
  const spki = await exportSPKI(one.publicKey);
  for (const secret of [
    Buffer.from(spki),
    Buffer.from(one.jwk.x!, 'base64url'),
    Buffer.from(JSON.stringify(one.jwk)),
  ]) {
    const forged = await new SignJWT({ roles: ['ADMIN'] })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })
      .setIssuer('storegraph')
      .setAudience('storegraph')
      .setSubject('ada')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(secret);
    expect(await codeOf(read(`Bearer ${forged}`))).toEqual(REFUSED);
  }
});

test('a token of another algorithm signs nobody in, although its key is published', async () => {
  await clockAt(NOW);
  const other = await newKey('other', 'ES256');
  issuer.keys = [one.jwk, other.jwk];
  const read = createViewerReader(url);
  expect(await codeOf(read(await tokenOf({ key: other, header: { alg: 'ES256' } })))).toEqual(REFUSED);
  expect(await read(await tokenOf())).toEqual(ADA);
});

test("what is not a bearer's token is said to be none", async () => {
  const read = createViewerReader(url);
  const token = (await tokenOf()).slice(7);
  for (const header of [`Basic ${token}`, token, 'Bearer', 'Bearer '])
    expect(await codeOf(read(header))).toEqual([
      'UNAUTHENTICATED',
      'The authorization header must be "Bearer <access token>"',
    ]);
  // a refresh token is no JWT at all
  expect(await codeOf(read(`Bearer ${'x'.repeat(43)}`))).toEqual(REFUSED);
});

test('a token between services, by a key of users even, is no access token', async () => {
  const mint = await createTokenMinter({
    name: 'one',
    privateJwk: JSON.stringify({ ...(await exportJWK(one.privateKey)), kid: 'one', alg: 'EdDSA' }),
  });
  const read = createViewerReader(url);
  expect(await codeOf(read(`Bearer ${await mint('storegraph', ADA)}`))).toEqual(REFUSED);
});

test('a token is good for five seconds after its end, for clocks that differ, and not longer', async () => {
  const token = await tokenOf();
  await clockAt(NOW + 604.999);
  expect(await createViewerReader(url)(token)).toEqual(ADA);
  await clockAt(NOW + 605);
  expect(await codeOf(createViewerReader(url)(token))).toEqual(EXPIRED);
});

test('who was read is known without another look for a minute, and not longer', async () => {
  await clockAt(NOW);
  const read = createViewerReader(url, { keysHoldForMs: 0 });
  const token = await tokenOf();
  expect(await read(token)).toEqual(ADA);
  // the key is withdrawn
  issuer.keys = [two.jwk];
  await clockAt(NOW + 59.999);
  expect(await read(token)).toEqual(ADA);
  await clockAt(NOW + 60.001);
  expect(await codeOf(read(token))).toEqual(REFUSED);
  expect(await read(await tokenOf({ key: two }))).toEqual(ADA);
});

test('who was read is not known for longer than the token holds', async () => {
  await clockAt(NOW + 590);
  const read = createViewerReader(url);
  const token = await tokenOf();
  expect(await read(token)).toEqual(ADA);
  await clockAt(NOW + 604.999);
  expect(await read(token)).toEqual(ADA);
  await clockAt(NOW + 605);
  expect(await codeOf(read(token))).toEqual(EXPIRED);
});

test('each token is read for itself: the roles of one are not those of the next', async () => {
  await clockAt(NOW);
  const read = createViewerReader(url);
  const before = await tokenOf({ claims: { roles: ['CUSTOMER', 'ADMIN'] } });
  const after = await tokenOf();
  for (let time = 0; time < 2; time++) {
    expect(await read(before)).toMatchObject({ roles: ['CUSTOMER', 'ADMIN'] });
    expect(await read(after)).toEqual(ADA);
  }
});

test('a new key is looked for when a token names it, and the old one holds as long as it is published', async () => {
  await clockAt(NOW);
  const read = createViewerReader(url);
  expect(await read(await tokenOf())).toEqual(ADA);
  issuer.keys = [one.jwk, two.jwk];
  await clockAt(NOW + 6); // whoever makes names up does not make us ask each time
  expect(await read(await tokenOf({ key: two }))).toEqual(ADA);
  expect(issuer.asked).toBe(2);
  expect(await read(await tokenOf({ claims: { sub: 'bob' } }))).toMatchObject({ id: 'bob' });
  for (const kid of ['made', 'up']) expect(await codeOf(read(await tokenOf({ header: { kid } })))).toEqual(REFUSED);
  expect(issuer.asked).toBe(2);
});

test('while the issuer of tokens is away its last keys hold; whoever never got any cannot say who asks', async () => {
  await clockAt(NOW);
  const known = createViewerReader(url, { keysHoldForMs: 0 });
  expect(await known(await tokenOf())).toEqual(ADA);
  issuer.status = 503;
  issuer.asked = 0;
  expect(await known(await tokenOf({ claims: { sub: 'bob' } }))).toMatchObject({ id: 'bob' });
  expect(issuer.asked).toBe(1);

  const stranger = createViewerReader(url);
  await expect(stranger(await tokenOf())).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
});
