import { newViewer } from '@storegraph/kit/testing';
import { eventually } from '@storegraph/kit/testing/eventually';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ADDRESS, codesOf, openUsers, PASSWORD } from './world.ts';

const world = await openUsers();
const { shop, register, viewerOf, signIn, rowOf, openOrders } = world;
afterAll(() => shop.stop());
beforeEach(() => openOrders.clear());

type Caller = ReturnType<typeof viewerOf>;
const DELETE =
  'mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { accepted notice userErrors { code path } } }';
const CANCEL = 'mutation { cancelDeletion { user { deletion { dueAt } } userErrors { code } } }';
const DELETION = '{ me { deletion { requestedAt dueAt } } }';
const ask = async (as: Caller, input: object = { currentPassword: PASSWORD }): Promise<any> => {
  const result = await as(DELETE, { input });
  return result.data?.deleteMyAccount ?? { refused: codesOf(result), message: result.errors?.[0]?.message };
};
const days = (userId: string, column: string): Promise<number> =>
  shop.db
    .execute<{ days: number }>(
      sql`SELECT extract(epoch FROM ${sql.identifier(column)} - now()) / 86400 AS days FROM users WHERE id = ${userId}`,
    )
    .then(([row]) => Number(row!.days));
const comesDue = (userId: string) =>
  shop.db.execute(sql`UPDATE users SET deletion_due_at = now() - interval '1 second' WHERE id = ${userId}`);
const runDay = () => shop.runJobs({ periodic: true });
const told = async (type: string, userId: string) =>
  (await shop.published()).filter((event) => event.type === type && event.payload.userId === userId);

test('an account is due a week after its owner asked, with the password, and a mail says so', async () => {
  const ada = await register();
  expect(await ask(viewerOf(ada))).toEqual({ accepted: true, notice: null, userErrors: [] });
  expect(await days(ada.user.id, 'deletion_due_at')).toBeCloseTo(7, 2);
  expect(await told('AccountDeletionRequested', ada.user.id)).toMatchObject([
    { subscriber: 'notifications', payload: { email: ada.user.email, displayName: null } },
  ]);
  const { data } = await viewerOf(ada)(DELETION);
  expect(data.me.deletion).toEqual({ requestedAt: expect.any(String), dueAt: expect.any(String) });
});

test('asking again changes neither the day nor sends another mail', async () => {
  const ada = await register();
  await ask(viewerOf(ada));
  await shop.db.execute(sql`UPDATE users SET deletion_due_at = now() + interval '3 days' WHERE id = ${ada.user.id}`);
  await Promise.all([ask(viewerOf(ada)), ask(viewerOf(ada))]);
  expect(await days(ada.user.id, 'deletion_due_at')).toBeCloseTo(3, 2);
  expect(await told('AccountDeletionRequested', ada.user.id)).toHaveLength(1);
});

test.each([true, false])(
  'to wish for it and take it back again and again sends three mails a day; the rest is for the feed. The address is proved: %s',
  async (isProved) => {
    const ada = await register();
    if (isProved) await world.verifyEmail(await world.verificationToken(ada.user.id), viewerOf(ada));
    const again = async () => {
      await ask(viewerOf(ada), { recentSignIn: true });
      await viewerOf(ada)(CANCEL);
    };
    const mails = async () => (await told('AccountDeletionRequested', ada.user.id)).map(({ payload }) => payload.email);
    for (let time = 0; time < 5; time++) await again();
    const { email } = ada.user;
    expect(await mails()).toEqual([email, email, email, null, null]);
    const pass = (time: string) =>
      shop.db.execute(
        sql`UPDATE unasked_mails SET since = since - ${time}::interval WHERE email_key LIKE ${`%${email}`}`,
      );
    await pass('23 hours 59 minutes');
    await shop.runJobs({ periodic: true }); // what counts for a day is not forgotten after an hour
    await again();
    expect((await mails()).at(-1)).toBeNull();
    await pass('1 minute 1 second');
    await again();
    expect((await mails()).at(-1)).toBe(email);
  },
);

test('to an address that nobody has proved mails about an account are counted together, whatever they are about', async () => {
  const ada = await register();
  const { email } = ada.user;
  await shop.db.execute(sql`INSERT INTO unasked_mails (email_key, mails) VALUES (${email}, 12)`);
  await ask(viewerOf(ada), { recentSignIn: true });
  expect(await told('AccountDeletionRequested', ada.user.id)).toMatchObject([{ payload: { email: null } }]);
});

test('who keeps the account hears of it once, however often they say so', async () => {
  const ada = await register();
  await world.verifyEmail(await world.verificationToken(ada.user.id), viewerOf(ada));
  const keep = () => viewerOf(ada)(CANCEL);
  await keep();
  expect(await told('AccountDeletionCancelled', ada.user.id)).toEqual([]);
  await ask(viewerOf(ada));
  const { data } = await viewerOf(ada)(DELETION);
  await Promise.all([keep(), keep()]);
  expect(await told('AccountDeletionCancelled', ada.user.id)).toMatchObject([
    { subscriber: 'notifications', payload: { email: ada.user.email, requestedAt: data.me.deletion.requestedAt } },
  ]);
});

test.each([
  [true, 3],
  [false, 0],
])(
  'that an account is kept is mailed three times a day to an address that is proved (%s); the rest is for the feed',
  async (isProved, most) => {
    const ada = await register();
    if (isProved) await world.verifyEmail(await world.verificationToken(ada.user.id), viewerOf(ada));
    for (let time = 0; time < 5; time++) {
      await ask(viewerOf(ada), { recentSignIn: true });
      await viewerOf(ada)(CANCEL);
    }
    const mails = (await told('AccountDeletionCancelled', ada.user.id)).map(({ payload }) => payload.email);
    expect(mails).toEqual(Array.from({ length: 5 }, (_, time) => (time < most ? ada.user.email : null)));
  },
);

test('a wrong password changes nothing, and waits after a few', async () => {
  const ada = await register();
  for (let i = 0; i < 5; i++)
    expect((await ask(viewerOf(ada), { currentPassword: 'not the right password' })).userErrors).toEqual([
      { code: 'UNAUTHENTICATED', path: ['input', 'currentPassword'] },
    ]);
  expect((await ask(viewerOf(ada), { currentPassword: 'not the right password' })).refused).toEqual(['RATE_LIMITED']);
  expect((await rowOf(ada.user.id)).deletion_due_at).toBeNull();
});

test.each([
  ['nothing', {}],
  ['both', { currentPassword: PASSWORD, recentSignIn: true }],
  ['a sign-in that is not meant', { recentSignIn: false }],
])('%s is no proof', async (_what, input) => {
  const ada = await register();
  expect((await ask(viewerOf(ada), input)).refused).toEqual(['BAD_USER_INPUT']);
  expect((await rowOf(ada.user.id)).deletion_due_at).toBeNull();
});

test('who has no password shows that they signed in just now', async () => {
  const [ada, eve] = [await register(), await register()];
  const forget = (minutes: number) =>
    shop.db.execute(
      sql`UPDATE sessions SET created_at = now() - ${minutes} * interval '1 minute' WHERE id = ${ada.session.id}`,
    );
  const refused = { userErrors: [{ code: 'UNAUTHENTICATED', path: ['input', 'recentSignIn'] }] };
  const prove = (session: object = ada) => ask(viewerOf(session), { recentSignIn: true });
  await forget(11);
  expect(await prove()).toMatchObject(refused);
  await forget(9);
  expect((await prove({ user: ada.user, session: eve.session })).refused).toEqual(['UNAUTHENTICATED']);
  expect((await rowOf(ada.user.id)).deletion_due_at).toBeNull();
  expect(await prove()).toMatchObject({ accepted: true, userErrors: [] });
});

test('an admin stays until another admin has taken the role away', async () => {
  const ada = await register();
  await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER,ADMIN}' WHERE id = ${ada.user.id}`);
  expect((await ask(viewerOf(ada))).userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input'] }]);
  expect((await rowOf(ada.user.id)).deletion_due_at).toBeNull();
});

test('who has become an admin by that day stays, and has to ask anew; who has become staff does not', async () => {
  const [root, sam] = [await register(), await register()];
  for (const [someone, roles] of [
    [root, '{CUSTOMER,STAFF,ADMIN}'],
    [sam, '{CUSTOMER,STAFF}'],
  ] as const) {
    await ask(viewerOf(someone), { currentPassword: PASSWORD, reason: 'I move on' });
    await shop.db.execute(sql`UPDATE users SET roles = ${roles}::user_role[] WHERE id = ${someone.user.id}`);
    await comesDue(someone.user.id);
  }
  await runDay();
  const notWanted = { deletion_requested_at: null, deletion_due_at: null, deletion_reason: null };
  expect(await rowOf(root.user.id)).toMatchObject({ email: root.user.email, deleted_at: null, ...notWanted });
  expect(await told('AccountDeleted', root.user.id)).toEqual([]);
  expect((await signIn(root.user.email)).data.signIn.user.id).toBe(root.user.id);
  expect((await rowOf(sam.user.id)).deleted_at).not.toBeNull();

  await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER}' WHERE id = ${root.user.id}`);
  await runDay();
  expect((await rowOf(root.user.id)).deleted_at).toBeNull();
});

test('who becomes an admin while the account is about to be deleted stays', async () => {
  const ada = await register();
  const { id } = ada.user;
  await ask(viewerOf(ada));
  await comesDue(id);
  let due: Promise<void> | undefined;
  await shop.db.transaction(async (tx) => {
    await tx.execute(sql`UPDATE users SET roles = '{CUSTOMER,ADMIN}' WHERE id = ${id}`);
    due = world.deleteDue();
    await eventually(async () => expect(await shop.waitingForLocks()).toBe(1));
  });
  await due;
  expect(await rowOf(id)).toMatchObject({ email: ada.user.email, deleted_at: null });
  await world.deleteDue();
  expect((await rowOf(id)).deletion_due_at).toBeNull();
});

test('until the day everything works, and it can be taken back', async () => {
  const ada = await register();
  await ask(viewerOf(ada));
  await runDay();
  expect((await signIn(ada.user.email)).data.signIn.user.id).toBe(ada.user.id);
  expect((await viewerOf(ada)(CANCEL)).data.cancelDeletion).toEqual({ user: { deletion: null }, userErrors: [] });
  await shop.db.execute(sql`UPDATE users SET deletion_due_at = deletion_due_at - interval '8 days'`);
  await runDay();
  expect(await rowOf(ada.user.id)).toMatchObject({ email: ada.user.email, deleted_at: null });
});

test('open orders are named in the answer and postpone it by a day at a time', async () => {
  const ada = await register();
  openOrders.set(ada.user.id, 2);
  expect((await ask(viewerOf(ada))).notice).toMatch(/^2 orders of yours are still open/);
  await comesDue(ada.user.id);
  await runDay();
  expect(await days(ada.user.id, 'deletion_due_at')).toBeCloseTo(1, 2);
  expect((await rowOf(ada.user.id)).deleted_at).toBeNull();
  openOrders.delete(ada.user.id);
  await comesDue(ada.user.id);
  await runDay();
  expect((await rowOf(ada.user.id)).deleted_at).not.toBeNull();
});

test('while orders is away the wish is taken all the same, and nothing is deleted', async () => {
  const ada = await register();
  openOrders.set(ada.user.id, 'down');
  expect(await ask(viewerOf(ada))).toEqual({ accepted: true, notice: null, userErrors: [] });
  await comesDue(ada.user.id);
  const [bob] = [await register()];
  await ask(viewerOf(bob));
  await comesDue(bob.user.id);
  await runDay();
  expect((await rowOf(ada.user.id)).deleted_at).toBeNull();
  // one that cannot be deleted keeps nobody else
  expect((await rowOf(bob.user.id)).deleted_at).not.toBeNull();
});

test('nothing about somebody is left in users, and the others hear of it', async () => {
  const email = `Zoë.Winterbottom.${Date.now()}@shop.example`.replace('ë', 'e');
  const zoe = await register(email);
  const { id } = zoe.user;
  const as = viewerOf(zoe);
  await as('mutation ($input: CreateAddressInput!) { createAddress(input: $input) { address { id } } }', {
    input: { address: { ...ADDRESS, fullName: 'Winterbottom' } },
  });
  await as('mutation { setMarketingConsent(input: { given: true }) { user { id } } }');
  await as('mutation { updateProfile(input: { displayName: "Winterbottom", locale: "de" }) { user { id } } }');
  await shop.db.execute(sql`UPDATE users SET note = 'About Winterbottom' WHERE id = ${id}`);
  await shop.db.execute(
    sql`INSERT INTO customer_groups (id, name, name_key) VALUES ('grp_1', 'G', 'g') ON CONFLICT DO NOTHING`,
  );
  await shop.db.execute(sql`INSERT INTO customer_group_members VALUES ('grp_1', ${id})`);
  await world.askForReset(email);
  await shop.db.execute(sql`
    INSERT INTO registrations (token_hash, user_id, email, email_key, password_hash, expires_at)
    VALUES ('hash', 'usr_of_a_try', ${email}, ${email.toLowerCase()}, 'hash', now() + interval '1 day')`);
  await shop.db.execute(sql`
    INSERT INTO outbox (event_id, type, subscriber, payload, dead_at)
    VALUES (gen_random_uuid(), 'RegistrationRequested', 'notifications', ${JSON.stringify({ userId: 'usr_of_a_try', email, displayName: email })}::jsonb, now())`);
  await signIn(email, 'not the right password');
  await ask(as, { currentPassword: PASSWORD, reason: 'Winterbottom moves on' });
  await comesDue(id);
  await runDay();

  expect(await told('AccountDeleted', id)).toMatchObject(
    ['carts', 'orders', 'payments', 'notifications'].map((subscriber) => ({ subscriber, payload: { userId: id } })),
  );
  expect(await world.rowsWith('winterbottom')).toEqual([]);
  expect(await world.tablesWith(id)).toEqual(['authority_changes', 'outbox', 'users']);
  expect(await rowOf(id)).toMatchObject({ email: `${id}@deleted.invalid`, status: 'DISABLED', password_hash: null });
  expect(codesOf(await world.refresh(zoe.refreshToken))).toEqual(['UNAUTHENTICATED']);
  expect((await signIn(email)).data.signIn.userErrors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  const staff = shop.as(newViewer(['STAFF']));
  expect((await staff(`{ user(id: "${id}") { status displayName deletion { dueAt } } }`)).data.user).toMatchObject({
    status: 'DELETED',
    displayName: null,
  });
  // somebody else may have the address from now on
  expect((await register(email)).user.id).not.toBe(id);
});

const jobsAbout = async (...emailKeys: string[]): Promise<string[]> =>
  [
    ...(await shop.db.execute<{ of: string }>(
      sql`SELECT payload ->> 'emailKey' AS of FROM jobs WHERE payload ->> 'emailKey' = ANY(${sql.param(emailKeys)}) ORDER BY id`,
    )),
  ].map(({ of }) => of);
const neverSent = async (email: string, age = '0 days') => {
  await world.guest('mutation ($input: EmailInput!) { requestPasswordReset(input: $input) { accepted } }', {
    input: { email },
  });
  await shop.db.execute(sql`
    UPDATE jobs SET dead_at = now() - ${age}::interval, attempts = 20, last_error = ${`Failed query: SELECT 1 params: ${email}`}
    WHERE payload ->> 'emailKey' = ${email}`);
};

test('a mail to set a password that could not be made is forgotten with the account, of each address that it had, and of nobody else', async () => {
  const [ada, bob] = [await register(), await register()];
  const [former, { email }] = [world.newEmail(), ada.user];
  await shop.db.execute(sql`
    INSERT INTO email_changes (user_id, former_email, former_key, former_verified, email, email_key, confirmed_at, confirm_hash, confirm_until, undo_hash, undo_until)
    VALUES (${ada.user.id}, ${former}, ${former}, true, ${email}, ${email}, now(), 'c', now(), 'u', now() + interval '1 day')`);
  for (const one of [email, former, bob.user.email]) await neverSent(one);
  await ask(viewerOf(ada));
  await comesDue(ada.user.id);
  await world.deleteDue();
  expect(await jobsAbout(email, former, bob.user.email)).toEqual([bob.user.email]);
  for (const one of [email, former]) expect(await world.rowsWith(one)).toEqual([]);
});

test('to an address without an account such a mail is forgotten after thirty days', async () => {
  const [old, late, waiting] = [world.newEmail(), world.newEmail(), world.newEmail()];
  await neverSent(old, '30 days 1 second');
  await neverSent(late, '29 days 23 hours');
  await neverSent(waiting);
  await shop.db.execute(sql`
    UPDATE jobs SET dead_at = NULL, run_at = now() + interval '1 hour' WHERE payload ->> 'emailKey' = ${waiting}`);
  await shop.db.execute(sql`
    INSERT INTO jobs (name, key, payload, dead_at) VALUES ('deleteFiles', 'k', '{"keys":[]}', now() - interval '60 days')`);
  await runDay();
  expect(await jobsAbout(old, late, waiting)).toEqual([late, waiting]);
  expect(await shop.db.execute(sql`DELETE FROM jobs WHERE name = 'deleteFiles' RETURNING id`)).toHaveLength(1);
});

test('a deleted account is not opened, given roles or written about', async () => {
  const ada = await register();
  await ask(viewerOf(ada));
  await comesDue(ada.user.id);
  await runDay();
  const root = await register();
  await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER,STAFF,ADMIN}' WHERE id = ${root.user.id}`);
  const admin = shop.as({ id: root.user.id, roles: ['STAFF', 'ADMIN'], sessionId: root.session.id });
  const userId = ada.user.id;
  for (const [name, type, input] of [
    ['setUserStatus', 'SetUserStatusInput', { userId, status: 'ACTIVE' }],
    ['setUserRoles', 'SetUserRolesInput', { userId, roles: ['STAFF'] }],
    ['updateCustomerNote', 'UpdateCustomerNoteInput', { userId, note: 'x' }],
    ['setCustomerGroups', 'SetCustomerGroupsInput', { userId, groupIds: [] }],
  ] as const) {
    const { data } = await admin(`mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`, {
      input,
    });
    expect([name, data[name].userErrors]).toEqual([name, [{ code: 'NOT_FOUND' }]]);
  }
  expect(await rowOf(userId)).toMatchObject({ status: 'DISABLED', roles: ['CUSTOMER'], note: null });
  const listed = async (status: string) =>
    (await admin(`{ users(first: 100, filter: { status: ${status} }) { nodes { id } } }`)).data.users.nodes.map(
      ({ id }: any) => id,
    );
  expect(await listed('DELETED')).toContain(userId);
  expect(await listed('DISABLED')).not.toContain(userId);
});

test('of two that look for due accounts at once one deletes', async () => {
  const ada = await register();
  await ask(viewerOf(ada));
  await comesDue(ada.user.id);
  await Promise.all(Array.from({ length: 4 }, () => world.deleteDue()));
  expect(await told('AccountDeleted', ada.user.id)).toHaveLength(4);
});

test.each([
  ['createAddress', 'createAddress(input: $input) { userErrors { code } }', 'CreateAddressInput', { address: ADDRESS }],
  [
    'setMarketingConsent',
    'setMarketingConsent(input: $input) { userErrors { code } }',
    'SetMarketingConsentInput',
    { given: true },
  ],
  [
    'createAvatarUpload',
    'createAvatarUpload(input: $input) { userErrors { code } }',
    'UploadInput',
    { contentType: 'image/png', bytes: 9, sha256: 'a'.repeat(64) },
  ],
  ['exportMyData', 'exportMyData { userErrors { code } }', undefined, undefined],
] as const)(
  '%s that waited for the row of an account that is deleted writes nothing',
  async (_name, field, type, input) => {
    const ada = await register();
    const { id } = ada.user;
    const ask = viewerOf(ada);
    let late: ReturnType<typeof ask> | undefined;
    await shop.db.transaction(async (tx) => {
      await tx.execute(sql`SELECT 1 FROM users WHERE id = ${id} FOR NO KEY UPDATE`);
      late = ask(`mutation ${type ? `($input: ${type}!)` : ''} { ${field} }`, input && { input });
      await eventually(async () => expect(await shop.waitingForLocks()).toBe(1));
      await tx.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${id}`);
    });
    expect(codesOf(await late)).toEqual(['UNAUTHENTICATED']);
    for (const table of ['addresses', 'consents', 'uploads', 'data_exports'])
      expect([
        table,
        ...(await shop.db.execute(sql`SELECT 1 FROM ${sql.identifier(table)} WHERE user_id = ${id}`)),
      ]).toEqual([table]);
  },
);
