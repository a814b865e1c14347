import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openUsers, PASSWORD, SESSION } from './world.ts';

const world = await openUsers();
const { shop, guest, signIn, askForReset, newEmail, mailed } = world;
afterAll(() => shop.stop());
beforeEach(() => {
  shop.service.env.REGISTER_MODE = 'verified-first';
});

const NOTHING = { accessToken: null, refreshToken: null, expiresAt: null, session: null, user: null, userErrors: [] };
const REGISTER = `mutation ($input: RegisterInput!) { register(input: $input) ${SESSION} }`;
const ask = async (email: string, password = PASSWORD) => {
  const { data, errors, headers } = await guest(REGISTER, { input: { email, password, displayName: 'Ada' } });
  expect([errors, headers]).toEqual([undefined, []]);
  return data.register;
};
const verify = async (token: string) => (await world.verifyEmail(token)).data.verifyEmail;
/** An account that is there. */
async function known() {
  const email = newEmail();
  await ask(email);
  const { user } = await verify((await mailed('RegistrationRequested', email)).verificationToken);
  return { email, id: user.id as string };
}
const accounts = async (email: string) =>
  (await shop.db.execute(sql`SELECT 1 FROM users WHERE email_key = ${email.toLowerCase()}`)).length;
const eventsTo = async (email: string) =>
  (await shop.published()).flatMap(({ type, payload }) => (payload.email === email ? [type] : []));

test('who registers gets no session but a mail, and has an account once its link is used', async () => {
  const email = `Ada.${newEmail()}`;
  expect(await ask(email)).toEqual(NOTHING);
  expect(await mailed('RegistrationRequested', email)).toMatchObject({ email, displayName: 'Ada' });
  expect(await accounts(email)).toBe(0);
  const { verificationToken } = await mailed('RegistrationRequested', email);
  const { user, userErrors } = await verify(verificationToken);
  expect([user.emailVerified, userErrors]).toEqual([true, []]);
  expect((await signIn(email)).data.signIn.user).toMatchObject({ id: user.id, email, emailVerified: true });
  expect((await verify(verificationToken)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test('an address that is taken, kept or free: the same answer, and its mailbox alone is told', async () => {
  const [ada, eve, free] = [await known(), await known(), newEmail()];
  const moved = newEmail();
  await shop.db.execute(sql`
    INSERT INTO email_changes (user_id, former_email, former_key, former_verified, email, email_key, confirm_hash, confirm_until, undo_hash, undo_until)
    VALUES (${eve.id}, ${moved}, ${moved}, true, ${eve.email}, ${eve.email}, 'c', now(), 'u', now() + interval '1 day')`);
  for (const email of [ada.email.toUpperCase(), moved, free]) expect(await ask(email)).toEqual(NOTHING);
  expect(await eventsTo(ada.email.toUpperCase())).toEqual(['EmailTaken']);
  expect(await eventsTo(moved)).toEqual(['EmailTaken']);
  expect(await eventsTo(free)).toEqual(['RegistrationRequested']);
  expect((await mailed('EmailTaken', moved)).wantedFor).toBe('REGISTER');
});

test('what is not verified yet can neither be signed in to nor reset, and is as what does not exist', async () => {
  const email = newEmail();
  await ask(email);
  const answers = [];
  for (const one of [email, newEmail()])
    answers.push([(await signIn(one)).data.signIn.userErrors, (await askForReset(one)).data]);
  expect(answers[0]).toEqual(answers[1]);
  expect(await eventsTo(email)).toEqual(['RegistrationRequested']);
});

test('what was said about mails that advertise when registering counts once the account is there', async () => {
  const email = newEmail();
  await guest(REGISTER, { input: { email, password: PASSWORD, marketingConsent: true } });
  const { user } = await verify((await mailed('RegistrationRequested', email)).verificationToken);
  const noted = await shop.db.execute(sql`SELECT given, source FROM consents WHERE user_id = ${user.id}`);
  expect([...noted]).toEqual([{ given: true, source: 'REGISTRATION' }]);
  const silent = await known();
  expect(await shop.db.execute(sql`SELECT 1 FROM consents WHERE user_id = ${silent.id}`)).toHaveLength(0);
});

test('a weak password is refused before anything is told', async () => {
  const { errors } = await guest(REGISTER, { input: { email: newEmail(), password: 'short' } });
  expect(errors![0].extensions).toMatchObject({ field: 'input.password', rule: 'min' });
});

test.each(['free', 'taken'])('an address that is %s gets three mails within an hour', async (kind) => {
  const email = kind === 'free' ? newEmail() : (await known()).email;
  await shop.db.execute(sql`DELETE FROM unasked_mails`);
  const before = (await eventsTo(email)).length;
  for (let time = 0; time < 5; time++) expect(await ask(email)).toEqual(NOTHING);
  expect(await eventsTo(email)).toHaveLength(before + 3);
  await shop.db.execute(sql`UPDATE unasked_mails SET since = since - interval '1 hour 1 second'`);
  await ask(email);
  expect(await eventsTo(email)).toHaveLength(before + 4);
});

test('a link holds for 48 hours, and what it was for is forgotten then', async () => {
  const email = newEmail();
  await ask(email);
  const { verificationToken } = await mailed('RegistrationRequested', email);
  await shop.db.execute(sql`UPDATE registrations SET expires_at = expires_at - interval '48 hours'`);
  expect((await verify(verificationToken)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect(await accounts(email)).toBe(0);
  await shop.runJobs({ periodic: true });
  expect(await shop.db.execute(sql`SELECT * FROM registrations WHERE email_key = ${email}`)).toHaveLength(0);
});

const told = async (email: string) =>
  (await shop.db.execute(sql`SELECT 1 FROM outbox WHERE payload ->> 'email' = ${email}`)).length;

test('who never verifies an address is kept nowhere once the link has ended, in events that were given up neither', async () => {
  const [email, other] = [newEmail(), newEmail()];
  for (const one of [email, email, other]) await ask(one);
  await shop.db.execute(sql`UPDATE outbox SET dead_at = now() WHERE payload ->> 'email' = ${email}`);
  expect([await told(email), await told(other)]).toEqual([2, 1]);
  await shop.db.execute(
    sql`UPDATE registrations SET expires_at = expires_at - interval '48 hours' WHERE email_key = ${email}`,
  );
  await shop.runJobs({ periodic: true });
  expect([await told(email), await told(other)]).toEqual([0, 1]);
  await shop.db.execute(sql`DELETE FROM unasked_mails`);
  expect(await world.rowsWith(email)).toEqual([]);
});

test('of several tries for one address the one that became its account is kept', async () => {
  const email = newEmail();
  for (let time = 0; time < 3; time++) await ask(email);
  const { verificationToken, userId } = await mailed('RegistrationRequested', email);
  expect(await told(email)).toBe(3);
  expect((await verify(verificationToken)).user.id).toBe(userId);
  expect(await told(email)).toBe(1);
  expect((await mailed('RegistrationRequested', email)).userId).toBe(userId);
});

test('of several links to one address the first that is used counts, and its password; the others end', async () => {
  const email = newEmail();
  const tokens: string[] = [];
  for (const password of ['the first long password', 'the other long password']) {
    await ask(email, password);
    tokens.push((await mailed('RegistrationRequested', email)).verificationToken);
  }
  const answers = await Promise.all(tokens.map(verify));
  expect(answers.filter(({ user }) => user)).toHaveLength(1);
  expect(await accounts(email)).toBe(1);
  const winner = answers[0]!.user ? 'the first long password' : 'the other long password';
  expect((await signIn(email, winner)).data.signIn.user).not.toBeNull();
});

test('an address that has an account by the time its link is used is refused, and the account stays as it is', async () => {
  const email = newEmail();
  await ask(email, 'a password of somebody else');
  const { verificationToken } = await mailed('RegistrationRequested', email);
  shop.service.env.REGISTER_MODE = 'session';
  const { user } = await world.register(email);
  const before = await world.rowOf(user.id);
  expect((await verify(verificationToken)).userErrors).toEqual([{ code: 'CONFLICT', path: ['input', 'token'] }]);
  expect(await world.rowOf(user.id)).toEqual(before);
});

test('of what waits only hashes are kept', async () => {
  const email = newEmail();
  await ask(email);
  const kept = JSON.stringify(await shop.db.execute(sql`SELECT * FROM registrations`));
  for (const secret of [(await mailed('RegistrationRequested', email)).verificationToken, PASSWORD])
    expect(kept).not.toContain(secret);
});
