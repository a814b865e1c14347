import { createHash } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { codesOf, openUsers, PASSWORD } from './world.ts';

const world = await openUsers();
const { shop, guest, register, signIn, refresh, viewerOf, liveSessions, atOneMoment, refreshAt, newEmail } = world;
afterAll(() => shop.stop());

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const tokensOf = async (sessionId: string) => [
  ...(await shop.db.execute(
    sql`SELECT token_hash, rotated_at, successor_hash FROM refresh_tokens WHERE session_id = ${sessionId} ORDER BY created_at`,
  )),
];
const SESSIONS = '{ me { sessions { id } } }';

test('a lost answer is answered again up to ten seconds later, and from then on ends the session and no other', async () => {
  const email = newEmail();
  const one = await register(email);
  const other = (await signIn(email)).data.signIn;
  const next = (await refresh(one.refreshToken)).data.refreshSession.refreshToken;
  const rotated = (age: string) =>
    sql`UPDATE refresh_tokens SET rotated_at = now() - ${age}::interval WHERE token_hash = ${hashOf(one.refreshToken)}`;

  await atOneMoment(async (tx) => {
    await tx.execute(rotated('9.999 seconds'));
    expect(await refreshAt(tx, one.refreshToken)).toBe(next);
  });
  expect(await liveSessions(one.user.id)).toEqual([one.session.id, other.session.id]);
  await atOneMoment(async (tx) => {
    await tx.execute(rotated('10 seconds'));
    expect(await refreshAt(tx, one.refreshToken)).toBe('UNAUTHENTICATED');
  });
  expect(await liveSessions(one.user.id)).toEqual([other.session.id]);
  expect(codesOf(await refresh(next))).toEqual(['UNAUTHENTICATED']);
  expect((await refresh(other.refreshToken)).data.refreshSession.session.id).toBe(other.session.id);
});

test('a token whose successor was used already ends the session, even at once', async () => {
  const { refreshToken, session, user } = await register();
  const second = (await refresh(refreshToken)).data.refreshSession;
  await refresh(second.refreshToken);
  expect(codesOf(await refresh(refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect(await liveSessions(user.id)).toEqual([]);
  expect(await tokensOf(session.id)).toHaveLength(3);
});

test('a session ends thirty days after it was opened, however often it is refreshed', async () => {
  const { refreshToken, session, user } = await register();
  const [{ days }] = (await shop.db.execute(
    sql`SELECT extract(epoch FROM expires_at - created_at) / 86400 AS days FROM sessions WHERE id = ${session.id}`,
  )) as any;
  expect(Number(days)).toBe(30);

  const expires = (when: string) =>
    sql`UPDATE sessions SET expires_at = now() + ${when}::interval, last_used_at = now() - interval '1 hour' WHERE id = ${session.id}`;
  await atOneMoment(async (tx) => {
    await tx.execute(expires('0 seconds'));
    expect(await refreshAt(tx, refreshToken)).toBe('UNAUTHENTICATED');
  });
  expect(await tokensOf(session.id)).toMatchObject([{ rotated_at: null, successor_hash: null }]);
  const next = await atOneMoment(async (tx) => {
    await tx.execute(expires('1 millisecond'));
    const token = await refreshAt(tx, refreshToken);
    expect(token).toMatch(/^[\w-]{43}$/);
    const [row] = await tx.execute(
      sql`SELECT expires_at - now() AS left, now() - last_used_at AS unused FROM sessions WHERE id = ${session.id}`,
    );
    expect(row).toMatchObject({ left: '00:00:00.001', unused: '00:00:00' });
    return token;
  });
  // that millisecond is over
  expect(codesOf(await refresh(next))).toEqual(['UNAUTHENTICATED']);
  expect((await viewerOf({ user, session })(SESSIONS)).data.me.sessions).toEqual([]);
});

test.each([
  ['was signed out', sql`UPDATE sessions SET revoked_at = now() WHERE id = `],
  [
    'belongs to a disabled account',
    sql`UPDATE users SET status = 'DISABLED' FROM sessions WHERE users.id = user_id AND sessions.id = `,
  ],
])('a session that %s is not refreshed, and its token stays as it was', async (_, end) => {
  const { refreshToken, session } = await register();
  const before = await tokensOf(session.id);
  await shop.db.execute(sql`${end}${session.id}`);
  expect(codesOf(await refresh(refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect(await tokensOf(session.id)).toEqual(before);
});

test('nothing but a refresh token refreshes: neither its hash, nor an access token, nor a link from a mail', async () => {
  const { accessToken, refreshToken, session, user } = await register();
  const others = [hashOf(refreshToken), accessToken.slice(0, 200), await world.verificationToken(user.id), session.id];
  for (const other of others) expect(codesOf(await refresh(other))).toEqual(['UNAUTHENTICATED']);
  const [{ secret }] = (await shop.db.execute(sql`SELECT secret FROM sessions WHERE id = ${session.id}`)) as any;
  expect(codesOf(await refresh(secret))).toEqual(['UNAUTHENTICATED']);
  expect(await liveSessions(user.id)).toEqual([session.id]);
});

test('of refresh tokens only hashes are kept', async () => {
  const first = await register();
  const second = (await refresh(first.refreshToken)).data.refreshSession;
  const kept = JSON.stringify(
    await shop.db.execute(sql`SELECT * FROM refresh_tokens JOIN sessions ON sessions.id = session_id`),
  );
  expect(kept).toContain(hashOf(second.refreshToken));
  for (const token of [first.refreshToken, second.refreshToken]) expect(kept).not.toContain(token);
});

test('a refreshed access token has the roles of now, for the same session', async () => {
  const { refreshToken, session, user } = await register();
  await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER,STAFF}' WHERE id = ${user.id}`);
  const { data } = await refresh(refreshToken);
  expect(decodeJwt(data.refreshSession.accessToken)).toMatchObject({
    sub: user.id,
    sid: session.id,
    roles: ['CUSTOMER', 'STAFF'],
  });
});

test('signing out ends this session alone: not another one, not another shopper', async () => {
  const email = newEmail();
  const one = await register(email);
  const two = (await signIn(email)).data.signIn;
  const eve = await register();
  const answer = await viewerOf(one)('mutation { signOut { signedOut userErrors { code } } }');
  expect(answer.data.signOut).toEqual({ signedOut: true, userErrors: [] });
  expect(await liveSessions(one.user.id)).toEqual([two.session.id]);
  expect(await liveSessions(eve.user.id)).toEqual([eve.session.id]);
  // a session is ended by its own viewer only, whatever the token says
  await viewerOf({ user: eve.user, session: two.session })('mutation { signOut { signedOut } }');
  expect(await liveSessions(one.user.id)).toEqual([two.session.id]);
});

test('a browser whose access token is over signs out by its cookie, which is cleared', async () => {
  const email = newEmail();
  const one = await register(email);
  const two = (await signIn(email)).data.signIn;
  const browser = shop.as(null, { cookie: `sg_refresh=${two.refreshToken}` });
  const { headers } = await browser('mutation { signOut { signedOut } }');
  expect(headers).toEqual([['set-cookie', 'sg_refresh=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict']]);
  expect(await liveSessions(one.user.id)).toEqual([one.session.id]);
});

test.each([
  ['a name that only ends like the cookie', (token: string) => `not_sg_refresh=${token}`],
  ['another cookie', (token: string) => `other=${token}`],
])('%s refreshes nothing', async (_, cookie) => {
  const { refreshToken, session } = await register();
  const browser = shop.as(null, { cookie: cookie(refreshToken) });
  expect((await browser('mutation { refreshSession { accessToken } }')).errors![0].extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.refreshToken',
  });
  expect(await tokensOf(session.id)).toMatchObject([{ rotated_at: null }]);
});

test('the token that is given counts before the cookie', async () => {
  const [ada, eve] = [await register(), await register()];
  const browser = shop.as(null, { cookie: `sg_refresh=${eve.refreshToken}` });
  const { data } = await browser(
    'mutation ($input: RefreshSessionInput) { refreshSession(input: $input) { session { id } } }',
    { input: { refreshToken: ada.refreshToken } },
  );
  expect(data.refreshSession.session.id).toBe(ada.session.id);
  expect(await tokensOf(eve.session.id)).toMatchObject([{ rotated_at: null }]);
});

test('whatever opens a session sets its cookie; over HTTPS the cookie stays there', async () => {
  const email = newEmail();
  const { user } = await register(email);
  await world.askForReset(email);
  const resetToken = await world.resetToken(user.id);
  const open = [
    () => signIn(email),
    async () => refresh((await signIn(email)).data.signIn.refreshToken),
    () => world.resetPassword(resetToken, PASSWORD),
  ];
  for (const answer of open) {
    const { data, headers } = await answer();
    const [{ refreshToken, accessToken }] = Object.values<any>(data);
    const flags = 'Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict';
    expect(headers).toEqual([
      ['set-cookie', `sg_refresh=${refreshToken}; ${flags}`],
      ['carry-authorization', `Bearer ${accessToken}`], // for the rest of the operation; the gateway keeps it to itself
    ]);
  }
  const { env } = shop.service;
  env.REFRESH_COOKIE_SECURE = true;
  expect((await signIn(email)).headers[0]![1]).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
  expect((await guest('mutation { signOut { signedOut } }')).headers[0]![1]).toMatch(/Max-Age=0; .*; Secure$/);
  env.REFRESH_COOKIE_SECURE = false;
});

test('a refusal sets no cookie', async () => {
  const email = newEmail();
  await register(email);
  for (const { headers } of [await signIn(email, 'not the right password'), await refresh('nonsense')])
    expect(headers).toEqual([]);
});

test("signing out everywhere ends the shopper's own sessions, this one included, and nobody else's", async () => {
  const email = newEmail();
  const one = await register(email);
  await signIn(email);
  const eve = await register();
  expect(codesOf(await guest('mutation { signOutEverywhere { signedOut } }'))).toEqual(['UNAUTHENTICATED']);
  expect(await liveSessions(one.user.id)).toHaveLength(2);
  const { headers } = await viewerOf(one)('mutation { signOutEverywhere { signedOut } }');
  expect(headers[0]![1]).toMatch(/^sg_refresh=; Max-Age=0/);
  expect(await liveSessions(one.user.id)).toEqual([]);
  expect(await liveSessions(eve.user.id)).toEqual([eve.session.id]);
});

test('an account shows its live sessions, the last used first, to its owner alone', async () => {
  const email = newEmail();
  const opened = [await register(email)];
  for (let time = 0; time < 4; time++) opened.push((await signIn(email)).data.signIn);
  const [first, second, revoked, over, third] = opened.map(({ session }) => session.id);
  const { user } = opened[0];
  await shop.db.execute(sql`UPDATE sessions SET revoked_at = now() WHERE id = ${revoked}`);
  await shop.db.execute(sql`UPDATE sessions SET expires_at = now() WHERE id = ${over}`);
  for (const [index, id] of [second, third, first].entries())
    await shop.db.execute(
      sql`UPDATE sessions SET last_used_at = now() - ${index} * interval '1 hour' WHERE id = ${id}`,
    );
  expect((await viewerOf(opened[0])(SESSIONS)).data.me.sessions).toEqual([
    { id: second },
    { id: third },
    { id: first },
  ]);

  const ENTITY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { sessions { id } } } }';
  const seenBy = async (viewer: any) =>
    (await shop.as(viewer)(ENTITY, { r: [{ __typename: 'User', id: user.id }] })).data._entities;
  expect(await seenBy(newViewer(['ADMIN']))).toEqual([{ sessions: null }]);
  expect(await seenBy(newViewer())).toEqual([null]);
});

const REVOKE =
  'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { user { id sessions { id } } userErrors { code path } } }';

test('a session says whether it is the one that asks, and on which device it is', async () => {
  const email = newEmail();
  const one = await register(email);
  const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0';
  const CURRENT = 'session { id current device }';
  const { data } = await shop.as(null, { 'user-agent': agent })(
    `mutation ($input: SignInInput!) { signIn(input: $input) { ${CURRENT} } }`,
    { input: { email, password: PASSWORD } },
  );
  const two = data.signIn.session;
  expect(two).toEqual({ id: two.id, current: true, device: 'Firefox on Windows' });
  const seen = async (session: { id: string }) =>
    (await viewerOf({ user: one.user, session })('{ me { sessions { id current device } } }')).data.me.sessions;
  expect(await seen(one.session)).toEqual([
    { id: two.id, current: false, device: 'Firefox on Windows' },
    { id: one.session.id, current: true, device: 'Another program' },
  ]);
  expect((await seen(two)).map(({ current }: any) => current)).toEqual([true, false]);
});

test('one session is ended alone: it is not refreshed any more; again is fine', async () => {
  const email = newEmail();
  const one = await register(email);
  const two = (await signIn(email)).data.signIn;
  for (let time = 0; time < 2; time++) {
    const { data, headers } = await viewerOf(one)(REVOKE, { input: { sessionId: two.session.id } });
    expect(data.revokeSession).toEqual({
      user: { id: one.user.id, sessions: [{ id: one.session.id }] },
      userErrors: [],
    });
    expect(headers).toEqual([]);
  }
  expect(codesOf(await refresh(two.refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect((await refresh(one.refreshToken)).data.refreshSession.session.id).toBe(one.session.id);
});

test('who ends the session that asks has no cookie after it', async () => {
  const { user, session } = await register();
  const { headers } = await viewerOf({ user, session })(REVOKE, { input: { sessionId: session.id } });
  expect(headers[0]![1]).toMatch(/^sg_refresh=; Max-Age=0/);
  expect(await liveSessions(user.id)).toEqual([]);
});

test("somebody else's session is as one that does not exist, for admins as well, and stays", async () => {
  const [ada, eve] = [await register(), await register()];
  await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER,ADMIN}' WHERE id = ${eve.user.id}`);
  for (const sessionId of [ada.session.id, newId('sess')])
    expect((await viewerOf(eve)(REVOKE, { input: { sessionId } })).data.revokeSession).toEqual({
      user: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'sessionId'] }],
    });
  expect(await liveSessions(ada.user.id)).toEqual([ada.session.id]);
  expect(codesOf(await guest(REVOKE, { input: { sessionId: ada.session.id } }))).toEqual(['UNAUTHENTICATED']);
});
