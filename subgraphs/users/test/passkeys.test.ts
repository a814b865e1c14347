import { askTogether, newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test, vi } from 'vitest';
import { sources } from '../src/dataExport/dataExport.sources.ts';
import { deleteDueAccounts } from '../src/deletion/deletion.service.ts';
import { sweepPasskeyChallenges } from '../src/passkey/passkey.service.ts';
import { Authenticator, type Lie } from './authenticator.ts';
import { codesOf, openUsers, PASSWORD, SESSION, WAYS_TO_BE_ALONE } from './world.ts';

const SHOP = 'https://shop.example';
const world = await openUsers({ STOREFRONT_URL: SHOP });
const { shop, guest, register, viewerOf, merged, resetPassword, askForReset, resetToken, verifyEmail, waysInChanges } =
  world;
afterAll(() => shop.stop());

type Caller = ReturnType<typeof viewerOf>;
const PASSKEYS =
  '{ user { id passkeys { id name backedUp createdAt lastUsedAt } signInWith } userErrors { code path } }';

/** The payload, or the codes of the errors. */
const run = async (as: Caller, mutation: string, type: string, input: object, selection: string): Promise<any> => {
  const result = await as(`mutation ($input: ${type}!) { ${mutation}(input: $input) ${selection} }`, { input });
  return result.data?.[mutation] ?? { refused: codesOf(result), field: result.errors?.[0]?.extensions.field };
};
const begin = (as: Caller, proof: object = { currentPassword: PASSWORD }) =>
  run(as, 'createPasskeyRegistration', 'OwnerProofInput', proof, '{ options expiresAt userErrors { code path } }');
const confirm = (as: Caller, response: string, name = 'Phone') =>
  run(as, 'confirmPasskey', 'ConfirmPasskeyInput', { response, name }, PASSKEYS);
const add = async (as: Caller, device: Authenticator, lie?: Lie, name?: string) =>
  confirm(as, device.create((await begin(as)).options, lie), name);
const signInOptions = async (): Promise<string> =>
  (await guest('mutation { passkeySignInOptions { options userErrors { code } } }')).data.passkeySignInOptions.options;
const enter = (response: string, more: object = {}, as: Caller = guest) =>
  run(as, 'signInWithPasskey', 'SignInWithPasskeyInput', { response, ...more }, SESSION);
const signIn = async (device: Authenticator, lie?: Lie) => enter(device.get(await signInOptions(), lie));
const remove = (as: Caller, id: string) => run(as, 'removePasskey', 'RemovePasskeyInput', { id }, PASSKEYS);
const rename = (as: Caller, id: string, name: string) =>
  run(as, 'renamePasskey', 'RenamePasskeyInput', { id, name }, PASSKEYS);
const keysOf = async (userId: string): Promise<any[]> => [
  ...(await shop.db.execute(sql`SELECT * FROM passkeys WHERE user_id = ${userId} ORDER BY created_at`)),
];
const sessionsOf = async (userId: string): Promise<number> => (await world.liveSessions(userId)).length;
const forgetPassword = (userId: string) =>
  shop.db.execute(sql`UPDATE users SET password_hash = NULL WHERE id = ${userId}`);

async function withPasskey(step = 1) {
  const ada = await register();
  const device = new Authenticator(SHOP, step);
  const { user } = await add(viewerOf(ada), device);
  return { ada, as: viewerOf(ada), userId: ada.user.id as string, device, passkey: user.passkeys[0] };
}
const NOT_THIS = { userErrors: [{ code: 'UNAUTHENTICATED', path: ['input', 'response'] }] };

test('a device makes a key for the shop, and signs in with it: counted, and its guest cart comes along', async () => {
  const ada = await register();
  const device = new Authenticator(SHOP);
  const asked = await begin(viewerOf(ada));
  expect(JSON.parse(asked.options)).toMatchObject({
    rp: { id: 'shop.example', name: 'Storegraph' },
    user: { name: ada.user.email, displayName: 'Ada' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
    excludeCredentials: [],
  });
  const { user, userErrors } = await confirm(viewerOf(ada), device.create(asked.options), '  Ada’s phone ');
  expect(userErrors).toEqual([]);
  expect(user).toMatchObject({
    passkeys: [{ id: expect.stringMatching(/^pkey_/), name: 'Ada’s phone', backedUp: true, lastUsedAt: null }],
    signInWith: ['PASSWORD', 'PASSKEY'],
  });

  const entered = await enter(device.get(await signInOptions()), { cartToken: 'a-guests' });
  expect(entered).toMatchObject({ accessToken: expect.any(String), user: { id: ada.user.id }, userErrors: [] });
  expect(merged).toContainEqual({ userId: ada.user.id, cartToken: 'a-guests', strategy: 'SUM' });
  expect(await keysOf(ada.user.id)).toMatchObject([{ counter: '1', last_used_at: expect.anything() }]);
  expect(await sessionsOf(ada.user.id)).toBe(2);
});

test('what is asked for at the sign-in names nobody and no key, and is another each time', async () => {
  await withPasskey();
  const [first, second] = [JSON.parse(await signInOptions()), JSON.parse(await signInOptions())];
  expect(first).toEqual({
    challenge: expect.stringMatching(/^[\w-]{43}$/),
    rpId: 'shop.example',
    timeout: 300_000,
    userVerification: 'required',
  });
  expect(first.challenge).not.toBe(second.challenge);
});

test('a device is told which keys of the account it has already', async () => {
  const { as, device } = await withPasskey();
  const { excludeCredentials } = JSON.parse((await begin(as)).options);
  expect(excludeCredentials).toEqual([
    { id: device.keys[0]!.id.toString('base64url'), transports: ['internal', 'hybrid'], type: 'public-key' },
  ]);
});

test('to add one the owner shows once more who they are', async () => {
  const ada = await register();
  const as = viewerOf(ada);
  expect((await begin(as, { currentPassword: 'not the right password' })).userErrors).toEqual([
    { code: 'UNAUTHENTICATED', path: ['input', 'currentPassword'] },
  ]);
  expect(await begin(as, {})).toMatchObject({ refused: ['BAD_USER_INPUT'], field: 'input.currentPassword' });
  await shop.db.execute(
    sql`UPDATE sessions SET created_at = now() - interval '11 minutes' WHERE id = ${ada.session.id}`,
  );
  expect((await begin(as, { recentSignIn: true })).userErrors).toEqual([
    { code: 'UNAUTHENTICATED', path: ['input', 'recentSignIn'] },
  ]);
  const [row] = await shop.db.execute(
    sql`SELECT count(*)::int AS n FROM passkey_challenges WHERE user_id = ${ada.user.id}`,
  );
  expect(row).toEqual({ n: 0 });
});

test.each<[string, Lie]>([
  ['a page of another site', { origin: 'https://shop.example.evil.test' }],
  ['the same site without TLS', { origin: 'http://shop.example' }],
  ['another shop', { rpId: 'evil.test' }],
  ['another question', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['another kind of answer', { type: 'webauthn.other' }],
  ['a device that has not looked who holds it', { isUnverified: true }],
])('an answer of %s adds nothing and signs nobody in', async (_what, lie) => {
  const { as, userId, device } = await withPasskey();
  expect((await add(as, new Authenticator(SHOP), lie)).userErrors).toEqual(NOT_THIS.userErrors);
  expect(await keysOf(userId)).toHaveLength(1);
  expect(await signIn(device, lie)).toMatchObject({ ...NOT_THIS, accessToken: null, session: null });
  expect(await sessionsOf(userId)).toBe(1);
  expect(await signIn(device)).toMatchObject({ user: { id: userId } });
});

test.each<[string, Lie]>([
  ['signed by another key', { isForged: true }],
  ['for another account', { userHandle: Buffer.from('usr_01jd0000000000000000099999').toString('base64url') }],
])('an answer that is %s signs nobody in', async (_what, lie) => {
  const { userId, device } = await withPasskey();
  expect(await signIn(device, lie)).toMatchObject(NOT_THIS);
  expect(await sessionsOf(userId)).toBe(1);
});

test('a key that nobody has is answered as one that is wrong', async () => {
  const { device, as, userId, passkey } = await withPasskey();
  expect((await remove(as, passkey.id)).user.passkeys).toEqual([]);
  expect(await signIn(device)).toMatchObject(NOT_THIS);
  expect(await sessionsOf(userId)).toBe(1);
});

test('an answer works once, in whichever account and of two at the same time', async () => {
  const { device, userId } = await withPasskey(0);
  const response = device.get(await signInOptions());
  const both = await Promise.all([enter(response), enter(response)]);
  expect(both.filter(({ accessToken }) => accessToken)).toHaveLength(1);
  expect(await enter(response)).toMatchObject(NOT_THIS);
  expect(await sessionsOf(userId)).toBe(2);

  const ada = await register();
  const { options } = await begin(viewerOf(ada));
  const made = new Authenticator(SHOP).create(options);
  expect((await confirm(viewerOf(ada), made)).userErrors).toEqual([]);
  expect((await confirm(viewerOf(ada), made)).userErrors).toEqual(NOT_THIS.userErrors);
  expect(await keysOf(ada.user.id)).toHaveLength(1);
});

test('what one account was asked adds nothing to another, and to nobody who signs in', async () => {
  const [ada, eve] = [await register(), await register()];
  const device = new Authenticator(SHOP);
  const { options } = await begin(viewerOf(ada));
  expect((await confirm(viewerOf(eve), device.create(options))).userErrors).toEqual(NOT_THIS.userErrors);
  expect(await keysOf(eve.user.id)).toEqual([]);
  expect((await confirm(viewerOf(ada), device.create(options))).userErrors).toEqual([]);

  const forAda = await begin(viewerOf(ada));
  expect(await enter(device.get(forAda.options))).toMatchObject(NOT_THIS);
  const forSignIn = JSON.parse(await signInOptions());
  const mixed = JSON.stringify({ ...JSON.parse(forAda.options), challenge: forSignIn.challenge });
  expect((await confirm(viewerOf(ada), new Authenticator(SHOP).create(mixed))).userErrors).toEqual(NOT_THIS.userErrors);
  expect(await keysOf(ada.user.id)).toHaveLength(1);
});

test('after five minutes it is too late, and what is too old is swept', async () => {
  const { as, userId, device } = await withPasskey();
  const [adding, entering] = [(await begin(as)).options, await signInOptions()];
  await shop.db.execute(sql`UPDATE passkey_challenges SET expires_at = now()`);
  expect((await confirm(as, new Authenticator(SHOP).create(adding))).userErrors).toEqual(NOT_THIS.userErrors);
  expect(await enter(device.get(entering))).toMatchObject(NOT_THIS);
  expect([(await keysOf(userId)).length, await sessionsOf(userId)]).toEqual([1, 1]);
  const fresh = await signInOptions();
  await shop.db.execute(
    sql`UPDATE passkey_challenges SET expires_at = now() - interval '1 second' WHERE expires_at < now()`,
  );
  await sweepPasskeyChallenges(shop.db);
  const [row] = await shop.db.execute(sql`SELECT count(*)::int AS n FROM passkey_challenges`);
  expect(row).toEqual({ n: 1 });
  expect(await enter(device.get(fresh))).toMatchObject({ user: { id: userId } });
});

test('a device that counts backwards, or the same twice, is refused and logged; one that never counts is not', async () => {
  const { device, userId, passkey } = await withPasskey();
  await signIn(device, { counter: 7 });
  const warn = vi.spyOn(shop.service.log, 'warn');
  for (const counter of [7, 6, 0]) expect(await signIn(device, { counter })).toMatchObject(NOT_THIS);
  expect(warn.mock.calls.map(([about]) => about)).toEqual(
    Array.from({ length: 3 }, () => ({ userId, passkeyId: passkey.id })),
  );
  expect(await keysOf(userId)).toMatchObject([{ counter: '7' }]);
  expect(await signIn(device, { counter: 8 })).toMatchObject({ user: { id: userId } });
  expect(await sessionsOf(userId)).toBe(3);

  const still = await withPasskey(0);
  for (let i = 0; i < 3; i++) expect(await signIn(still.device)).toMatchObject({ user: { id: still.userId } });
});

test('a disabled account is answered as one whose key is wrong, and adds none', async () => {
  const { as, device, userId } = await withPasskey();
  const { options } = await begin(as);
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${userId}`);
  expect(await signIn(device)).toMatchObject(NOT_THIS);
  expect((await confirm(as, new Authenticator(SHOP).create(options))).refused).toEqual(['UNAUTHENTICATED']);
  expect(await keysOf(userId)).toHaveLength(1);
});

test('who tries often waits, and who is right starts anew', async () => {
  const { device, userId } = await withPasskey();
  for (let i = 0; i < 5; i++) expect(await signIn(device, { isForged: true })).toMatchObject(NOT_THIS);
  expect((await signIn(device)).refused).toEqual(['RATE_LIMITED']);
  await shop.db.execute(sql`UPDATE sign_in_failures SET last_at = now() - interval '2 minutes'`);
  expect(await signIn(device)).toMatchObject({ user: { id: userId } });
  for (let i = 0; i < 5; i++) expect(await signIn(device, { isForged: true })).toMatchObject(NOT_THIS);

  const stranger = new Authenticator(SHOP);
  stranger.keys.push({ ...device.keys[0]!, id: Buffer.alloc(32, 9) });
  for (let i = 0; i < 5; i++) expect(await signIn(stranger)).toMatchObject(NOT_THIS);
  expect((await signIn(stranger)).refused).toEqual(['RATE_LIMITED']);
});

test('certificates of a maker are not looked at: nobody has asked for any', async () => {
  const ada = await register();
  expect((await add(viewerOf(ada), new Authenticator(SHOP), { isCertified: true })).userErrors).toEqual(
    NOT_THIS.userErrors,
  );
  const statement = new Map<string, unknown>([
    ['alg', -7],
    ['sig', new Uint8Array(70)],
    ['x5c', [new Uint8Array(10)]],
  ]);
  for (const format of ['packed', 'fido-u2f', 'android-key', 'tpm', 'apple', 'android-safetynet', 'other'])
    expect((await add(viewerOf(ada), new Authenticator(SHOP), { format, statement })).userErrors).toEqual(
      NOT_THIS.userErrors,
    );
  expect(await keysOf(ada.user.id)).toEqual([]);
});

test.each([
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['nothing of a key', '{"id":"a","rawId":"a","type":"public-key"}'],
  ['bytes that are none', '{"id":"a b","rawId":"a b","type":"public-key","response":{}}'],
])('an answer with %s is refused at its field', async (_what, response) => {
  const ada = await register();
  const refused = { refused: ['BAD_USER_INPUT'], field: 'input.response' };
  expect(await confirm(viewerOf(ada), response)).toEqual(refused);
  expect(await enter(response)).toEqual(refused);
});

test('an answer of the right form with anything in it is wrong, and no mistake of ours', async () => {
  const { as, device } = await withPasskey();
  const made = JSON.parse(new Authenticator(SHOP).create((await begin(as)).options));
  const got = JSON.parse(device.get(await signInOptions()));
  for (const [part, value] of [
    ['clientDataJSON', 'AAAA'],
    ['clientDataJSON', Buffer.from('{"challenge":{}}').toString('base64url')],
    ['clientDataJSON', Buffer.from('null').toString('base64url')],
    ['attestationObject', 'AAAA'],
  ])
    expect(
      (await confirm(as, JSON.stringify({ ...made, response: { ...made.response, [part!]: value } }))).userErrors,
    ).toEqual(NOT_THIS.userErrors);
  for (const [part, value] of [
    ['clientDataJSON', 'AAAA'],
    ['authenticatorData', 'AAAA'],
    ['signature', 'AAAA'],
  ])
    expect(await enter(JSON.stringify({ ...got, response: { ...got.response, [part!]: value } }))).toMatchObject(
      NOT_THIS,
    );
});

test('the same key goes to no second account', async () => {
  const { device } = await withPasskey();
  const eve = await register();
  const { options } = await begin(viewerOf(eve));
  const stolen = new Authenticator(SHOP);
  const made = JSON.parse(stolen.create(options));
  await shop.db.execute(
    sql`UPDATE passkeys SET credential_id = ${made.id} WHERE credential_id = ${device.keys[0]!.id.toString('base64url')}`,
  );
  expect((await confirm(viewerOf(eve), JSON.stringify(made))).userErrors).toEqual([
    { code: 'CONFLICT', path: ['input', 'response'] },
  ]);
  expect(await keysOf(eve.user.id)).toEqual([]);
});

test('an account has twenty at most, also when two are added at once', async () => {
  const { as, userId } = await withPasskey();
  await shop.db.execute(sql`
    INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, name, backed_up)
    SELECT ${userId} || n, ${userId}, ${userId} || n, 'AAAA', 0, '{}', 'Key', false FROM generate_series(1, 18) n`);
  const [one, two] = [await begin(as), await begin(as)];
  const both = await Promise.all([one, two].map(({ options }) => confirm(as, new Authenticator(SHOP).create(options))));
  expect(both.map(({ userErrors }) => userErrors[0]?.code).sort()).toEqual(['INVALID_STATE', undefined]);
  expect(await keysOf(userId)).toHaveLength(20);
  expect((await begin(as)).userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input'] }]);
});

test('they are named and removed by their owner alone, and seen by nobody else', async () => {
  const { as, userId, passkey } = await withPasskey();
  const eve = viewerOf(await register());
  const notFound = [{ code: 'NOT_FOUND', path: ['input', 'id'] }];
  expect((await rename(eve, passkey.id, 'Mine')).userErrors).toEqual(notFound);
  expect((await remove(eve, passkey.id)).userErrors).toEqual(notFound);
  expect(await keysOf(userId)).toMatchObject([{ name: 'Phone' }]);
  expect((await rename(as, passkey.id, 'Old phone')).user.passkeys).toMatchObject([{ name: 'Old phone' }]);
  expect(await rename(as, passkey.id, 'n'.repeat(61))).toMatchObject({ refused: ['BAD_USER_INPUT'] });

  const staff = shop.as(newViewer(['STAFF']));
  const { data } = await staff('query ($id: ID!) { user(id: $id) { passkeys { id } signInWith } }', { id: userId });
  expect(data.user).toEqual({ passkeys: null, signInWith: ['PASSWORD', 'PASSKEY'] });
});

test('the last way in is not removed', async () => {
  const { as, userId, device, passkey } = await withPasskey();
  await forgetPassword(userId);
  expect((await remove(as, passkey.id)).userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
  expect(await signIn(device)).toMatchObject({ user: { id: userId } });

  const { options } = await begin(as, { recentSignIn: true });
  const second = (await confirm(as, new Authenticator(SHOP).create(options), 'Key')).user.passkeys[1];
  const both = await Promise.all([remove(as, passkey.id), remove(as, second.id)]);
  expect(both.map(({ userErrors }) => userErrors[0]?.code).sort()).toEqual(['INVALID_STATE', undefined]);
  expect(await keysOf(userId)).toHaveLength(1);
});

test('the owner is told of a passkey that is added or removed, once each, and of no other try', async () => {
  const { ada, as, userId, passkey } = await withPasskey();
  await add(as, new Authenticator(SHOP), { isUnverified: true });
  const added = { change: 'ADDED', methods: ['PASSKEY'], email: ada.user.email };
  expect(await waysInChanges(userId)).toEqual([added]);
  await rename(as, passkey.id, 'Old phone');
  for (let time = 0; time < 2; time++) await remove(as, passkey.id);
  expect(await waysInChanges(userId)).toEqual([added, { ...added, change: 'REMOVED' }]);

  const last = await withPasskey();
  await forgetPassword(last.userId);
  await remove(last.as, last.passkey.id);
  expect(await waysInChanges(last.userId)).toHaveLength(1);
});

test('to an address that nobody has proved three such mails go within an hour, for it may be somebody else’s; the rest is in the feed, and one that is proved gets all', async () => {
  for (const isProved of [false, true]) {
    const { ada, as, userId } = await withPasskey();
    if (isProved) await verifyEmail(await world.verificationToken(userId), as);
    for (let time = 0; time < 3; time++) await add(as, new Authenticator(SHOP));
    const { email } = ada.user;
    expect((await waysInChanges(userId)).map((said) => said.email)).toEqual([
      ...[email, email, email],
      isProved ? email : null,
    ]);
    if (isProved) continue;
    await verifyEmail(await world.verificationToken(userId)); // whose mailbox it is, is known by now
    expect((await waysInChanges(userId)).at(-1)).toEqual({ change: 'ENDED', methods: ['PASSKEY'], email });
  }
});

test('with a passkey Google is not the last way in', async () => {
  const { as, userId } = await withPasskey();
  await forgetPassword(userId);
  await shop.db.execute(
    sql`INSERT INTO linked_accounts (id, user_id, provider, issuer, subject, email) VALUES ('link_1', ${userId}, 'GOOGLE', 'i', ${userId}, 'a@b.example')`,
  );
  const { data } = await as('mutation { unlinkGoogle { user { signInWith } userErrors { code } } }');
  expect(data.unlinkGoogle).toEqual({ user: { signInWith: ['PASSKEY'] }, userErrors: [] });
});

test.each([
  ['nobody had proved', 'never'],
  ['its owner had proved before', 'before'],
  ['its owner proved before somebody else added one', 'between'],
])(
  'a reset of the password takes the passkeys of its account away, whose address %s, and the owner is told',
  async (_whose, proved) => {
    const ada = await register();
    const [userId, bob] = [ada.user.id, await withPasskey()];
    const [device, eve] = [new Authenticator(SHOP), viewerOf(ada)];
    if (proved === 'between') await verifyEmail(await world.verificationToken(userId), eve);
    await add(eve, device);
    if (proved === 'before') await verifyEmail(await world.verificationToken(userId), eve);
    await askForReset(ada.user.email);
    const { user, session } = (await resetPassword(await resetToken(userId))).data.resetPassword;
    expect((await viewerOf({ user, session })('{ me { signInWith passkeys { id } } }')).data.me).toEqual({
      signInWith: ['PASSWORD'],
      passkeys: [],
    });
    expect(await signIn(device)).toMatchObject(NOT_THIS);
    expect((await waysInChanges(userId)).slice(1)).toEqual([
      { change: 'ENDED', methods: ['PASSKEY'], email: ada.user.email },
    ]);
    expect(await signIn(bob.device)).toMatchObject({ user: { id: bob.userId } });
  },
);

test.each(WAYS_TO_BE_ALONE)('a key that a device has made before %s is not added', async (way) => {
  const { user, session } = await register();
  const as = viewerOf({ user, session });
  const made = new Authenticator(SHOP).create((await begin(as)).options);
  const added = await world.overtaken(way, { user, session }, () => confirm(as, made));
  expect(added.refused ?? added.userErrors.map(({ code }: any) => code)).toEqual(['UNAUTHENTICATED']);
  expect(await keysOf(user.id)).toEqual([]);
});

test.each(['nobody', 'somebody else'])(
  'who verifies an address and is signed in as %s ends the sessions and what was added before, and is told so; the password stays',
  async (who) => {
    const { ada, as, userId, device } = await withPasskey();
    const bob = await register();
    await begin(as);
    await shop.db.execute(
      sql`INSERT INTO linked_accounts (id, user_id, provider, issuer, subject, email) VALUES ('link_2', ${userId}, 'GOOGLE', 'i', ${userId}, 'a@b.example')`,
    );
    await verifyEmail(await world.verificationToken(userId), who === 'nobody' ? guest : viewerOf(bob));
    expect(await keysOf(userId)).toEqual([]);
    expect(await signIn(device)).toMatchObject(NOT_THIS);
    for (const table of ['linked_accounts', 'passkey_challenges'])
      expect([
        ...(await shop.db.execute(sql`SELECT 1 FROM ${sql.identifier(table)} WHERE user_id = ${userId}`)),
      ]).toEqual([]);
    expect((await waysInChanges(userId)).at(-1)).toEqual({
      change: 'ENDED',
      methods: ['GOOGLE', 'PASSKEY'],
      email: ada.user.email,
    });
    expect(await begin(as)).toMatchObject({ refused: ['UNAUTHENTICATED'] });
    expect([await sessionsOf(userId), await sessionsOf(bob.user.id)]).toEqual([0, 1]);
    expect((await world.signIn(ada.user.email)).data.signIn.user.id).toBe(userId);
  },
);

test('who verifies their address in their own session keeps all they have, and so does who proved it before', async () => {
  for (const isProved of [false, true]) {
    const { ada, as, userId } = await withPasskey();
    const token = await world.verificationToken(userId);
    if (isProved) await shop.db.execute(sql`UPDATE users SET email_verified = true WHERE id = ${userId}`);
    const { data } = await verifyEmail(token, isProved ? guest : as);
    expect(data.verifyEmail.user).toEqual({ id: userId, emailVerified: true });
    expect(await keysOf(userId)).toHaveLength(1);
    expect(await world.liveSessions(userId)).toEqual([ada.session.id]);
  }
});

test.each(['a reset', 'a change'])('%s of the password ends what was begun to add a passkey', async (what) => {
  const { ada, as, userId } = await withPasskey();
  await begin(as);
  const open = async () =>
    (await shop.db.execute(sql`SELECT 1 FROM passkey_challenges WHERE user_id = ${userId}`)).length;
  expect(await open()).toBe(1);
  if (what === 'a reset') {
    await askForReset(ada.user.email);
    await resetPassword(await resetToken(userId));
  } else
    await run(
      as,
      'changePassword',
      'ChangePasswordInput',
      { currentPassword: PASSWORD, newPassword: 'an entirely new password' },
      '{ userErrors { code } }',
    );
  expect(await open()).toBe(0);
});

test('a change of the e-mail address that is undone takes every passkey away: a stranger may have added one first', async () => {
  const { as, userId, device } = await withPasskey();
  await run(
    as,
    'changeEmail',
    'ChangeEmailInput',
    { email: world.newEmail(), currentPassword: PASSWORD },
    '{ userErrors { code } }',
  );
  const late = new Authenticator(SHOP);
  await add(as, late);
  await begin(as);
  const { undoToken: token } = (await shop.published()).findLast(
    ({ type }) => type === 'EmailChangeRequested',
  )!.payload;
  expect((await run(guest, 'undoEmailChange', 'TokenInput', { token }, '{ userErrors { code } }')).userErrors).toEqual(
    [],
  );
  expect(await keysOf(userId)).toEqual([]);
  expect(await shop.db.execute(sql`SELECT 1 FROM passkey_challenges WHERE user_id = ${userId}`)).toHaveLength(0);
  for (const one of [late, device]) expect(await signIn(one)).toMatchObject(NOT_THIS);
});

test('passkeys of many accounts take one statement, and staff learns from none of them whose they are', async () => {
  const [one, two] = [await withPasskey(), await withPasskey()];
  const { together, alone, statements } = await askTogether(shop, {
    viewer: newViewer(['STAFF']),
    type: 'User',
    ids: [one.userId, two.userId],
    selection: 'passkeys { id } signInWith',
  });
  expect(together).toEqual(alone);
  expect(together).toEqual(
    [0, 1].map(() => expect.objectContaining({ passkeys: null, signInWith: expect.anything() })),
  );
  expect(statements).toBe(3); // accounts, those elsewhere, keys
});

test('the export has them by name and id, without their public keys, and with the account they are deleted', async () => {
  const { userId, device } = await withPasskey();
  const { data } = await sources.users!(shop.service, { userId, after: null });
  expect((data as any).passkeys).toEqual([
    {
      id: expect.stringMatching(/^pkey_/),
      credentialId: device.keys[0]!.id.toString('base64url'),
      name: 'Phone',
      backedUp: true,
      createdAt: expect.any(String),
      lastUsedAt: null,
    },
  ]);
  await shop.db.execute(
    sql`UPDATE users SET deletion_requested_at = now() - interval '8 days', deletion_due_at = now() - interval '1 second' WHERE id = ${userId}`,
  );
  const entering = await signInOptions();
  await deleteDueAccounts(shop.service);
  expect(await keysOf(userId)).toEqual([]);
  expect(await enter(device.get(entering))).toMatchObject(NOT_THIS);
});

test('where the shop has no name of its own nobody is offered a passkey', async () => {
  const bare = await openUsers({ STOREFRONT_URL: 'http://127.0.0.1:4100' });
  try {
    const { data } = await bare.guest('{ storefront { signInWith } }');
    expect(data.storefront.signInWith).not.toContain('PASSKEY');
    const asked = await bare.guest('mutation { passkeySignInOptions { options userErrors { code } } }');
    expect(asked.data?.passkeySignInOptions?.userErrors ?? codesOf(asked)).toEqual(['INVALID_STATE']);
  } finally {
    await bare.shop.stop();
  }
});
