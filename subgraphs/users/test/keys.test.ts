import { sql } from 'drizzle-orm';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { publicKeys, rotateSigningKeys, signAccessToken } from '../src/key/key.service.ts';
import { openUsers } from './world.ts';

const { shop, register, refresh, atOneMoment } = await openUsers();
afterAll(() => shop.stop());
beforeEach(async () => {
  await shop.db.execute(sql`TRUNCATE signing_keys`);
  await rotateSigningKeys(shop);
});

interface Key {
  id: string;
  retired: boolean;
}
const keys = async () =>
  [
    ...(await shop.db.execute<any>(
      sql`SELECT id, retired_at IS NOT NULL AS retired FROM signing_keys ORDER BY created_at`,
    )),
  ] as Key[];
const published = async () => (await publicKeys(shop.db)).keys.map(({ kid }) => kid);
const signedBy = async () => {
  const { accessToken } = await signAccessToken(shop.db, { userId: 'usr_1', sessionId: 'sess_1', roles: [] });
  return decodeProtectedHeader(accessToken).kid;
};
/** Rotates at a moment that stands still, with a column of one key moved so far from it. */
const rotateWith = (id: string, column: 'created_at' | 'active_from', age: string) =>
  atOneMoment(async (tx) => {
    await tx.execute(
      sql`UPDATE signing_keys SET ${sql.identifier(column)} = now() - ${age}::interval WHERE id = ${id}`,
    );
    await rotateSigningKeys({ db: tx as never });
  });
/** A first key, and its successor that was just made. */
async function withSuccessor(): Promise<[string, string]> {
  const [first] = await keys();
  await shop.db.execute(sql`UPDATE signing_keys SET active_from = now() - interval '31 days'`);
  await rotateWith(first!.id, 'created_at', '31 days');
  const [, next] = await keys();
  return [first!.id, next!.id];
}

test('an access token says who, in which session and for what, for ten minutes', async () => {
  const before = Math.floor(Date.now() / 1000);
  const { accessToken, expiresAt, user, session } = await register();
  const claims = decodeJwt(accessToken);
  expect(claims).toEqual({
    iss: 'storegraph',
    aud: 'storegraph',
    sub: user.id,
    sid: session.id,
    roles: ['CUSTOMER'],
    iat: expect.any(Number),
    exp: expect.any(Number),
  });
  expect(claims.iat).toBeGreaterThanOrEqual(before);
  // the end is rounded down, the beginning may be of the next second
  expect([599, 600]).toContain(claims.exp! - claims.iat!);
  expect(Math.floor(Date.parse(expiresAt) / 1000)).toBe(claims.exp);
  expect(decodeProtectedHeader(accessToken)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: (await keys())[0]!.id });
});

test('what is published verifies, and signs nothing', async () => {
  const [, next] = await withSuccessor();
  const { keys: jwks } = await publicKeys(shop.db);
  expect(jwks.map(({ kid }) => kid)).toEqual([expect.any(String), next]);
  for (const jwk of jwks)
    expect(jwk).toEqual({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: jwk.kid, x: expect.any(String) });
});

test('a key is followed by another one after thirty days, and not before', async () => {
  const [first] = await keys();
  await rotateWith(first!.id, 'created_at', '30 days');
  expect(await keys()).toHaveLength(1);
  await rotateWith(first!.id, 'created_at', '30 days 1 millisecond');
  expect(await keys()).toHaveLength(2);
  await rotateSigningKeys(shop);
  expect(await keys()).toHaveLength(2);
});

test('of services that rotate at the same time one makes a key', async () => {
  const [first] = await keys();
  await shop.db.execute(sql`UPDATE signing_keys SET created_at = now() - interval '31 days' WHERE id = ${first!.id}`);
  await Promise.all(Array.from({ length: 5 }, () => rotateSigningKeys(shop)));
  expect(await keys()).toHaveLength(2);
});

test('a new key is published a quarter of an hour before it signs', async () => {
  const [first, next] = await withSuccessor();
  expect(await published()).toEqual([first, next]);
  expect(await signedBy()).toBe(first);
  const [{ wait }] = (await shop.db.execute(
    sql`SELECT active_from - created_at AS wait FROM signing_keys WHERE id = ${next}`,
  )) as any;
  expect(wait).toBe('00:15:00');
  await shop.db.execute(sql`UPDATE signing_keys SET active_from = now() WHERE id = ${next}`);
  expect(await signedBy()).toBe(next);
  // what the first one signed is still good
  expect(await published()).toEqual([first, next]);
});

test('a key is published for an hour after its successor began to sign, and then no more', async () => {
  const [first, next] = await withSuccessor();
  const { accessToken } = await register();
  const verify = async () => jwtVerify(accessToken, createLocalJWKSet(await publicKeys(shop.db)));
  await rotateWith(next, 'active_from', '1 hour');
  expect(await published()).toEqual([first, next]);
  await verify();
  await rotateWith(next, 'active_from', '1 hour 1 millisecond');
  expect(await published()).toEqual([next]);
  await expect(verify()).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  expect(await signedBy()).toBe(next);
});

test('a key that was withdrawn signs nothing, whenever it was made', async () => {
  const [first, next] = await withSuccessor();
  await shop.db.execute(sql`UPDATE signing_keys SET active_from = now(), retired_at = now() WHERE id = ${next}`);
  expect(await published()).toEqual([first]);
  expect(await signedBy()).toBe(first);
});

test('sessions go on over a change of keys', async () => {
  const { refreshToken } = await register();
  const [first, next] = await withSuccessor();
  await rotateWith(next, 'active_from', '2 hours');
  expect(await published()).not.toContain(first);
  const { data } = await refresh(refreshToken);
  expect(decodeProtectedHeader(data.refreshSession.accessToken).kid).toBe(next);
});
