import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { hashPassword } from '../src/password/password.hash.ts';
import { openUsers, PASSWORD, SESSION } from './world.ts';

const world = await openUsers();
const { shop, guest, signIn, askForReset, newEmail, mailed } = world;
afterAll(() => shop.stop());
beforeEach(() => {
  shop.service.env.REGISTER_MODE = 'verified-first';
});

const NOTHING = { accessToken: null, refreshToken: null, expiresAt: null, session: null, user: null, userErrors: [] };
const REGISTER = `mutation ($input: RegisterInput!) { register(input: $input) ${SESSION} }`;
const ask = async (email: string, password = PASSWORD, from = '192.0.2.1') => {
  const { data, errors, headers } = await shop.as(null, { 'x-forwarded-for': from })(REGISTER, {
    input: { email, password, displayName: 'Ada' },
  });
  expect([errors, headers]).toEqual([undefined, []]);
  return data.register;
};
const complete = world.completeRegistration;
const WRONG = [{ code: 'UNAUTHENTICATED', path: ['input', 'password'] }];
const USED_UP = [{ code: 'BAD_USER_INPUT', path: ['input', 'token'] }];
const tokenTo = async (email: string): Promise<string> =>
  (await mailed('RegistrationRequested', email)).verificationToken;
/** An account that is there. */
async function known() {
  const email = newEmail();
  await ask(email);
  const { user } = await complete(await tokenTo(email));
  return { email, id: user.id as string };
}
const accounts = async (email: string) =>
  (await shop.db.execute(sql`SELECT 1 FROM users WHERE email_key = ${email.toLowerCase()}`)).length;
const eventsTo = async (email: string) =>
  (await shop.published()).flatMap(({ type, payload }) => (payload.email === email ? [type] : []));

test('who registers gets no session but a mail, and has an account once its link is used with the password', async () => {
  const email = `Ada.${newEmail()}`;
  expect(await ask(email)).toEqual(NOTHING);
  expect(await mailed('RegistrationRequested', email)).toEqual({
    userId: expect.any(String),
    email,
    verificationToken: expect.any(String),
  });
  expect(await accounts(email)).toBe(0);
  const verificationToken = await tokenTo(email);
  const { user, userErrors } = await complete(verificationToken);
  expect([user.emailVerified, userErrors]).toEqual([true, []]);
  expect((await signIn(email)).data.signIn.user).toMatchObject({ id: user.id, email, emailVerified: true });
  expect((await complete(verificationToken)).userErrors).toEqual(USED_UP);
});

test('a stranger who has registered an address gets nothing by it: its owner has the links, and does not know that password', async () => {
  const email = newEmail();
  for (let time = 0; time < 3; time++) await ask(email, 'the password of a stranger', '198.51.100.7');
  const strangers = await tokenTo(email);
  await ask(email); // its owner, from another network
  const own = await tokenTo(email);
  expect(own).not.toBe(strangers);

  const refused = (await world.verifyEmail(strangers)).data.verifyEmail;
  expect(refused).toEqual({ user: null, userErrors: [{ code: 'INVALID_STATE', path: ['input', 'token'] }] });
  expect(await complete(strangers)).toEqual({ user: null, userErrors: WRONG });
  expect(await accounts(email)).toBe(0);
  const { user } = await complete(own);
  expect((await signIn(email)).data.signIn.user.id).toBe(user.id);
  expect((await signIn(email, 'the password of a stranger')).data.signIn.user).toBeNull();
  expect((await complete(strangers, 'the password of a stranger')).userErrors).toEqual(USED_UP);
});

test('a link that makes an account says what to call, and is not used up by verifyEmail', async () => {
  const email = newEmail();
  await ask(email);
  const { data } = await guest(
    'mutation ($input: TokenInput!) { verifyEmail(input: $input) { userErrors { message } } }',
    { input: { token: await tokenTo(email) } },
  );
  expect(data.verifyEmail.userErrors[0].message).toContain('completeRegistration');
  expect((await complete(await tokenTo(email))).user).not.toBeNull();
});

test.each(['one after another', 'at once'])('a link ends after five wrong passwords: %s', async (how) => {
  const email = newEmail();
  await ask(email);
  const token = await tokenTo(email);
  const guess = () => complete(token, 'a password that is wrong').then(({ userErrors }) => userErrors);
  const guesses = [];
  if (how === 'at once') guesses.push(...(await Promise.all(Array.from({ length: 7 }, guess))));
  else for (let time = 0; time < 7; time++) guesses.push(await guess());
  expect(guesses.filter(([{ code }]) => code === 'UNAUTHENTICATED')).toEqual(Array(5).fill(WRONG));
  expect((await complete(token)).userErrors).toEqual(USED_UP);
  expect((await world.verifyEmail(token)).data.verifyEmail.userErrors).toEqual(USED_UP);
  expect(await accounts(email)).toBe(0);
  await shop.runJobs({ periodic: true });
  expect(await shop.db.execute(sql`SELECT 1 FROM registrations WHERE email_key = ${email}`)).toHaveLength(0);
});

test('after four wrong passwords the right one makes the account', async () => {
  const email = newEmail();
  await ask(email);
  const token = await tokenTo(email);
  for (let time = 0; time < 4; time++) await complete(token, 'a password that is wrong');
  expect((await complete(token)).user).toMatchObject({ emailVerified: true });
});

test('a link that is used twice at once makes one account, and the other try is told that it is used up', async () => {
  const email = newEmail();
  await ask(email);
  const token = await tokenTo(email);
  const answers = await Promise.all([complete(token), complete(token)]);
  expect(answers.map(({ user }) => user !== null).sort()).toEqual([false, true]);
  expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(USED_UP);
  expect(await accounts(email)).toBe(1);
});

test('a try that had to wait for too many others is no try', async () => {
  const email = newEmail();
  await ask(email);
  const token = await tokenTo(email);
  const crowd = Array.from({ length: 102 }, () => hashPassword(PASSWORD));
  const { errors } = await guest(
    'mutation ($input: CompleteRegistrationInput!) { completeRegistration(input: $input) { user { id } } }',
    { input: { token, password: PASSWORD } },
  );
  await Promise.all(crowd);
  expect(errors![0].extensions.code).toBe('RATE_LIMITED');
  const [{ tries }] = (await shop.db.execute(sql`SELECT tries FROM registrations WHERE email_key = ${email}`)) as any;
  expect(tries).toBe(0);
}, 60_000);

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
  const { user } = await complete(await tokenTo(email));
  const noted = await shop.db.execute(sql`SELECT given, source FROM consents WHERE user_id = ${user.id}`);
  expect([...noted]).toEqual([{ given: true, source: 'REGISTRATION' }]);
  const silent = await known();
  expect(await shop.db.execute(sql`SELECT 1 FROM consents WHERE user_id = ${silent.id}`)).toHaveLength(0);
});

test('a weak password is refused before anything is told', async () => {
  const { errors } = await guest(REGISTER, { input: { email: newEmail(), password: 'short' } });
  expect(errors![0].extensions).toMatchObject({ field: 'input.password', rule: 'min' });
});

test.each(['free', 'taken'])(
  'an address that is %s gets three mails of one network within an hour, and twelve in all',
  async (kind) => {
    const email = kind === 'free' ? newEmail() : (await known()).email;
    await shop.db.execute(sql`DELETE FROM unasked_mails`);
    const before = (await eventsTo(email)).length;
    for (let time = 0; time < 5; time++) expect(await ask(email)).toEqual(NOTHING);
    expect(await eventsTo(email)).toHaveLength(before + 3);
    for (const network of [2, 3, 4, 5])
      for (let time = 0; time < 4; time++) await ask(email, PASSWORD, `192.0.2.${network}`);
    expect(await eventsTo(email)).toHaveLength(before + 12);
    await shop.db.execute(sql`UPDATE unasked_mails SET since = since - interval '1 hour 1 second'`);
    await ask(email);
    expect(await eventsTo(email)).toHaveLength(before + 13);
  },
);

test('a link holds for 48 hours, and what it was for is forgotten then', async () => {
  const email = newEmail();
  await ask(email);
  const token = await tokenTo(email);
  await shop.db.execute(sql`UPDATE registrations SET expires_at = expires_at - interval '48 hours'`);
  expect((await complete(token)).userErrors).toEqual(USED_UP);
  expect((await world.verifyEmail(token)).data.verifyEmail.userErrors).toEqual(USED_UP);
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
  expect((await complete(verificationToken)).user.id).toBe(userId);
  expect(await told(email)).toBe(1);
  expect((await mailed('RegistrationRequested', email)).userId).toBe(userId);
});

test('of several links to one address the first that is used counts, and its password; the others end', async () => {
  const email = newEmail();
  const links: [string, string][] = [];
  for (const password of ['the first long password', 'the other long password']) {
    await ask(email, password);
    links.push([await tokenTo(email), password]);
  }
  const answers = await Promise.all(links.map(([token, password]) => complete(token, password)));
  expect(answers.filter(({ user }) => user)).toHaveLength(1);
  expect(await accounts(email)).toBe(1);
  const winner = answers[0]!.user ? 'the first long password' : 'the other long password';
  expect((await signIn(email, winner)).data.signIn.user).not.toBeNull();
});

test('an address that has an account by the time its link is used is refused, and the account stays as it is', async () => {
  const email = newEmail();
  await ask(email, 'a password of somebody else');
  const token = await tokenTo(email);
  shop.service.env.REGISTER_MODE = 'session';
  const { user } = await world.register(email);
  const before = await world.rowOf(user.id);
  expect((await complete(token, 'a password of somebody else')).userErrors).toEqual([
    { code: 'CONFLICT', path: ['input', 'token'] },
  ]);
  expect(await world.rowOf(user.id)).toEqual(before);
});

test('of what waits only hashes are kept', async () => {
  const email = newEmail();
  await ask(email);
  const kept = JSON.stringify(await shop.db.execute(sql`SELECT * FROM registrations`));
  for (const secret of [await tokenTo(email), PASSWORD]) expect(kept).not.toContain(secret);
});
