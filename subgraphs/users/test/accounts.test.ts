import { newId } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendPasswordReset } from '../src/password/password.service.ts';
import { codesOf, openUsers, PASSWORD } from './world.ts';

const world = await openUsers();
const { shop, register, signIn, refresh, viewerOf, rowOf, liveSessions, newEmail } = world;
afterAll(() => shop.stop());

const NEW = 'an entirely new password';
const CHANGE =
  'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { id } userErrors { code path } } }';
const STATUS =
  'mutation ($input: SetUserStatusInput!) { setUserStatus(input: $input) { user { id status } userErrors { code path } } }';
const ROLES =
  'mutation ($input: SetUserRolesInput!) { setUserRoles(input: $input) { user { id roles } userErrors { code path } } }';
const linksOf = async (userId: string) =>
  [...(await shop.db.execute(sql`SELECT purpose FROM one_time_tokens WHERE user_id = ${userId} ORDER BY purpose`))].map(
    ({ purpose }) => purpose,
  );

/** An admin by the database and by the token. */
async function newAdmin() {
  const admin = await register();
  await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER,ADMIN}' WHERE id = ${admin.user.id}`);
  return { ...admin, user: { ...admin.user, roles: ['CUSTOMER', 'ADMIN'] } };
}
let root: any;
beforeAll(async () => {
  root = await newAdmin();
});

test('a changed password leaves this session alone, and nothing else that the old one opened', async () => {
  const email = newEmail();
  const here = await register(email);
  const there = (await signIn(email)).data.signIn;
  const eve = await register();
  await world.askForReset(email);
  const resetToken = await world.resetToken(here.user.id);
  const { data } = await viewerOf(here)(CHANGE, { input: { currentPassword: PASSWORD, newPassword: NEW } });
  expect(data.changePassword).toEqual({ user: { id: here.user.id }, userErrors: [] });

  expect(await liveSessions(here.user.id)).toEqual([here.session.id]);
  expect(await liveSessions(eve.user.id)).toEqual([eve.session.id]);
  expect((await refresh(here.refreshToken)).data.refreshSession.session.id).toBe(here.session.id);
  expect(codesOf(await refresh(there.refreshToken))).toEqual(['UNAUTHENTICATED']);
  const byMail = (await world.resetPassword(resetToken, 'what a thief would choose')).data.resetPassword;
  expect([byMail.user, byMail.userErrors[0].code]).toEqual([null, 'BAD_USER_INPUT']);
  expect(await linksOf(here.user.id)).toEqual(['VERIFY_EMAIL']);
  expect((await signIn(email, PASSWORD)).data.signIn.user).toBeNull();
  expect((await signIn(email, NEW)).data.signIn.user.id).toBe(here.user.id);
});

test('the owner is told of each other password, changed or reset, and of no other try', async () => {
  const email = newEmail();
  const ada = await register(email);
  const change = (currentPassword: string, newPassword: string) =>
    viewerOf(ada)(CHANGE, { input: { currentPassword, newPassword } });
  await change('not the right password', NEW);
  await change(PASSWORD, 'short');
  expect(await world.passwordChanges(ada.user.id)).toEqual([]);
  await change(PASSWORD, NEW);
  expect(await world.passwordChanges(ada.user.id)).toEqual([{ email, change: 'CHANGED' }]);
  await world.askForReset(email);
  const token = await world.resetToken(ada.user.id);
  for (let time = 0; time < 2; time++) await world.resetPassword(token);
  expect(await world.passwordChanges(ada.user.id)).toEqual([
    { email, change: 'CHANGED' },
    { email, change: 'RESET' },
  ]);
});

test('of changed passwords an address that nobody has proved gets three mails an hour, and one that is proved gets all', async () => {
  for (const isProved of [false, true]) {
    const ada = await register();
    const { id, email } = ada.user;
    if (isProved) await world.verifyEmail(await world.verificationToken(id), viewerOf(ada));
    const passwords = [PASSWORD, NEW, PASSWORD, NEW, PASSWORD];
    for (const [index, newPassword] of passwords.slice(1).entries())
      await viewerOf(ada)(CHANGE, { input: { currentPassword: passwords[index], newPassword } });
    const mails = (await world.passwordChanges(id)).map((said) => said.email);
    expect(mails).toEqual([email, email, email, isProved ? email : null]);
  }
});

test.each([
  ['a wrong current password', { currentPassword: 'not the right password' }, 'currentPassword'],
  ['a new one that is too short', { newPassword: 'fourteen chars' }, 'newPassword'],
  ['a new one that is the own address', { newPassword: 'OWN ADDRESS' }, 'newPassword'],
])('%s changes nothing', async (_, change, field) => {
  const email = `a.rather.long.name${newEmail()}`;
  const ada = await register(email);
  await signIn(email);
  await world.askForReset(email);
  const before = [await rowOf(ada.user.id), await liveSessions(ada.user.id), await linksOf(ada.user.id)];
  const input = { currentPassword: PASSWORD, newPassword: NEW, ...change };
  if (input.newPassword === 'OWN ADDRESS') input.newPassword = email.toUpperCase();
  const { data, errors } = await viewerOf(ada)(CHANGE, { input });
  expect(errors?.[0].extensions.field ?? data.changePassword.userErrors[0].path.join('.')).toBe(`input.${field}`);
  expect([await rowOf(ada.user.id), await liveSessions(ada.user.id), await linksOf(ada.user.id)]).toEqual(before);
});

test('nobody changes a password without being signed in; of two changes at once one wins', async () => {
  const input = { currentPassword: PASSWORD, newPassword: NEW };
  expect(codesOf(await world.guest(CHANGE, { input }))).toEqual(['UNAUTHENTICATED']);
  const ada = await register();
  const answers = await Promise.all(
    ['first new password', 'second new password'].map((newPassword) =>
      viewerOf(ada)(CHANGE, { input: { currentPassword: PASSWORD, newPassword } }),
    ),
  );
  expect(answers.filter(({ data }) => data?.changePassword?.user)).toHaveLength(1);
});

test('an account that is disabled is out: sessions, links, sign-in, refresh; another one is not', async () => {
  const email = newEmail();
  const ada = await register(email);
  await signIn(email);
  const eve = await register();
  await world.askForReset(email);
  const wrong = (await signIn(eve.user.email, 'not the right password')).data.signIn;
  const set = (status: string) => viewerOf(root)(STATUS, { input: { userId: ada.user.id, status } });

  expect((await set('DISABLED')).data.setUserStatus.user).toEqual({ id: ada.user.id, status: 'DISABLED' });
  expect(await liveSessions(ada.user.id)).toEqual([]);
  expect(await linksOf(ada.user.id)).toEqual([]);
  expect((await signIn(email)).data.signIn).toEqual(wrong);
  expect(codesOf(await refresh(ada.refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect(await liveSessions(eve.user.id)).toEqual([eve.session.id]);
  expect(await linksOf(eve.user.id)).toEqual(['VERIFY_EMAIL']);
  expect((await rowOf(eve.user.id)).status).toBe('ACTIVE');

  // back again: by the password, not by what was there before
  await set('ACTIVE');
  expect(codesOf(await refresh(ada.refreshToken))).toEqual(['UNAUTHENTICATED']);
  const again = (await signIn(email)).data.signIn;
  expect(await liveSessions(ada.user.id)).toEqual([again.session.id]);
  // an account that is active already stays signed in
  await set('ACTIVE');
  expect(await liveSessions(ada.user.id)).toEqual([again.session.id]);
});

/** Two changes of an account that wait for their turn at it, the first one in front. */
async function inTurn(userId: string, first: () => Promise<any>, second: () => Promise<any>): Promise<any[]> {
  const answers: Promise<any>[] = [];
  await shop.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT 1 FROM users WHERE id = ${userId} FOR UPDATE`);
    for (const change of [first, second]) {
      answers.push(change());
      await expect.poll(shop.waitingForLocks).toBe(answers.length);
    }
  });
  return (await Promise.all(answers)).map(({ data, errors }) => errors ?? Object.values<any>(data)[0].userErrors);
}
const TOO_LATE = [expect.objectContaining({ code: 'BAD_USER_INPUT', path: ['input', 'token'] })];

test('a link that is used just when its account is disabled comes too late', async () => {
  for (const kind of ['verify', 'reset']) {
    const ada = await register();
    await world.askForReset(ada.user.email);
    const [verification, reset] = [await world.verificationToken(ada.user.id), await world.resetToken(ada.user.id)];
    const before = await rowOf(ada.user.id);
    const outcomes = await inTurn(
      ada.user.id,
      () => viewerOf(root)(STATUS, { input: { userId: ada.user.id, status: 'DISABLED' } }),
      () => (kind === 'verify' ? world.verifyEmail(verification) : world.resetPassword(reset)),
    );
    expect(outcomes, kind).toEqual([[], TOO_LATE]);
    expect(await rowOf(ada.user.id)).toEqual({ ...before, status: 'DISABLED' });
    expect(await liveSessions(ada.user.id)).toEqual([]);
  }
});

test('a link to reset a password that is used just when it is changed comes too late', async () => {
  const ada = await register();
  await world.askForReset(ada.user.email);
  const resetToken = await world.resetToken(ada.user.id);
  const outcomes = await inTurn(
    ada.user.id,
    () => viewerOf(ada)(CHANGE, { input: { currentPassword: PASSWORD, newPassword: NEW } }),
    () => world.resetPassword(resetToken, 'what a thief would choose'),
  );
  expect(outcomes).toEqual([[], TOO_LATE]);
  expect((await signIn(ada.user.email, NEW)).data.signIn.user.id).toBe(ada.user.id);
});

test('two links to reset a password that are asked for at once both hold', async () => {
  const ada = await register();
  // as the job does; of two requests at once it may be one
  const ask = () =>
    sendPasswordReset(shop.service, { emailKey: ada.user.email }).then(() => ({ data: { sent: { userErrors: [] } } }));
  expect(await inTurn(ada.user.id, ask, ask)).toEqual([[], []]);
  expect(await linksOf(ada.user.id)).toEqual(['VERIFY_EMAIL', 'RESET_PASSWORD', 'RESET_PASSWORD']);
});

test.each([
  ['has lost the role', sql`UPDATE users SET roles = '{CUSTOMER,STAFF}' WHERE id = `, 'FORBIDDEN'],
  ['was disabled', sql`UPDATE users SET status = 'DISABLED' WHERE id = `, 'UNAUTHENTICATED'],
  ['has signed out', sql`UPDATE sessions SET revoked_at = now() WHERE user_id = `, 'UNAUTHENTICATED'],
  ['has not been here for a month', sql`UPDATE sessions SET expires_at = now() WHERE user_id = `, 'UNAUTHENTICATED'],
  ['is deleted', sql`DELETE FROM users WHERE id = `, 'UNAUTHENTICATED'],
])('an admin who %s changes nobody, although the token says admin', async (_, lose, code) => {
  const [admin, ada] = [await newAdmin(), await register()];
  await shop.db.execute(sql`${lose}${admin.user.id}`);
  const before = await rowOf(ada.user.id);
  const roles = { userId: ada.user.id, roles: ['CUSTOMER', 'STAFF'] };
  expect(codesOf(await viewerOf(admin)(ROLES, { input: roles }))).toEqual([code]);
  const status = { userId: ada.user.id, status: 'DISABLED' };
  expect(codesOf(await viewerOf(admin)(STATUS, { input: status }))).toEqual([code]);
  expect(await rowOf(ada.user.id)).toEqual(before);
  expect(await liveSessions(ada.user.id)).toEqual([ada.session.id]);
});

test('roles are set as they are given, once each, for this account alone', async () => {
  const [ada, eve] = [await register(), await register()];
  const input = { userId: ada.user.id, roles: ['STAFF', 'CUSTOMER', 'STAFF'] };
  expect((await viewerOf(root)(ROLES, { input })).data.setUserRoles.user.roles).toEqual(['STAFF', 'CUSTOMER']);
  const rolesOf = async ({ user }: typeof ada) => (await rowOf(user.id)).roles;
  expect([await rolesOf(ada), await rolesOf(eve)]).toEqual([['STAFF', 'CUSTOMER'], ['CUSTOMER']]);
});

test('admins shut themselves out by neither way; an unknown account is told', async () => {
  const own = { userId: root.user.id };
  const run = async (mutation: string, name: string, input: object) =>
    (await viewerOf(root)(mutation, { input })).data[name].userErrors;
  expect(await run(ROLES, 'setUserRoles', { ...own, roles: ['STAFF'] })).toEqual([
    { code: 'INVALID_STATE', path: ['input', 'roles'] },
  ]);
  expect(await run(STATUS, 'setUserStatus', { ...own, status: 'DISABLED' })).toEqual([
    { code: 'INVALID_STATE', path: ['input', 'userId'] },
  ]);
  expect(await rowOf(root.user.id)).toMatchObject({ status: 'ACTIVE' });
  expect(await run(ROLES, 'setUserRoles', { ...own, roles: ['STAFF', 'ADMIN', 'CUSTOMER'] })).toEqual([]);
  const nobody = { userId: newId('usr') };
  const unknown = [{ code: 'NOT_FOUND', path: ['input', 'userId'] }];
  expect(await run(ROLES, 'setUserRoles', { ...nobody, roles: ['STAFF'] })).toEqual(unknown);
  expect(await run(STATUS, 'setUserStatus', { ...nobody, status: 'DISABLED' })).toEqual(unknown);
});

test("a profile is its owner's: a name is set, kept, and taken away", async () => {
  const [ada, eve] = [await register(), await register()];
  const update = async (input: object) =>
    (
      await viewerOf(ada)(
        'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { displayName } } }',
        { input },
      )
    ).data.updateProfile.user.displayName;
  expect(await update({ displayName: '  Ada Winter ' })).toBe('Ada Winter');
  expect(await update({})).toBe('Ada Winter');
  expect(await update({ displayName: null })).toBeNull();
  expect((await rowOf(eve.user.id)).display_name).toBe('Ada');
});

test('other services hear where to write to an account, unless it is disabled or there is none', async () => {
  const ada = await register();
  const contact = () => shop.command('contactOf', { userId: ada.user.id });
  expect(await contact()).toEqual({ email: ada.user.email });
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${ada.user.id}`);
  expect(await contact()).toBeNull();
  expect(await shop.command('contactOf', { userId: newId('usr') })).toBeNull();
});
