import { argon2Sync, randomBytes } from 'node:crypto';
import { createHook } from 'node:async_hooks';
import type { Database } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { eventually } from '@storegraph/kit/testing/eventually';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { countTry, forgetTries, sweepTries } from '../src/session/session.throttle.ts';
import { codesOf, openUsers, PASSWORD } from './world.ts';

const world = await openUsers();
const { shop, register, signIn, rowOf, newEmail, atOneMoment } = world;
afterAll(() => shop.stop());
beforeEach(() => shop.db.execute(sql`TRUNCATE sign_in_failures`));

const WRONG = 'not the right password';
/** How often a password is hashed while this runs: that is what takes time. */
async function hashesOf(run: () => Promise<unknown>): Promise<number> {
  let hashes = 0;
  const hook = createHook({ init: (_, type) => void (/argon2/i.test(type) && hashes++) }).enable();
  await run();
  hook.disable();
  return hashes;
}

test('an unknown account, a wrong password and a disabled account get one answer, for the same work', async () => {
  const [ada, eve] = [await register(), await register()];
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${eve.user.id}`);
  const answers: unknown[] = [];
  const works: unknown[] = [];
  for (const [email, password] of [
    [ada.user.email, WRONG],
    ['nobody@shop.example', WRONG],
    [eve.user.email, PASSWORD],
  ] as const) {
    shop.statements.count = 0;
    const hashes = await hashesOf(async () => answers.push(await signIn(email, password)));
    works.push([hashes, shop.statements.count]);
  }
  expect(answers[0]).toMatchObject({
    data: { signIn: { accessToken: null, refreshToken: null, session: null, user: null } },
    headers: [],
  });
  expect(answers).toEqual([answers[0], answers[0], answers[0]]);
  expect(works).toEqual([works[0], works[0], works[0]]);
  expect(works[0]).toEqual([1, expect.any(Number)]);
});

test('an address that is taken costs as much work as one that is free', async () => {
  const email = newEmail();
  expect(await hashesOf(() => register(email))).toBe(1);
  expect(await hashesOf(() => register(email))).toBe(1);
});

/** Somebody whose password was hashed with older parameters. */
async function withOldHash(): Promise<{ user: any; old: string }> {
  const { user } = await register();
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', {
    message: Buffer.from(PASSWORD),
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory: 8_192,
    passes: 3,
  });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const old = `$argon2id$v=19$m=8192,t=3,p=1$${text(nonce)}$${text(tag)}`;
  await shop.db.execute(sql`UPDATE users SET password_hash = ${old} WHERE id = ${user.id}`);
  return { user, old };
}

test('a password of older parameters is hashed anew by the sign-in that shows it, and only then', async () => {
  const { user, old } = await withOldHash();
  const hashNow = async () => (await rowOf(user.id)).password_hash;

  await signIn(user.email, WRONG);
  expect(await hashNow()).toBe(old);
  for (let time = 0; time < 2; time++) expect((await signIn(user.email)).data.signIn.user.id).toBe(user.id);
  const renewed = await hashNow();
  expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await signIn(user.email)).data.signIn.user.id).toBe(user.id);
  expect(await hashNow()).toBe(renewed);
});

/** At a moment that stands still: what a try is told after so many failures, the last of them so long ago. */
const tryAfter = (failures: Record<string, number>, age: string, email = 'ada@shop.example', address = '203.0.113.1') =>
  atOneMoment(async (tx) => {
    await tx.execute(sql`TRUNCATE sign_in_failures`);
    for (const [key, count] of Object.entries(failures))
      await tx.execute(
        sql`INSERT INTO sign_in_failures (key, failures, last_at) VALUES (${key}, ${count}, now() - ${age}::interval)`,
      );
    return outcomeOf(tx, email, address);
  });
const outcomeOf = (tx: Database, email: string, address: string) =>
  countTry(tx, email, address).then(
    () => 'may try',
    ({ extensions }) => `${extensions.code} ${extensions.retryAfterInSeconds}`,
  );
const failuresIn = async (tx: Database = shop.db) =>
  Object.fromEntries(
    [...(await tx.execute<any>(sql`SELECT key, failures FROM sign_in_failures`))].map(({ key, failures }) => [
      key,
      failures,
    ]),
  );

const PAIR = 'pair:ada@shop.example 203.0.113.1';

test.each<[string, Record<string, number>, number]>([
  ['four failures of theirs there', { [PAIR]: 4 }, 0],
  ['five', { [PAIR]: 5 }, 1],
  ['six', { [PAIR]: 6 }, 2],
  ['seven', { [PAIR]: 7 }, 4],
  ['ten', { [PAIR]: 10 }, 32],
  ['eleven', { [PAIR]: 11 }, 60],
  ['a thousand', { [PAIR]: 1_000 }, 60],
  ['one of theirs there while an account is guessed at', { [PAIR]: 1, 'account:ada@shop.example': 100 }, 5],
  ['three of theirs there while an account is guessed at', { [PAIR]: 3, 'account:ada@shop.example': 100 }, 20],
  ['five of theirs there, and many others at the account', { [PAIR]: 5, 'account:ada@shop.example': 99 }, 1],
  ['failures at twenty-nine accounts from there', { 'place:203.0.113.1': 29 }, 0],
  ['failures at thirty accounts from there', { 'place:203.0.113.1': 30 }, 2],
  ['failures at a thousand accounts from there', { 'place:203.0.113.1': 1_000 }, 2],
])('after %s one waits as long as is said, and not a moment longer', async (_, failures, wait) => {
  expect(await tryAfter(failures, '0 seconds')).toBe(wait === 0 ? 'may try' : `RATE_LIMITED ${wait}`);
  if (wait === 0) return;
  expect(await tryAfter(failures, `${wait - 0.001} seconds`)).toBe('RATE_LIMITED 1');
  expect(await failuresIn()).toEqual(failures);
  expect(await tryAfter(failures, `${wait} seconds`)).toBe('may try');
});

test('the failures of others, and from elsewhere, hold nobody up', async () => {
  const others = {
    'pair:eve@shop.example 203.0.113.1': 1_000,
    'pair:ada@shop.example 203.0.113.2': 1_000,
    'account:eve@shop.example': 1_000,
    'place:203.0.113.2': 1_000,
  };
  expect(await tryAfter(others, '0 seconds')).toBe('may try');
  expect(await failuresIn()).toEqual({
    ...others,
    [PAIR]: 1,
    'account:ada@shop.example': 1,
    'place:203.0.113.1': 1,
  });
});

test('however many strangers guess at an account, from wherever, its owner gets in at once', async () => {
  const { user } = await register();
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  await shop.db.execute(
    sql`INSERT INTO sign_in_failures (key, failures) VALUES (${`account:${user.email}`}, 5000), (${`pair:${user.email} 198.51.100.1`}, 5000)`,
  );
  expect(codesOf(await signIn(user.email, WRONG, from('198.51.100.1')))).toEqual(['RATE_LIMITED']);
  // where nobody knows them, with the right password; then it is known there, and a slip of the finger costs five seconds at most
  for (const password of [PASSWORD, WRONG, PASSWORD]) {
    await shop.db.execute(
      sql`INSERT INTO sign_in_failures (key, failures) VALUES (${`account:${user.email}`}, 5000) ON CONFLICT (key) DO UPDATE SET failures = 5000, last_at = now()`,
    );
    const answer = await signIn(user.email, password, from('198.51.100.2'));
    if (answer.errors) expect(answer.errors[0].extensions.retryAfterInSeconds).toBeLessThanOrEqual(5);
    else expect(answer.data.signIn.user?.id).toBe(password === PASSWORD ? user.id : undefined);
  }
});

test('one who tries a list of passwords behind a shared address shuts nobody out who has signed in there before', async () => {
  const { user } = await register();
  const office = { headers: { 'x-forwarded-for': '198.51.100.7' } };
  await signIn(user.email, PASSWORD, office);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, number) => signIn(`listed${number}@shop.example`, WRONG, office)),
  );
  expect(answers.some((answer) => codesOf(answer)?.[0] === 'RATE_LIMITED')).toBe(true);
  expect((await signIn(user.email, PASSWORD, office)).data.signIn.user.id).toBe(user.id);
});

test('who guesses at one account for an hour shuts no neighbour out', async () => {
  const { user } = await register();
  const office = { headers: { 'x-forwarded-for': '198.51.100.8' } };
  for (let guess = 0; guess < 40; guess++) {
    await shop.db.execute(
      sql`UPDATE sign_in_failures SET last_at = now() - interval '61 seconds' WHERE key LIKE 'pair:%'`,
    );
    await countTry(shop.db, 'victim@shop.example', '198.51.100.8');
  }
  expect(await failuresIn()).toMatchObject({ 'place:198.51.100.8': 1 });
  expect((await signIn(user.email, PASSWORD, office)).data.signIn.user.id).toBe(user.id);
});

test('a customer of a provider is one place, with however many IPv6 addresses', async () => {
  const email = newEmail();
  for (let last = 1; last <= 5; last++) await countTry(shop.db, email, `2001:db8:1:2::${last}`);
  await expect(countTry(shop.db, email, '2001:db8:1:2:3:4:5:6')).rejects.toMatchObject({
    extensions: { code: 'RATE_LIMITED' },
  });
  await countTry(shop.db, email, '2001:db8:1:3::1');
});

test('wrong guesses at the password of a session count as those at the door', async () => {
  const ada = await register();
  const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { code } } }';
  const guess = (currentPassword: string) =>
    world.viewerOf(ada)(CHANGE, { input: { currentPassword, newPassword: 'an entirely new password' } });
  for (let time = 0; time < 5; time++)
    expect((await guess(WRONG)).data.changePassword.userErrors).toEqual([{ code: 'UNAUTHENTICATED' }]);
  const hashes = await hashesOf(async () => expect(codesOf(await guess(PASSWORD))).toEqual(['RATE_LIMITED']));
  expect(hashes).toBe(0);
  await shop.db.execute(sql`UPDATE sign_in_failures SET last_at = now() - interval '2 seconds'`);
  expect((await guess(PASSWORD)).data.changePassword.userErrors).toEqual([]);
  expect(await failuresIn()).toEqual({ [`pair:${ada.user.email} 127.0.0.1`]: 0, 'place:127.0.0.1': 0 });
});

test('four hundred resets with made-up links keep nobody from signing in', async () => {
  const { user } = await register();
  let signedIn: any;
  const hashes = await hashesOf(async () => {
    const resets = Array.from({ length: 400 }, (_, number) => world.resetPassword(`made-up-${number}`));
    signedIn = await signIn(user.email);
    for (const { data } of await Promise.all(resets))
      expect(data.resetPassword.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['input', 'token'] }]);
  });
  expect(signedIn.data.signIn.user.id).toBe(user.id);
  expect(hashes).toBe(1);
});

test('a quarter of an hour without a try is forgiven, and not less', async () => {
  const key = PAIR;
  const after = async (age: string) => {
    expect(await tryAfter({ [key]: 20 }, age)).toBe('may try');
    return (await failuresIn())[key];
  };
  expect(await after('15 minutes')).toBe(21);
  expect(await after('15 minutes 1 millisecond')).toBe(1);
});

test('what is a day old is swept, where somebody signed in after a month; and not what is younger', async () => {
  await atOneMoment(async (tx) => {
    for (const [key, age, succeeded] of [
      ['old', '1 day 1 millisecond', null],
      ['young', '1 day', null],
      ['known', '2 days', '30 days'],
      ['known once', '2 days', '30 days 1 millisecond'],
    ])
      await tx.execute(
        sql`INSERT INTO sign_in_failures (key, failures, last_at, succeeded_at) VALUES (${key}, 1, now() - ${age}::interval, now() - ${succeeded}::interval)`,
      );
    await sweepTries(tx);
  });
  expect(await failuresIn()).toEqual({ known: 1, young: 1 });
});

test('the right password forgives the account all, its place this one try, and others nothing', async () => {
  const failures = {
    [PAIR]: 4,
    'account:ada@shop.example': 4,
    'place:203.0.113.1': 7,
    'pair:ada@shop.example 203.0.113.2': 3,
    'account:eve@shop.example': 3,
    'place:203.0.113.2': 2,
  };
  const forget = () =>
    atOneMoment(async (tx) => {
      for (const [key, count] of Object.entries(failures))
        await tx.execute(
          sql`INSERT INTO sign_in_failures (key, failures) VALUES (${key}, ${count}) ON CONFLICT (key) DO UPDATE SET failures = ${count}`,
        );
      await forgetTries(tx, 'ada@shop.example', '203.0.113.1');
    });
  const { 'account:ada@shop.example': _, ...rest } = failures;
  await forget();
  expect(await failuresIn()).toEqual({ ...rest, [PAIR]: 0, 'place:203.0.113.1': 6 });
  // known there: the place had not counted it
  await forget();
  expect(await failuresIn()).toEqual({ ...rest, [PAIR]: 0, 'place:203.0.113.1': 7 });
});

test('who always knows the password leaves nothing behind at the own place', async () => {
  const address = '203.0.113.1';
  for (let time = 0; time < 3; time++) {
    await countTry(shop.db, 'ada@shop.example', address);
    await forgetTries(shop.db, 'ada@shop.example', address);
    expect(await failuresIn()).toEqual({ [`place:${address}`]: 0, [PAIR]: 0 });
  }
});

test('tries count for the account in any case of its address, and for where they come from', async () => {
  const { user } = await register();
  const from = { headers: { 'x-forwarded-for': '203.0.113.7' } };
  await signIn(user.email.toUpperCase(), WRONG, from);
  await signIn(user.email, WRONG, from);
  await signIn('nobody@shop.example', WRONG, from);
  const others = { 'account:nobody@shop.example': 1, 'pair:nobody@shop.example 203.0.113.7': 1 };
  const pair = `pair:${user.email} 203.0.113.7`;
  expect(await failuresIn()).toEqual({
    ...others,
    [pair]: 2,
    [`account:${user.email}`]: 2,
    'place:203.0.113.7': 2,
  });
  expect((await signIn(user.email, PASSWORD, from)).data.signIn.user.id).toBe(user.id);
  expect(await failuresIn()).toEqual({ ...others, [pair]: 0, 'place:203.0.113.7': 1 });
});

test('of tries that all looked before any was counted, those beyond the free ones are refused', async () => {
  const [email, address] = ['burst@shop.example', '203.0.113.77'];
  const pair = `pair:${email} ${address}`;
  await shop.db.execute(sql`INSERT INTO sign_in_failures (key, failures) VALUES (${pair}, 3)`);
  let tries: Promise<string>[] = [];
  await atOneMoment(async (tx) => {
    await tx.execute(sql`SELECT 1 FROM sign_in_failures WHERE key = ${pair} FOR UPDATE`);
    tries = Array.from({ length: 8 }, () => outcomeOf(shop.db, email, address));
    await eventually(async () => expect(await shop.waitingForLocks()).toBe(8));
  });
  const outcomes = await Promise.all(tries);
  // the fourth and fifth
  expect(outcomes.filter((outcome) => outcome === 'may try')).toHaveLength(2);
  expect(outcomes.filter((outcome) => outcome === 'RATE_LIMITED 1')).toHaveLength(6);
  expect(await failuresIn()).toMatchObject({ [pair]: 5, [`account:${email}`]: 2 });
});

test('of a burst of guesses at one account a few are looked at, the others not at all', async () => {
  const { user } = await register();
  let refused = 0;
  const hashes = await hashesOf(async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(user.email, WRONG)));
    refused = answers.filter((answer) => codesOf(answer)?.[0] === 'RATE_LIMITED').length;
  });
  expect(refused).toBeGreaterThanOrEqual(10);
  expect(hashes).toBe(20 - refused);
});

test('a try that is refused is not looked at: the right password, too', async () => {
  const { user } = await register();
  await shop.db.execute(
    sql`INSERT INTO sign_in_failures (key, failures, last_at) VALUES (${`pair:${user.email} 127.0.0.1`}, 5, now() + interval '1 hour')`,
  );
  const hashes = await hashesOf(async () => expect(codesOf(await signIn(user.email))).toEqual(['RATE_LIMITED']));
  expect(hashes).toBe(0);
  expect(await world.liveSessions(user.id)).toHaveLength(1);
});

/** Runs while a change of the account is made, and not committed before it waits for that. */
async function whileChanging<Answer>(change: ReturnType<typeof sql>, run: () => Promise<Answer>): Promise<Answer> {
  let running: Promise<Answer>;
  await shop.db.transaction(async (tx) => {
    await tx.execute(change);
    running = run();
    await eventually(async () => expect(await shop.waitingForLocks()).toBeGreaterThan(0));
  });
  return running!;
}

test.each([
  ['the password changes', sql`UPDATE users SET password_hash = 'another'`],
  ['the account is disabled', sql`UPDATE users SET status = 'DISABLED'`],
])('when %s while it is checked, nobody is signed in', async (_, change) => {
  const { user } = await register();
  const { data } = await whileChanging(sql`${change} WHERE id = ${user.id}`, () => signIn(user.email));
  expect(data.signIn).toMatchObject({ accessToken: null, userErrors: [{ code: 'UNAUTHENTICATED' }] });
  expect(await world.liveSessions(user.id)).toHaveLength(1);
});

test('a double click signs in twice, also where the password is hashed anew', async () => {
  const { user } = await withOldHash();
  let clicks: Promise<any>[] = [];
  await shop.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT 1 FROM users WHERE id = ${user.id} FOR UPDATE`);
    clicks = [signIn(user.email), signIn(user.email)];
    await eventually(async () => expect(await shop.waitingForLocks()).toBe(2));
  });
  for (const { data } of await Promise.all(clicks)) expect(data?.signIn.user).toMatchObject({ id: user.id });
  expect(await world.liveSessions(user.id)).toHaveLength(3);
  expect((await rowOf(user.id)).password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('of two changes of a password the one that was checked against the other is refused', async () => {
  const ada = await register();
  const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { id } } }';
  const input = { currentPassword: PASSWORD, newPassword: 'an entirely new password' };
  const answer = await whileChanging(sql`UPDATE users SET password_hash = 'another' WHERE id = ${ada.user.id}`, () =>
    world.viewerOf(ada)(CHANGE, { input }),
  );
  expect(codesOf(answer)).toEqual(['CONFLICT']);
  expect((await rowOf(ada.user.id)).password_hash).toBe('another');
});
