import { randomUUID } from 'node:crypto';
import { testSubgraph, until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createLocalGoogle } from '../../../local/google/google.ts';
import { users } from '../src/subgraph.ts';
import { openGoogle } from './googleWorld.ts';
import { codesOf, PASSWORD, WAYS_TO_BE_ALONE } from './world.ts';

const world = await openGoogle();
const { shop, browser, registered, knobs, linksOf, counts, rowOf, liveSessions, waysInChanges } = world;
afterAll(() => world.stop());
beforeEach(async () => {
  await knobs({ reset: true });
  await shop.db.execute(sql`TRUNCATE sign_in_failures`);
});

const newAddress = () => `person-${randomUUID().slice(0, 8)}@mail.example`;
const isRefused = (code: string, field: string) => ({
  accessToken: null,
  session: null,
  user: null,
  challenge: null,
  userErrors: [expect.objectContaining({ code, path: ['input', field] })],
});
const PASSWORD_OF_NOW = 'an entirely new password';

/** Somebody whose account was made by Google. */
async function newcomer(email = newAddress()) {
  const who = browser();
  const { user, session } = await who.signIn({ email });
  who.viewer = { id: user.id, roles: ['CUSTOMER'], sessionId: session.id };
  return { browser: who, user, email };
}

/** What becomes of a Google account at this shop, as a merchant reads it. */
interface Rule {
  when: string;
  /** What there is before, and which Google account is chosen. */
  given(): Promise<{ email: string; unverified?: boolean; userId?: string }>;
  becomes: 'a session of the same account' | 'a new account' | 'the password is asked for' | string;
}
const rules: Rule[] = [
  {
    when: 'the Google account is linked, and the account has its address',
    given: async () => {
      const { user, email } = await newcomer();
      return { email, userId: user.id };
    },
    becomes: 'a session of the same account',
  },
  {
    when: 'the Google account is linked to an account with another address',
    given: async () => {
      const { browser: ada, user } = await registered();
      const email = newAddress();
      await ada.link({ email });
      return { email, userId: user.id };
    },
    becomes: 'a session of the same account',
  },
  {
    when: 'it is linked, and Google says now that the address is not verified',
    given: async () => {
      const { user, email } = await newcomer();
      return { email, userId: user.id, unverified: true };
    },
    becomes: 'a session of the same account',
  },
  {
    when: 'it is linked to an account that is disabled',
    given: async () => {
      const { user, email } = await newcomer();
      await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${user.id}`);
      return { email };
    },
    becomes: 'UNAUTHENTICATED',
  },
  {
    when: 'it was linked to an account that is deleted',
    given: async () => {
      const { user, email } = await newcomer();
      await shop.db.execute(
        sql`UPDATE users SET deletion_requested_at = now() - interval '8 days', deletion_due_at = now() - interval '1 day' WHERE id = ${user.id}`,
      );
      await shop.runJobs({ periodic: true });
      expect((await rowOf(user.id)).deleted_at).not.toBeNull();
      expect(await linksOf(user.id)).toEqual([]);
      return { email };
    },
    becomes: 'a new account',
  },
  {
    when: 'nobody has the address',
    given: async () => ({ email: newAddress() }),
    becomes: 'a new account',
  },
  {
    when: 'nobody has the address, and Google has not verified it',
    given: async () => ({ email: newAddress(), unverified: true }),
    becomes: 'a new account',
  },
  {
    when: 'somebody had it who is deleted',
    given: async () => {
      const { user } = await registered();
      await shop.db.execute(
        sql`UPDATE users SET status = 'DISABLED', deleted_at = now(), password_hash = NULL, display_name = NULL, email = id || '@deleted.invalid', email_key = id || '@deleted.invalid' WHERE id = ${user.id}`,
      );
      return { email: user.email };
    },
    becomes: 'a new account',
  },
  {
    when: 'an account with a password has the address',
    given: async () => ({ email: (await registered()).user.email }),
    becomes: 'the password is asked for',
  },
  {
    when: 'an account with a password has it in other letters',
    given: async () => ({ email: (await registered(`Ada.${newAddress()}`)).user.email.toLowerCase() }),
    becomes: 'the password is asked for',
  },
  {
    when: 'an account with a password has it that is disabled, which nobody is told',
    given: async () => {
      const { user } = await registered();
      await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${user.id}`);
      return { email: user.email };
    },
    becomes: 'the password is asked for',
  },
  {
    when: 'an account with a password has it, and Google has not verified it',
    given: async () => ({ email: (await registered()).user.email, unverified: true }),
    becomes: 'CONFLICT',
  },
  {
    when: 'an account without a password has it, whose Google account is another one',
    given: async () => {
      const { user, email } = await newcomer();
      await shop.db.execute(sql`UPDATE linked_accounts SET subject = 'another' WHERE user_id = ${user.id}`);
      return { email };
    },
    becomes: 'CONFLICT',
  },
];

test.each(rules)('when $when: $becomes', async ({ given, becomes }) => {
  const { email, unverified = false, userId } = await given();
  await knobs({ unverified });
  const before = await counts();
  const led = await browser().signIn({ email });
  const after = await counts();
  switch (becomes) {
    case 'a session of the same account':
      expect(led).toMatchObject({ user: { id: userId }, userErrors: [] });
      expect(after).toEqual({ ...before, sessions: before.sessions + 1 });
      break;
    case 'a new account':
      expect(led).toMatchObject({
        user: {
          email,
          emailVerified: !unverified,
          linkedAccounts: [{ provider: 'GOOGLE', email }],
          signInWith: ['GOOGLE'],
        },
        challenge: null,
        userErrors: [],
      });
      expect((await rowOf(led.user.id)).password_hash).toBeNull();
      expect(after).toEqual({ users: before.users + 1, sessions: before.sessions + 1, links: before.links + 1 });
      break;
    case 'the password is asked for':
      expect(led).toMatchObject({
        accessToken: null,
        session: null,
        user: null,
        challenge: { kind: 'PASSWORD_TO_LINK', email, token: expect.stringMatching(/^[\w-]{43}$/) },
        userErrors: [],
      });
      expect(after).toEqual(before);
      break;
    default:
      expect(led).toMatchObject(isRefused(becomes, 'code'));
      expect(after).toEqual(before);
  }
});

test('where an address is verified first, one that Google has not verified is refused alike, taken or free', async () => {
  const { user } = await registered();
  shop.service.env.REGISTER_MODE = 'verified-first';
  try {
    await knobs({ unverified: true });
    const before = await counts();
    const [taken, free] = [
      await browser().signIn({ email: user.email }),
      await browser().signIn({ email: newAddress() }),
    ];
    expect(taken).toMatchObject(isRefused('CONFLICT', 'code'));
    expect(free).toEqual(taken);
    expect(await counts()).toEqual(before);
  } finally {
    shop.service.env.REGISTER_MODE = 'session';
  }
});

test('a Google account without an e-mail address opens nothing, and is told why', async () => {
  const before = await counts();
  const led = await browser().signIn({ name: 'Kim Lund' });
  expect(led).toMatchObject(isRefused('INVALID_STATE', 'code'));
  expect(led.userErrors[0].message).toContain('no e-mail address');
  const { browser: ada } = await registered();
  expect(await ada.link({ name: 'Kim Lund' })).toMatchObject({ userErrors: [{ code: 'INVALID_STATE' }] });
  expect(await counts()).toEqual({ ...before, users: before.users + 1, sessions: before.sessions + 1 });
});

test('a new account is called as Google says, and its mail has a link only when the address is still to be verified', async () => {
  const verified = await browser().signIn({ name: 'Grace Hall' });
  expect(verified.user).toMatchObject({ displayName: 'Grace Hall', email: 'grace.hall@mail.example' });
  const unverified = await browser().signIn({ name: 'Noel Berg' });
  const registrations = (await shop.published()).filter(({ type }) => type === 'UserRegistered');
  const payloadFor = (userId: string) => registrations.find(({ payload }) => payload.userId === userId)!.payload;
  expect(payloadFor(verified.user.id)).toEqual({
    userId: verified.user.id,
    email: 'grace.hall@mail.example',
    displayName: 'Grace Hall',
  });
  const { verificationToken } = payloadFor(unverified.user.id);
  expect((await world.verifyEmail(verificationToken)).data.verifyEmail.user).toMatchObject({ emailVerified: true });
});

test.each([
  ['a link', 'www.win.example'],
  ['a card number', '4242424242424242'],
])('a new account is not called what the shop would not let it be called: %s', async (_, name) => {
  const { user } = await browser().signIn({ email: `${name}@${randomUUID()}.example` });
  expect(user).toMatchObject({ displayName: null });
});

test('the path that was asked for comes back with the session, also behind the question for the password', async () => {
  const returnTo = '/cart?from=google';
  expect(await browser().signIn({ email: newAddress() }, { returnTo })).toMatchObject({ returnTo });
  expect(await browser().signIn({ email: newAddress() })).toMatchObject({ returnTo: null });
  const { user } = await registered();
  const ada = browser();
  const { challenge } = await ada.signIn({ email: user.email }, { returnTo });
  expect(await ada.confirm({ token: challenge.token, password: PASSWORD })).toMatchObject({ returnTo });
});

test.each([
  '//elsewhere.example',
  'https://elsewhere.example/',
  '/\\elsewhere.example',
  '/.//elsewhere.example',
  '/account\u0000',
  '/account\r\nset-cookie: a=b',
  '/a b',
  'account',
  `/${'a'.repeat(1000)}`,
])('a path that leads out of the shop is refused, and nobody is sent on their way: %j', async (returnTo) => {
  const before = await shop.db.execute(sql`SELECT count(*) FROM google_sign_ins`);
  const { data, errors, headers } = await browser().urlOf({ returnTo });
  expect([data.googleSignInUrl, headers]).toEqual([null, []]);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'returnTo', rule: 'ownPath' } }]);
  expect(await shop.db.execute(sql`SELECT count(*) FROM google_sign_ins`)).toEqual(before);
});

test('each who asks is sent with a state, a nonce and a challenge of their own, and the answer is public to nobody', async () => {
  const asked = await Promise.all([browser().urlOf(), browser().urlOf()]);
  const urls = asked.map(({ data }) => new URL(data.googleSignInUrl));
  for (const name of ['state', 'nonce', 'code_challenge'])
    expect(new Set(urls.map(({ searchParams }) => searchParams.get(name))).size).toBe(2);
  expect(urls[0]!.searchParams.get('redirect_uri')).toBe('http://shop.example/sign-in/google');
  const cookies = asked.map(({ headers }) => headers[0]![1]);
  expect(new Set(cookies).size).toBe(2);
  for (const cookie of cookies)
    expect(cookie).toMatch(/^sg_browser=[\w-]{43}; Max-Age=1200; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(asked.map(({ shown }) => shown)).toEqual([null, null]);
});

test('neither state nor cookie nor token is kept as it is', async () => {
  const { user } = await registered();
  const ada = browser();
  const back = await ada.choose({ email: user.email });
  const { challenge } = await ada.come(back);
  const rows = JSON.stringify([
    ...(await shop.db.execute(sql`SELECT * FROM google_sign_ins`)),
    ...(await shop.db.execute(sql`SELECT * FROM google_challenges`)),
  ]);
  for (const secret of [back.state, back.code, ada.cookie.split('=')[1]!, challenge.token])
    expect(rows).not.toContain(secret);
});

test('over TLS no other site of the domain can set the cookie', async () => {
  const google = await createLocalGoogle({ port: 0, redirectUrls: [] });
  const secure = await testSubgraph(users, {
    env: {
      GOOGLE_CLIENT_ID: 'shop',
      GOOGLE_CLIENT_SECRET: 'secret',
      GOOGLE_ISSUER: google.url,
      REFRESH_COOKIE_SECURE: 'true',
    },
  });
  try {
    const { headers } = await secure.as(null)('{ googleSignInUrl }');
    expect(headers[0]![1]).toMatch(/^__Host-sg_browser=[\w-]{43}; .*; SameSite=Lax; Secure$/);
    const given = headers[0]![1].split(';')[0]!;
    const again = await secure.as(null, { cookie: given })('{ googleSignInUrl }');
    expect(again.headers[0]![1].split(';')[0]).toBe(given);
  } finally {
    await secure.stop();
    await google.close();
  }
});

test.each(['mine', 'a'.repeat(44)])('a browser that calls itself %s gets a name that nobody can guess', async (own) => {
  const { headers } = await shop.as(null, { cookie: `other=1; sg_browser=${own}` })('{ googleSignInUrl }');
  const [, given] = /^sg_browser=([\w-]{43});/.exec(headers[0]![1])!;
  const again = await shop.as(null, { cookie: `sg_browser=${given}; other=1` })('{ googleSignInUrl }');
  expect(again.headers[0]![1]).toContain(`sg_browser=${given};`);
});

test('two tabs of a browser can both be on their way', async () => {
  const ada = browser();
  const [first, second] = [await ada.choose({ email: newAddress() }), await ada.choose({ email: newAddress() })];
  expect(await ada.come(first)).toMatchObject({ userErrors: [] });
  expect(await ada.come(second)).toMatchObject({ userErrors: [] });
});

test('what comes back in another browser is refused, and still holds in the right one', async () => {
  const [ada, eve] = [browser(), browser()];
  const back = await ada.choose({ email: newAddress() });
  await eve.urlOf();
  const before = await counts();
  expect(await eve.come(back)).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
  expect(await browser().come(back)).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
  expect(await counts()).toEqual(before);
  expect(await ada.come(back)).toMatchObject({ userErrors: [] });
});

test('a state is good once, for ten minutes, and for nothing that was not sent', async () => {
  const ada = browser();
  const back = await ada.choose({ email: newAddress() });
  await ada.come(back);
  expect(await ada.come(back)).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
  const again = await ada.choose({ email: newAddress() });
  expect(await ada.come({ ...again, state: 'made-up' })).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
  await shop.db.execute(sql`UPDATE google_sign_ins SET expires_at = now() WHERE used_at IS NULL`);
  expect(await ada.come(again)).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
});

test('who chooses an account twice on one way to Google comes back once', async () => {
  const ada = browser();
  const url = (await ada.urlOf()).data.googleSignInUrl;
  const [first, second] = [
    await ada.chooseAt(url, { email: newAddress() }),
    await ada.chooseAt(url, { email: newAddress() }),
  ];
  expect(first.state).toBe(second.state);
  expect(await ada.come(first)).toMatchObject({ userErrors: [] });
  const before = await counts();
  expect(await ada.come(second)).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
  expect(await counts()).toEqual(before);
});

test('with both answers of one way at once one session is opened', async () => {
  const ada = browser();
  const url = (await ada.urlOf()).data.googleSignInUrl;
  const backs = [await ada.chooseAt(url, { email: newAddress() }), await ada.chooseAt(url, { email: newAddress() })];
  const before = await counts();
  // both are let through to their last step before either ends
  const led = await shop.db
    .transaction(async (tx) => {
      await tx.execute(sql`SELECT 1 FROM google_sign_ins WHERE used_at IS NULL FOR UPDATE`);
      const coming = backs.map((back) => ada.come(back));
      await until(
        () => shop.waitingForLocks(),
        (waiting) => waiting === 2,
      );
      return { coming };
    })
    .then(({ coming }) => Promise.all(coming));
  expect(led.filter(({ accessToken }) => accessToken)).toHaveLength(1);
  expect(led.find(({ accessToken }) => !accessToken)).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
  expect(await counts()).toEqual({ users: before.users + 1, sessions: before.sessions + 1, links: before.links + 1 });
});

test('of two that show a state at once one goes on', async () => {
  const ada = browser();
  const back = await ada.choose({ email: newAddress() });
  const led = await Promise.all([ada.come(back), ada.come(back), ada.come(back)]);
  expect(led.filter(({ accessToken }) => accessToken)).toHaveLength(1);
  expect(led.filter(({ userErrors }) => userErrors[0]?.code === 'BAD_USER_INPUT')).toHaveLength(2);
});

test('a code is good once, also with another state', async () => {
  const ada = browser();
  const back = await ada.choose({ email: newAddress() });
  await ada.come(back);
  const { state } = await ada.choose({ email: newAddress() });
  expect(await ada.come({ code: back.code, state })).toMatchObject(isRefused('BAD_USER_INPUT', 'code'));
});

test('a code that was made for another sign-in of the same browser is refused', async () => {
  const ada = browser();
  const [mine, other] = [await ada.choose({ email: newAddress() }), await ada.choose({ email: newAddress() })];
  expect(await ada.come({ code: other.code, state: mine.state })).toMatchObject(isRefused('BAD_USER_INPUT', 'code'));
});

test.each([
  ['carries another nonce', { wrongNonce: true }],
  ['is signed by nobody whom Google names', { forged: true }],
])('what Google says is refused when it %s', async (_what, turned) => {
  const before = await counts();
  await knobs(turned);
  expect(await browser().signIn({ email: newAddress() })).toMatchObject(isRefused('BAD_USER_INPUT', 'code'));
  expect(await counts()).toEqual(before);
});

test('while Google is slow nobody waits for long, and the rest works', async () => {
  const ada = browser();
  const back = await ada.choose({ email: newAddress() });
  await knobs({ slowMs: 60_000 });
  const { errors } = await ada.come(back);
  expect(codesOf({ errors })).toEqual(['SERVICE_UNAVAILABLE']);
  expect((await ada.urlOf()).data.googleSignInUrl).toContain(world.google.url); // its addresses are known
  expect((await registered()).user.id).toBeDefined();
});

test('Google that is away is asked again by the next one', async () => {
  const google = await createLocalGoogle({ port: 0, redirectUrls: [] });
  const { port } = new URL(google.url);
  await google.close();
  const env = { GOOGLE_CLIENT_ID: 'shop', GOOGLE_CLIENT_SECRET: 'secret', GOOGLE_ISSUER: google.url };
  const other = await testSubgraph(users, { env });
  try {
    const guest = other.as(null);
    const { data, errors, headers } = await guest('{ googleSignInUrl storefront { signInWith } }');
    expect(data).toEqual({ googleSignInUrl: null, storefront: { signInWith: ['PASSWORD', 'GOOGLE', 'PASSKEY'] } });
    expect([codesOf({ errors }), headers]).toEqual([['SERVICE_UNAVAILABLE'], []]);
    const back = await createLocalGoogle({ port: Number(port), redirectUrls: [] });
    expect((await guest('{ googleSignInUrl }')).data.googleSignInUrl).toContain(google.url);
    await back.close();
  } finally {
    await other.stop();
  }
});

test('a shop that has no client at Google offers none', async () => {
  const without = await testSubgraph(users);
  try {
    const guest = without.as(null);
    expect((await guest('{ storefront { signInWith } }')).data.storefront.signInWith).toEqual(['PASSWORD', 'PASSKEY']);
    expect(codesOf(await guest('{ googleSignInUrl }'))).toEqual(['INVALID_STATE']);
    const input = { code: 'code', state: 'state' };
    const led = await guest(
      'mutation ($input: SignInWithGoogleInput!) { signInWithGoogle(input: $input) { userErrors { code } } }',
      { input },
    );
    expect(codesOf(led)).toEqual(['INVALID_STATE']);
  } finally {
    await without.stop();
  }
});

test.each([['GOOGLE_CLIENT_ID'], ['GOOGLE_CLIENT_SECRET']])('a shop with %s alone does not start', async (name) => {
  await expect(testSubgraph(users, { env: { [name]: 'alone' } })).rejects.toThrow('GOOGLE_CLIENT_SECRET: belongs to');
});

test('two at once who are new with the same Google account have one account and two sessions', async () => {
  const email = newAddress();
  const [one, other] = [browser(), browser()];
  const backs = [await one.choose({ email }), await other.choose({ email })];
  const before = await counts();
  const led = await Promise.all([one.come(backs[0]!), other.come(backs[1]!)]);
  expect(led[0].user.id).toBe(led[1].user.id);
  expect(await counts()).toEqual({ users: before.users + 1, sessions: before.sessions + 2, links: before.links + 1 });
});

test("a guest's cart comes along, with a new account and behind the password alike", async () => {
  const ada = browser();
  const { user } = await ada.come({ ...(await ada.choose({ email: newAddress() })), cartToken: 'cart-of-ada' });
  const { user: bob } = await registered();
  const his = browser();
  const { challenge } = await his.come({ ...(await his.choose({ email: bob.email })), cartToken: 'not-yet' });
  await his.confirm({ token: challenge.token, password: PASSWORD, cartToken: 'cart-of-bob' });
  expect(world.merged.slice(-2)).toEqual([
    { userId: user.id, cartToken: 'cart-of-ada', strategy: 'SUM' },
    { userId: bob.id, cartToken: 'cart-of-bob', strategy: 'SUM' },
  ]);
});

test('an address that has changed at Google is shown at the next sign-in', async () => {
  const { user, email } = await newcomer();
  await shop.db.execute(sql`UPDATE linked_accounts SET email = 'old@mail.example' WHERE user_id = ${user.id}`);
  await browser().signIn({ email });
  expect(await linksOf(user.id)).toEqual([email]);
});

// the question for the password

async function asked() {
  const { user } = await registered();
  const ada = browser();
  const { challenge } = await ada.signIn({ email: user.email });
  return { ada, user, token: challenge.token as string };
}

test('the right password links and signs in; from then on Google alone does, and the address is verified', async () => {
  const { ada, user, token } = await asked();
  const before = await counts();
  const led = await ada.confirm({ token, password: PASSWORD });
  expect(led).toMatchObject({
    user: {
      id: user.id,
      emailVerified: true,
      linkedAccounts: [{ email: user.email }],
      signInWith: ['PASSWORD', 'GOOGLE'],
    },
    userErrors: [],
  });
  expect(await counts()).toEqual({ ...before, sessions: before.sessions + 1, links: before.links + 1 });
  expect(await browser().signIn({ email: user.email })).toMatchObject({ user: { id: user.id }, challenge: null });
});

test('a wrong password links nothing and can be tried again, and after a few times one waits', async () => {
  const { ada, user, token } = await asked();
  const before = await counts();
  for (let time = 0; time < 5; time++)
    expect(await ada.confirm({ token, password: 'not the right password' })).toMatchObject(
      isRefused('UNAUTHENTICATED', 'password'),
    );
  expect(codesOf(await ada.confirm({ token, password: PASSWORD }))).toEqual(['RATE_LIMITED']);
  expect(await counts()).toEqual(before);
  expect(await linksOf(user.id)).toEqual([]);
  await shop.db.execute(sql`TRUNCATE sign_in_failures`);
  expect(await ada.confirm({ token, password: PASSWORD })).toMatchObject({ userErrors: [] });
});

test('a question is answered once, in its browser, within ten minutes', async () => {
  const { ada, user, token } = await asked();
  const eve = browser();
  await eve.urlOf();
  for (const other of [eve, browser()])
    expect(await other.confirm({ token, password: PASSWORD })).toMatchObject(isRefused('BAD_USER_INPUT', 'token'));
  expect(await ada.confirm({ token: 'made-up', password: PASSWORD })).toMatchObject(
    isRefused('BAD_USER_INPUT', 'token'),
  );
  expect(await linksOf(user.id)).toEqual([]);
  await ada.confirm({ token, password: PASSWORD });
  expect(await ada.confirm({ token, password: PASSWORD })).toMatchObject(isRefused('BAD_USER_INPUT', 'token'));

  const late = await asked();
  await shop.db.execute(sql`UPDATE google_challenges SET expires_at = now() WHERE user_id = ${late.user.id}`);
  expect(await late.ada.confirm({ token: late.token, password: PASSWORD })).toMatchObject(
    isRefused('BAD_USER_INPUT', 'token'),
  );
  expect(await linksOf(late.user.id)).toEqual([]);
});

test('of two that answer a question at once one opens a session', async () => {
  const { ada, user, token } = await asked();
  const before = await liveSessions(user.id);
  const led = await Promise.all([1, 2].map(() => ada.confirm({ token, password: PASSWORD })));
  expect(led.filter(({ accessToken }) => accessToken)).toHaveLength(1);
  expect((await liveSessions(user.id)).length).toBe(before.length + 1);
});

test('two questions about one account that are answered at once are answered one after the other', async () => {
  const { ada, user, token } = await asked();
  const other = browser();
  const { challenge } = await other.signIn({ email: user.email });
  const led = await shop.db
    .transaction(async (tx) => {
      await tx.execute(sql`SELECT 1 FROM users WHERE id = ${user.id} FOR UPDATE`);
      const answering = [
        ada.confirm({ token, password: PASSWORD }),
        other.confirm({ token: challenge.token, password: PASSWORD }),
      ];
      await until(
        () => shop.waitingForLocks(),
        (waiting) => waiting === 2,
      );
      return { answering };
    })
    .then(({ answering }) => Promise.all(answering));
  expect(led).toMatchObject([{ userErrors: [] }, { userErrors: [] }]);
  expect(await linksOf(user.id)).toEqual([user.email]);
});

test('an account that was disabled meanwhile is answered as if the password were wrong', async () => {
  const { ada, user, token } = await asked();
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${user.id}`);
  expect(await ada.confirm({ token, password: PASSWORD })).toMatchObject(isRefused('UNAUTHENTICATED', 'password'));
  expect(await linksOf(user.id)).toEqual([]);
});

test('an account that was linked to another Google account meanwhile stays as it is', async () => {
  const { ada, user, token } = await asked();
  const email = newAddress();
  const { browser: owner } = { browser: browser() };
  owner.viewer = { id: user.id, roles: ['CUSTOMER'], sessionId: (await liveSessions(user.id))[0]! };
  await owner.link({ email });
  expect(await ada.confirm({ token, password: PASSWORD })).toMatchObject(isRefused('CONFLICT', 'token'));
  expect(await linksOf(user.id)).toEqual([email]);
});

// linking and unlinking

test('somebody who is signed in links a Google account of another address, and signs in with it', async () => {
  const { browser: ada, user } = await registered();
  const email = newAddress();
  expect(await ada.link({ email })).toEqual({
    user: { id: user.id, linkedAccounts: [{ provider: 'GOOGLE', email }], signInWith: ['PASSWORD', 'GOOGLE'] },
    userErrors: [],
  });
  expect((await rowOf(user.id)).email_verified).toBe(false); // the other address says nothing about this one
  expect(await ada.link({ email })).toMatchObject({ userErrors: [] }); // once more is fine
  expect(await linksOf(user.id)).toEqual([email]);
});

test('who is signed in and does not say what for goes to Google to link', async () => {
  const { browser: ada } = await registered();
  expect(await ada.linkBy(await ada.choose({ email: newAddress() }))).toMatchObject({ userErrors: [] });
});

test('the same Google account on two accounts, and two Google accounts on one, are a conflict', async () => {
  const [ada, bob] = [await registered(), await registered()];
  const email = newAddress();
  await ada.browser.link({ email });
  expect(await bob.browser.link({ email })).toMatchObject({
    userErrors: [{ code: 'CONFLICT', path: ['input', 'code'] }],
  });
  expect(await ada.browser.link({ email: newAddress() })).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
  expect([await linksOf(ada.user.id), await linksOf(bob.user.id)]).toEqual([[email], []]);
});

test('of two accounts that link the same Google account at once one has it', async () => {
  const [ada, bob] = [await registered(), await registered()];
  const email = newAddress();
  const backs = [await ada.browser.choose({ email }), await bob.browser.choose({ email })] as const;
  const done = await Promise.all([ada.browser.linkBy(backs[0]), bob.browser.linkBy(backs[1])]);
  expect(done.map(({ userErrors }) => userErrors[0]?.code).sort()).toEqual(['CONFLICT', undefined]);
  expect([...(await linksOf(ada.user.id)), ...(await linksOf(bob.user.id))]).toEqual([email]);
});

test('what was begun to link links only for who has begun it, and signs nobody in', async () => {
  const { browser: ada, user } = await registered();
  const back = await ada.choose({ email: newAddress() }, { purpose: 'LINK' });
  const eve = (await registered()).browser;
  eve.cookie = ada.cookie;
  expect(await eve.linkBy(back)).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT', path: ['input', 'state'] }] });
  expect(await ada.come(back)).toMatchObject(isRefused('BAD_USER_INPUT', 'state'));
  const toSignIn = await ada.choose({ email: newAddress() }, { purpose: 'SIGN_IN' });
  expect(await ada.linkBy(toSignIn)).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
  expect(await linksOf(user.id)).toEqual([]);
  expect(await ada.linkBy(back)).toMatchObject({ userErrors: [] });
});

test('what was begun to link links once', async () => {
  const { browser: ada, user } = await registered();
  const url = (await ada.urlOf()).data.googleSignInUrl;
  const [first, second] = [
    await ada.chooseAt(url, { email: newAddress() }),
    await ada.chooseAt(url, { email: newAddress() }),
  ];
  expect(await ada.linkBy(first)).toMatchObject({ userErrors: [] });
  await ada.unlink();
  expect(await ada.linkBy(second)).toMatchObject({
    userErrors: [{ code: 'BAD_USER_INPUT', path: ['input', 'state'] }],
  });
  expect(await linksOf(user.id)).toEqual([]);
});

test('guests link and unlink nothing', async () => {
  const guest = browser();
  expect(codesOf(await guest.urlOf({ purpose: 'LINK' }))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await guest.linkBy({ code: 'code', state: 'state' }))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await guest.unlink())).toEqual(['UNAUTHENTICATED']);
});

test('whose session has ended links nothing any more', async () => {
  const { browser: ada, user } = await registered();
  const back = await ada.choose({ email: newAddress() });
  await shop.db.execute(sql`UPDATE sessions SET revoked_at = now() WHERE user_id = ${user.id}`);
  expect(codesOf(await ada.linkBy(back))).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await ada.unlink())).toEqual(['UNAUTHENTICATED']);
  expect(await linksOf(user.id)).toEqual([]);
});

test.each(WAYS_TO_BE_ALONE)('what was at Google at %s links nothing', async (way) => {
  const { browser: eve, user, session } = await registered();
  const back = await eve.choose({ email: newAddress() });
  const led = await world.overtaken(way, { user, session }, () => eve.linkBy(back));
  expect(codesOf(led) ?? led.userErrors.map(({ code }: any) => code)).toEqual([
    way === 'a change of the password in the same session' ? 'BAD_USER_INPUT' : 'UNAUTHENTICATED',
  ]);
  expect(await linksOf(user.id)).toEqual([]);
  expect(await waysInChanges(user.id)).toEqual([]);
});

test.each(['a reset of the password', 'a change of the password'] as const)(
  'the old password that was said before %s links nothing',
  async (way) => {
    const { browser: ada, user, session } = await registered();
    const { challenge } = await ada.signIn({ email: user.email });
    const led = await world.overtaken(way, { user, session }, () =>
      ada.confirm({ token: challenge.token, password: PASSWORD }),
    );
    expect(led).toMatchObject(isRefused('UNAUTHENTICATED', 'password'));
    expect(await linksOf(user.id)).toEqual([]);
  },
);

test.each(['a reset', 'a change'])('%s of the password ends what was begun to link, and nothing else', async (what) => {
  const [{ browser: eve, user, session }, { browser: bob, user: other }] = [await registered(), await registered()];
  const [back, another] = [await eve.choose({ email: newAddress() }), await bob.choose({ email: newAddress() })];
  const toSignIn = await eve.choose({ email: newAddress() }, { purpose: 'SIGN_IN' });
  await world.beAlone(what === 'a reset' ? 'a reset of the password' : 'a change of the password in the same session', {
    user,
    session,
  });
  // even if the session had not ended
  await shop.db.execute(sql`UPDATE sessions SET revoked_at = NULL WHERE id = ${session.id}`);
  expect(await eve.linkBy(back)).toMatchObject({
    userErrors: [{ code: 'BAD_USER_INPUT', path: ['input', 'state'] }],
  });
  expect(await linksOf(user.id)).toEqual([]);
  expect(await bob.linkBy(another)).toMatchObject({ userErrors: [] });
  expect(await linksOf(other.id)).toHaveLength(1);
  expect(await eve.come(toSignIn)).toMatchObject({ userErrors: [] });
});

test('who has a password unlinks, and once more is fine; Google is then somebody unknown', async () => {
  const { browser: ada, user } = await registered();
  const email = newAddress();
  await ada.link({ email });
  const other = await newcomer();
  for (let time = 0; time < 2; time++)
    expect(await ada.unlink()).toEqual({
      user: { id: user.id, linkedAccounts: [], signInWith: ['PASSWORD'] },
      userErrors: [],
    });
  expect((await browser().signIn({ email })).user.id).not.toBe(user.id);
  expect(await linksOf(other.user.id)).toEqual([other.email]);
});

test('the last way in is not taken away', async () => {
  const { browser: ada, user, email } = await newcomer();
  expect(await ada.unlink()).toMatchObject({ user: null, userErrors: [{ code: 'INVALID_STATE' }] });
  expect(await linksOf(user.id)).toEqual([email]);
});

test('the owner is told of a Google account that is linked or unlinked, once each, and of no other try', async () => {
  const { browser: ada, user } = await registered();
  const google = { email: newAddress() };
  const linked = { change: 'ADDED', methods: ['GOOGLE'], email: user.email };
  for (let time = 0; time < 2; time++) await ada.link(google);
  expect(await waysInChanges(user.id)).toEqual([linked]);
  const bob = await registered();
  await bob.browser.link(google);
  expect(await waysInChanges(bob.user.id)).toEqual([]);
  for (let time = 0; time < 2; time++) await ada.unlink();
  expect(await waysInChanges(user.id)).toEqual([linked, { ...linked, change: 'REMOVED' }]);
});

test('the owner is told of a Google account that was linked by the password, and of none with which the account began', async () => {
  const { ada, user, token } = await asked();
  await ada.confirm({ token, password: 'not the right password' });
  expect(await waysInChanges(user.id)).toEqual([]);
  await ada.confirm({ token, password: PASSWORD });
  expect(await waysInChanges(user.id)).toEqual([{ change: 'ADDED', methods: ['GOOGLE'], email: user.email }]);

  const { browser: eve, user: begun } = await newcomer();
  await eve.unlink(); // the last way in
  expect(await waysInChanges(begun.id)).toEqual([]);
});

test('what is linked is seen by themselves and by staff, and by nobody else', async () => {
  const { browser: ada, user, email } = await newcomer();
  const seen = {
    linkedAccounts: [{ provider: 'GOOGLE', email, linkedAt: expect.any(String) }],
    signInWith: ['GOOGLE'],
  };
  const FIELDS = '{ linkedAccounts { provider email linkedAt } signInWith }';
  expect((await ada.ask(`{ me ${FIELDS} }`)).data.me).toEqual(seen);
  const staff = shop.as({ id: 'usr_1', roles: ['STAFF'] });
  expect((await staff(`query ($id: ID!) { user(id: $id) ${FIELDS} }`, { id: user.id })).data.user).toEqual(seen);
  const { browser: eve } = await registered();
  const representations = [{ __typename: 'User', id: user.id }];
  const entity = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User ${FIELDS} } }`;
  expect((await eve.ask(entity, { representations })).data._entities).toEqual([null]);
});

test('what is linked to a page of accounts is one statement', async () => {
  for (let count = 0; count < 3; count++) await newcomer();
  const staff = shop.as({ id: 'usr_1', roles: ['STAFF'] });
  const statementsOf = async (first: number) => {
    shop.statements.count = 0;
    await staff(`{ users(first: ${first}) { nodes { linkedAccounts { email } signInWith } } }`);
    return shop.statements.count;
  };
  expect(await statementsOf(3)).toBe(await statementsOf(1));
});

// accounts without a password

test('an account without a password gets its first one by a mail, which is the only way in from then on', async () => {
  const { browser: ada, user, email } = await newcomer();
  expect((await world.signIn(email, PASSWORD)).data.signIn.userErrors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  await world.askForReset(email);
  const { data } = await world.resetPassword(await world.resetToken(user.id), PASSWORD_OF_NOW);
  expect(data.resetPassword.userErrors).toEqual([]);
  expect((await world.signIn(email, PASSWORD_OF_NOW)).data.signIn.user.id).toBe(user.id);
  ada.viewer = { id: user.id, roles: ['CUSTOMER'], sessionId: data.resetPassword.session.id };
  expect((await ada.ask('{ me { linkedAccounts { email } signInWith } }')).data.me).toEqual({
    linkedAccounts: [],
    signInWith: ['PASSWORD'],
  });
  expect(await ada.link({ email })).toMatchObject({ user: { signInWith: ['PASSWORD', 'GOOGLE'] } }); // as before, if it was theirs
});

test('it is told that there is no password to change', async () => {
  const { browser: ada, user } = await newcomer();
  const { data } = await ada.ask(
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { code path } } }',
    { input: { currentPassword: PASSWORD, newPassword: PASSWORD_OF_NOW } },
  );
  expect(data.changePassword.userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input', 'currentPassword'] }]);
  expect((await rowOf(user.id)).password_hash).toBeNull();
});

test('after a reset nobody shares the account by a Google account of before', async () => {
  const [{ browser: eve, user }, bob] = [await registered(), await registered()];
  const email = newAddress();
  await eve.link({ email: newAddress() });
  await bob.browser.link({ email });
  await world.askForReset(user.email);
  await world.resetPassword(await world.resetToken(user.id), PASSWORD_OF_NOW);
  expect(await linksOf(user.id)).toEqual([]);
  expect(await linksOf(bob.user.id)).toEqual([email]); // whose address nobody has proved either
  expect((await waysInChanges(user.id)).map(({ change }) => change)).toEqual(['ADDED', 'ENDED']);
});

test('a session of long ago links nothing: what is linked signs in for good', async () => {
  const { browser: ada, user } = await registered();
  await shop.db.execute(sql`UPDATE sessions SET created_at = now() - interval '11 minutes' WHERE user_id = ${user.id}`);
  expect(codesOf(await ada.urlOf({ purpose: 'LINK' }))).toEqual(['UNAUTHENTICATED']);
  expect((await ada.urlOf({ purpose: 'SIGN_IN' })).data.googleSignInUrl).toMatch(/^http/);
  await shop.db.execute(sql`UPDATE sessions SET created_at = now() - interval '9 minutes' WHERE user_id = ${user.id}`);
  expect((await ada.urlOf({ purpose: 'LINK' })).data.googleSignInUrl).toMatch(/^http/);
});

test('what is over is swept, and what is under way is not', async () => {
  const { ada, user, token } = await asked();
  const back = await ada.choose({ email: newAddress() });
  await shop.db.execute(
    sql`UPDATE google_sign_ins SET expires_at = now() - interval '1 second' WHERE used_at IS NOT NULL`,
  );
  await shop.db.execute(
    sql`UPDATE google_challenges SET expires_at = now() - interval '1 second' WHERE user_id <> ${user.id}`,
  );
  await shop.runJobs({ periodic: true });
  const [left] = await shop.db.execute(
    sql`SELECT (SELECT count(*) FROM google_sign_ins WHERE used_at IS NOT NULL)::int AS over, (SELECT count(*) FROM google_challenges)::int AS challenges`,
  );
  expect(left).toEqual({ over: 0, challenges: 1 });
  expect(await ada.come(back)).toMatchObject({ userErrors: [] });
  expect(await ada.confirm({ token, password: PASSWORD })).toMatchObject({ userErrors: [] });
});
