import { type Database, requestInfo } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { resetPassword, sendPasswordReset } from '../src/password/password.service.ts';
import { resendVerification, verifyEmail } from '../src/user/user.service.ts';
import { codesOf, openUsers, PASSWORD } from './world.ts';

const world = await openUsers();
const { shop, register, signIn, askForReset, viewerOf, rowOf, liveSessions, newEmail } = world;
afterAll(() => shop.stop());

const NEW = 'an entirely new password';
const RESEND = 'mutation { resendVerification { accepted } }';
const USED_UP = [{ code: 'BAD_USER_INPUT', path: ['input', 'token'] }];
type Kind = 'VERIFY_EMAIL' | 'RESET_PASSWORD';

/** Somebody who registered and has a link of both kinds. */
async function withLinks() {
  const email = newEmail();
  const registered = await register(email);
  await askForReset(email);
  return {
    ...registered,
    email,
    VERIFY_EMAIL: await world.verificationToken(registered.user.id),
    RESET_PASSWORD: await world.resetToken(registered.user.id),
  };
}
const use: Record<Kind, (token: string) => Promise<any>> = {
  VERIFY_EMAIL: async (token) => (await world.verifyEmail(token)).data.verifyEmail.userErrors,
  RESET_PASSWORD: async (token) =>
    (await world.resetPassword(token, NEW)).data.resetPassword.userErrors.map(({ code, path }: any) => ({
      code,
      path,
    })),
};
/** What a link can change of an account. */
const stateOf = async (userId: string) => {
  const { email_verified, password_hash } = await rowOf(userId);
  return { email_verified, password_hash, sessions: await liveSessions(userId) };
};
/** The same services at a moment that stands still. */
const at = (tx: Database, userId: string) => {
  const request = requestInfo({
    id: '1',
    address: '127.0.0.1',
    header: () => undefined,
    appendResponseHeader: () => {},
  });
  const viewer = { id: userId, roles: ['CUSTOMER'] };
  const caller = { viewer, request, service: { ...shop.service, db: tx as never } };
  const outcomeOf = (done: Promise<unknown>) =>
    done.then(
      () => 'used',
      (error) => error.message,
    );
  return {
    ask: {
      VERIFY_EMAIL: () => resendVerification(caller),
      RESET_PASSWORD: (email: string) => sendPasswordReset(caller.service, { emailKey: email }),
    },
    use: {
      VERIFY_EMAIL: (token: string) => outcomeOf(verifyEmail(caller, token)),
      RESET_PASSWORD: (token: string) => outcomeOf(resetPassword(caller, { token, password: NEW })),
    },
  };
};

test.each([
  ['VERIFY_EMAIL', '2 days'],
  ['RESET_PASSWORD', '01:00:00'],
] as const)('a link to %s holds for %s, and not a moment longer', async (kind, lifetime) => {
  const { email, user } = await withLinks();
  const before = await stateOf(user.id);
  await world.atOneMoment(async (tx) => {
    await at(tx, user.id).ask[kind](email);
    const [link] = await tx.execute(
      sql`SELECT (expires_at - now())::text AS lifetime FROM one_time_tokens WHERE user_id = ${user.id} AND purpose = ${kind} ORDER BY expires_at DESC`,
    );
    expect(link).toEqual({ lifetime });
  });
  const token = await (kind === 'VERIFY_EMAIL' ? world.newVerificationToken : world.resetToken)(user.id);
  const useWith = (left: string) =>
    world.atOneMoment(async (tx) => {
      await tx.execute(
        sql`UPDATE one_time_tokens SET expires_at = now() + ${left}::interval WHERE user_id = ${user.id} AND purpose = ${kind}`,
      );
      return at(tx, user.id).use[kind](token);
    });
  expect(await useWith('0 seconds')).toMatch(/used already, or is too old/);
  expect(await stateOf(user.id)).toEqual(before);
  expect(await useWith('1 millisecond')).toBe('used');
});

test.each([
  ['VERIFY_EMAIL', 'RESET_PASSWORD'],
  ['RESET_PASSWORD', 'VERIFY_EMAIL'],
] as const)('a link to %s does nothing where one to %s belongs, and is not used up by it', async (kind, other) => {
  const ada = await withLinks();
  const before = await stateOf(ada.user.id);
  expect(await use[other](ada[kind])).toEqual(USED_UP);
  expect(await stateOf(ada.user.id)).toEqual(before);
  expect(await use[kind](ada[kind])).toEqual([]);
  expect(await use[kind](ada[kind])).toEqual(USED_UP);
});

test('a newer link to verify an address ends the older one of this account and kind alone', async () => {
  const [ada, eve] = [await withLinks(), await withLinks()];
  const before = await stateOf(ada.user.id);
  await viewerOf(ada)(RESEND);
  expect(await use.VERIFY_EMAIL(ada.VERIFY_EMAIL)).toEqual(USED_UP);
  expect(await stateOf(ada.user.id)).toEqual(before);
  expect(await use.RESET_PASSWORD(ada.RESET_PASSWORD)).toEqual([]);
  expect(await use.VERIFY_EMAIL(eve.VERIFY_EMAIL)).toEqual([]);
  expect(await use.VERIFY_EMAIL(await world.newVerificationToken(ada.user.id))).toEqual([]);
});

test('however often a stranger asks for a link to reset a password, the one that its owner has holds, and no mailbox is filled', async () => {
  const ada = await withLinks();
  const sent = async () =>
    (await shop.published()).filter(
      ({ type, payload }) => type === 'PasswordResetRequested' && payload.userId === ada.user.id,
    );
  for (let time = 0; time < 20; time++) await askForReset(ada.email);
  expect(await sent()).toHaveLength(3);
  expect(await use.RESET_PASSWORD(ada.RESET_PASSWORD)).toEqual([]);
  // one is enough: with the new password the others have ended
  for (const { payload } of await sent()) expect(await use.RESET_PASSWORD(payload.resetToken)).toEqual(USED_UP);
  await askForReset(ada.email);
  expect(await sent()).toHaveLength(4);
});

test('twenty minutes after three links were sent there is another one', async () => {
  const ada = await withLinks();
  for (let time = 0; time < 4; time++) await askForReset(ada.email);
  const links = async () =>
    (
      await shop.db.execute(
        sql`SELECT 1 FROM one_time_tokens WHERE user_id = ${ada.user.id} AND purpose = 'RESET_PASSWORD'`,
      )
    ).length;
  const pass = (time: string) =>
    shop.db.execute(
      sql`UPDATE one_time_tokens SET expires_at = expires_at - ${time}::interval WHERE user_id = ${ada.user.id}`,
    );
  await pass('19 minutes');
  await askForReset(ada.email);
  expect(await links()).toBe(3);
  await pass('1 minute 1 second');
  await askForReset(ada.email);
  expect(await links()).toBe(4);
});

test('a link is sent to the address as it was written, and calls its owner by name once it is known to be theirs', async () => {
  const email = `Ada.${newEmail()}`;
  const registered = await register(email);
  await viewerOf(registered)(RESEND);
  await askForReset(email.toLowerCase());
  await world.verifyEmail(await world.newVerificationToken(registered.user.id), viewerOf(registered));
  await askForReset(email);
  const sent = (await shop.published()).filter(({ payload }) => payload.userId === registered.user.id);
  expect(sent.map(({ type, payload }) => [type, payload.email, payload.displayName])).toEqual([
    ['UserRegistered', email, null],
    ['EmailVerificationRequested', email, undefined],
    ['PasswordResetRequested', email, null],
    ['PasswordResetRequested', email, 'Ada'],
  ]);
});

test('a link is about the account that it was sent to, whoever is signed in', async () => {
  const [ada, eve] = [await withLinks(), await withLinks()];
  const before = await stateOf(ada.user.id);
  const { data } = await world.verifyEmail(eve.VERIFY_EMAIL, viewerOf(ada));
  expect(data.verifyEmail.user).toEqual({ id: eve.user.id, emailVerified: true });
  expect((await world.resetPassword(eve.RESET_PASSWORD)).data.resetPassword.user.id).toBe(eve.user.id);
  expect(await stateOf(ada.user.id)).toEqual(before);
  expect((await signIn(ada.email)).data.signIn.user.id).toBe(ada.user.id);
});

test('of links only hashes are kept', async () => {
  const { VERIFY_EMAIL, RESET_PASSWORD } = await withLinks();
  const kept = JSON.stringify(await shop.db.execute(sql`SELECT * FROM one_time_tokens`));
  for (const token of [VERIFY_EMAIL, RESET_PASSWORD]) expect(kept).not.toContain(token);
});

test('a new password by mail ends every session, opens one, proves the address, and the old password is over', async () => {
  const ada = await withLinks();
  await signIn(ada.email);
  const eve = await register();
  const { session, refreshToken, user } = (await world.resetPassword(ada.RESET_PASSWORD, NEW)).data.resetPassword;
  expect(await liveSessions(ada.user.id)).toEqual([session.id]);
  expect(await liveSessions(eve.user.id)).toEqual([eve.session.id]);
  expect(user).toMatchObject({ id: ada.user.id, emailVerified: true });
  expect(codesOf(await world.refresh(ada.refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect((await world.refresh(refreshToken)).data.refreshSession.session.id).toBe(session.id);
  expect((await signIn(ada.email, PASSWORD)).data.signIn.user).toBeNull();
  expect((await signIn(ada.email, NEW)).data.signIn.user.id).toBe(ada.user.id);
});

test('a password that is refused does not use the link up', async () => {
  const ada = await withLinks();
  const { errors } = await world.resetPassword(ada.RESET_PASSWORD, 'fourteen chars');
  expect(errors![0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.password', rule: 'min' });
  expect(await use.RESET_PASSWORD(ada.RESET_PASSWORD)).toEqual([]);
});

test('a link of an account that was disabled does not open it', async () => {
  const ada = await withLinks();
  // as if it was disabled while the link was on its way
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${ada.user.id}`);
  const before = await stateOf(ada.user.id);
  expect(await use.RESET_PASSWORD(ada.RESET_PASSWORD)).toEqual(USED_UP);
  expect(await stateOf(ada.user.id)).toEqual(before);
});

test('who has a disabled account, or none, is sent nothing, and told the same', async () => {
  const ada = await register();
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${ada.user.id}`);
  const mailed = (await shop.published()).length;
  const known = await register();
  const answers = [];
  for (const { user } of [ada, { user: { email: 'nobody@shop.example' } }, known])
    answers.push(await askForReset(user.email));
  expect(answers.map(({ data, errors }) => [data, errors])).toEqual(
    Array(3).fill([{ requestPasswordReset: { accepted: true, userErrors: [] } }, undefined]),
  );
  // the registration, and one of three
  expect((await shop.published()).slice(mailed).map(({ type, payload }) => [type, payload.userId])).toEqual([
    ['UserRegistered', known.user.id],
    ['PasswordResetRequested', known.user.id],
  ]);
});

test('an address that is verified is not asked to be verified again; nobody asks for another one', async () => {
  const ada = await withLinks();
  expect(codesOf(await world.guest(RESEND))).toEqual(['UNAUTHENTICATED']);
  await use.VERIFY_EMAIL(ada.VERIFY_EMAIL);
  const mailed = (await shop.published()).length;
  await viewerOf(ada)(RESEND);
  expect(await shop.published()).toHaveLength(mailed);
});
