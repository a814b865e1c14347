import { checkedAddress, cleanAddress } from '@storegraph/commerce';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { addresses } from '../src/address/address.table.ts';
import { publicKeys } from '../src/key/key.service.ts';
import { seed } from '../src/seed/seed.ts';
import { ADDRESS, codesOf, openUsers, PASSWORD, SESSION } from './world.ts';

const world = await openUsers();
const { shop, guest, merged, newEmail, register, signIn, refresh, viewerOf } = world;
afterAll(() => shop.stop());

test('registering signs in, with a token that the published keys verify, and publishes who registered', async () => {
  const email = newEmail();
  const { accessToken, user } = await register(email);
  const { payload, protectedHeader } = await jwtVerify(accessToken, createLocalJWKSet(await publicKeys(shop.db)), {
    issuer: 'storegraph',
    audience: 'storegraph',
    typ: 'at+jwt',
    algorithms: ['EdDSA'],
  });
  expect(payload).toMatchObject({ sub: user.id, roles: ['CUSTOMER'] });
  expect(protectedHeader.alg).toBe('EdDSA');
  const event = (await shop.published()).find(({ payload }) => payload.userId === user.id);
  expect(event).toMatchObject({
    type: 'UserRegistered',
    subscriber: 'notifications',
    payload: { email, displayName: null },
  });
});

test('one account per address, in any case, and nothing is published twice', async () => {
  const email = newEmail();
  await register(email);
  const before = (await shop.published()).length;
  const second = await register(email.toUpperCase());
  expect(second).toMatchObject({
    accessToken: null,
    user: null,
    userErrors: [{ code: 'CONFLICT', path: ['input', 'email'] }],
  });
  expect(await shop.published()).toHaveLength(before);
});

test('of ten racing registrations of one address exactly one wins', async () => {
  const email = newEmail();
  const answers = await Promise.all(Array.from({ length: 10 }, () => register(email)));
  expect(answers.filter(({ user }) => user)).toHaveLength(1);
});

test.for([
  [{ email: 'nonsense', password: PASSWORD }, 'email'],
  [{ email: 'a@b.example\r\nBcc: x@y.example', password: PASSWORD }, 'email'],
  [{ email: 'x@shop.example', password: 'short' }, 'input.password'],
  [{ email: 'x@shop.example', password: PASSWORD, displayName: 'a\u0000b' }, 'displayName'],
] as const)('%j is refused and names %s', async ([input, field]) => {
  const result = await guest(`mutation ($input: RegisterInput!) { register(input: $input) ${SESSION} }`, { input });
  expect(result.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  expect(JSON.stringify(result)).not.toContain(PASSWORD);
});

test('a wrong password and an unknown account get the same answer', async () => {
  const email = newEmail();
  await register(email);
  const answers = [
    await signIn(email, 'not the right password'),
    await signIn('nobody@shop.example', 'not the right password'),
  ];
  expect(answers[0]!.data.signIn).toEqual(answers[1]!.data.signIn);
  expect(answers[0]!.data.signIn).toMatchObject({ accessToken: null, userErrors: [{ code: 'UNAUTHENTICATED' }] });
});

test('after five failures the account waits, the right password too, and never for good', async () => {
  const email = newEmail();
  await register(email);
  for (let i = 0; i < 5; i++) await signIn(email, 'not the right password');
  expect((await signIn(email)).errors).toMatchObject([
    { extensions: { code: 'RATE_LIMITED', retryAfterInSeconds: 1 } },
  ]);
  await shop.db.execute(sql`UPDATE sign_in_failures SET last_at = now() - interval '2 minutes'`);
  expect((await signIn(email)).data.signIn.user.email).toBe(email);
});

test("signing in brings the guest's cart along, and works while carts is down", async () => {
  const email = newEmail();
  const { user } = await register(email);
  await signIn(email, PASSWORD, { cartToken: 'the-token' });
  expect(merged.at(-1)).toEqual({ userId: user.id, cartToken: 'the-token', strategy: 'SUM' });
  expect((await signIn(email, PASSWORD, { cartToken: 'carts-is-down' })).data.signIn.user.id).toBe(user.id);
});

test('a refresh token works once; a lost answer is answered again; a later reuse ends the session', async () => {
  const first = await register();
  const second = (await refresh(first.refreshToken)).data.refreshSession;
  expect(second.refreshToken).not.toBe(first.refreshToken);
  const repeated = (await refresh(first.refreshToken)).data.refreshSession;
  expect(repeated.refreshToken).toBe(second.refreshToken);

  const third = (await refresh(second.refreshToken)).data.refreshSession;
  expect(codesOf(await refresh(first.refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await refresh(third.refreshToken))).toEqual(['UNAUTHENTICATED']);
});

test('parallel refreshes of one token lead to one live successor', async () => {
  const { refreshToken } = await register();
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
  expect(new Set(answers.map(({ data }) => data.refreshSession.refreshToken)).size).toBe(1);
  const families = await shop.db.execute(
    sql`SELECT session_id FROM refresh_tokens WHERE rotated_at IS NULL GROUP BY session_id HAVING count(*) > 1`,
  );
  expect([...families]).toEqual([]);
});

test('browsers get the refresh token as a cookie that scripts cannot read, and can use it alone', async () => {
  const email = newEmail();
  await register(email);
  const [name, value] = (await signIn(email)).headers[0]!;
  expect(name).toBe('set-cookie');
  expect(value).toMatch(/^sg_refresh=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/);
  const browser = shop.as(null, { cookie: `other=1; ${value.split(';')[0]}` });
  expect((await browser(`mutation { refreshSession ${SESSION} }`)).data.refreshSession.user.email).toBe(email);
});

test('signing out ends the session; everywhere ends all of them', async () => {
  const email = newEmail();
  const one = await register(email);
  const two = (await signIn(email)).data.signIn;
  await viewerOf(one)('mutation { signOut { signedOut } }');
  expect(codesOf(await refresh(one.refreshToken))).toEqual(['UNAUTHENTICATED']);
  const three = (await refresh(two.refreshToken)).data.refreshSession;
  await viewerOf(three)('mutation { signOutEverywhere { signedOut } }');
  expect(codesOf(await refresh(three.refreshToken))).toEqual(['UNAUTHENTICATED']);
});

test('a reset link works once, ends other sessions, and an unknown address is answered alike', async () => {
  const email = newEmail();
  const { refreshToken } = await register(email);
  expect((await world.askForReset(email)).data).toEqual((await world.askForReset('nobody@shop.example')).data);
  const { resetToken } = (await shop.published()).findLast(({ type }) => type === 'PasswordResetRequested')!.payload;
  const reset = () => world.resetPassword(resetToken);
  expect((await reset()).data.resetPassword.user.email).toBe(email);
  expect((await reset()).data.resetPassword.userErrors).toMatchObject([
    { code: 'BAD_USER_INPUT', path: ['input', 'token'] },
  ]);
  expect(codesOf(await refresh(refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect((await signIn(email, 'an entirely new password')).data.signIn.user.email).toBe(email);
});

test('the address book keeps one default, and nobody else sees or changes it', async () => {
  const ada = viewerOf(await register());
  const eve = viewerOf(await register());
  const create = async (line1: string) =>
    (
      await ada('mutation ($input: CreateAddressInput!) { createAddress(input: $input) { address { id } } }', {
        input: { address: { ...ADDRESS, line1 } },
      })
    ).data.createAddress.address.id;
  const [home, work] = [await create('1 Mill Lane'), await create('2 Mill Lane')];
  const book = async (who: typeof ada) =>
    (await who('{ me { defaultAddress { id } addresses { id line1 } } }')).data.me;
  expect(await book(ada)).toEqual({
    defaultAddress: { id: home },
    addresses: [
      { id: home, line1: '1 Mill Lane' },
      { id: work, line1: '2 Mill Lane' },
    ],
  });

  const DELETE =
    'mutation ($input: AddressIdInput!) { deleteAddress(input: $input) { address { id } userErrors { code } } }';
  expect((await eve(DELETE, { input: { addressId: work } })).data.deleteAddress.userErrors).toEqual([
    { code: 'NOT_FOUND' },
  ]);
  expect((await book(ada)).addresses).toHaveLength(2);
  await ada('mutation ($input: AddressIdInput!) { setDefaultAddress(input: $input) { address { id } } }', {
    input: { addressId: work },
  });
  expect((await book(ada)).defaultAddress.id).toBe(work);
  await ada(DELETE, { input: { addressId: work } });
  expect((await book(ada)).defaultAddress.id).toBe(home);
});

test("somebody else's account cannot be reached, not even as an entity; staff can", async () => {
  const ada = await register();
  const ENTITY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { email } } }';
  const representations = { r: [{ __typename: 'User', id: ada.user.id }] };
  const see = async (viewer: any) => (await shop.as(viewer)(ENTITY, representations)).data._entities;
  expect(await see(null)).toEqual([null]);
  expect(await see(newViewer())).toEqual([null]);
  expect(await see(newViewer(['STAFF']))).toEqual([{ email: ada.user.email }]);
  expect(codesOf(await shop.as(newViewer())(`{ user(id: "${ada.user.id}") { email } }`))).toEqual(['FORBIDDEN']);
});

test('a role in a token does not make an admin: the database decides', async () => {
  const { user, session } = await register();
  const SET = 'mutation ($input: SetUserRolesInput!) { setUserRoles(input: $input) { user { roles } } }';
  const input = { userId: user.id, roles: ['ADMIN'] };
  const claimed = { id: user.id, roles: ['ADMIN'], sessionId: session.id };
  expect(codesOf(await shop.as(claimed)(SET, { input }))).toEqual(['FORBIDDEN']);
  for (const sessionId of [undefined, 'sess_00000000000000000000000000'])
    expect(codesOf(await shop.as({ ...claimed, sessionId })(SET, { input }))).toEqual(['UNAUTHENTICATED']);
  const [row] = await shop.db.execute(sql`SELECT roles::text FROM users WHERE id = ${user.id}`);
  expect(row).toEqual({ roles: '{CUSTOMER}' });
});

test('the seed makes accounts to sign in with, once', async () => {
  await shop.db.execute(sql`TRUNCATE users CASCADE`);
  await seed(shop.url);
  await seed(shop.url);
  expect((await signIn('root@storegraph.example', 'correct horse battery staple')).data.signIn.user.roles).toEqual([
    'CUSTOMER',
    'STAFF',
    'ADMIN',
  ]);
  const admin = shop.as({ id: 'usr_01jd0000000000000000000003', roles: ['STAFF', 'ADMIN'] });
  const { data } = await admin(
    '{ users(first: 5, query: "storegraph.example") { totalCount nodes { email } pageInfo { hasNextPage } } }',
  );
  expect(data.users).toMatchObject({ totalCount: 23, pageInfo: { hasNextPage: true } });
  const kept = await shop.db.select().from(addresses);
  expect(kept).toHaveLength(23);
  // as their countries write them
  for (const address of kept) expect(checkedAddress(address)).toEqual(cleanAddress(address));
});
