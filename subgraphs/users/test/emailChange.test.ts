import { sql } from 'drizzle-orm';
import { newViewer, until } from '@storegraph/kit/testing';
import { afterAll, expect, test } from 'vitest';
import { codesOf, openUsers, PASSWORD } from './world.ts';

const world = await openUsers();
const { shop, guest, register, signIn, askForReset, viewerOf, rowOf, liveSessions, newEmail, mailed } = world;
afterAll(() => shop.stop());

const CHANGE =
  'mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { accepted userErrors { code path } } }';
const USER = '{ user { id email emailVerified } userErrors { code path } }';
const USED_UP = { user: null, userErrors: [{ code: 'BAD_USER_INPUT', path: ['input', 'token'] }] };
const ACCEPTED = { accepted: true, userErrors: [] };

const ask = async (as: any, email: string, currentPassword = PASSWORD): Promise<any> => {
  const { data, errors } = await as(CHANGE, { input: { email, currentPassword } });
  return data?.changeEmail ?? errors;
};
const byToken =
  (field: string) =>
  async (token: string, as = guest) =>
    (await as(`mutation ($input: TokenInput!) { ${field}(input: $input) ${USER} }`, { input: { token } })).data?.[
      field
    ];
const confirm = byToken('confirmEmailChange');
const undo = byToken('undoEmailChange');

/** Somebody who is signed in and asks for another address. */
async function asking({ verified = true } = {}) {
  const [email, wanted] = [`Ada.${newEmail()}`, `New.${newEmail()}`];
  const registered = await register(email);
  const as = viewerOf(registered);
  if (verified) await world.verifyEmail(await world.verificationToken(registered.user.id), as);
  const again = async (address: string) => {
    expect(await ask(as, address)).toEqual(ACCEPTED);
    return {
      confirmToken: (await mailed('EmailConfirmationRequested', address))?.confirmToken as string,
      undoToken: (await mailed('EmailChangeRequested', registered.user.id)).undoToken as string,
    };
  };
  return { ...registered, id: registered.user.id as string, email, wanted, as, again, ...(await again(wanted)) };
}
type Asking = Awaited<ReturnType<typeof asking>>;

const pass = ({ id }: Pick<Asking, 'id'>, time: string) =>
  shop.db.execute(sql`
    UPDATE email_changes SET requested_at = requested_at - ${time}::interval, confirm_until = confirm_until - ${time}::interval,
      confirmed_at = confirmed_at - ${time}::interval, undo_until = undo_until - ${time}::interval WHERE user_id = ${id}`);
const stateOf = async ({ id }: Pick<Asking, 'id'>) => {
  const { email, email_key, email_verified, password_hash } = await rowOf(id);
  return { email, email_key, email_verified, password_hash, sessions: await liveSessions(id) };
};
const changedEvents = async ({ id }: Pick<Asking, 'id'>) =>
  (await shop.published()).filter(({ type, payload }) => type === 'EmailChanged' && payload.userId === id);

test('another address counts once the link of its mail is used; sessions stay, and whoever copied the address is told', async () => {
  const ada = await asking({ verified: false });
  const { session } = (await signIn(ada.email)).data.signIn;
  const before = await stateOf(ada);
  expect(await mailed('EmailChangeRequested', ada.id)).toMatchObject({
    email: ada.email,
    newEmail: ada.wanted,
    displayName: null,
  });
  expect(await mailed('EmailConfirmationRequested', ada.id)).toMatchObject({ email: ada.wanted });
  expect(before).toMatchObject({ email: ada.email, email_verified: false });

  expect(await confirm(ada.confirmToken)).toEqual({
    user: { id: ada.id, email: ada.wanted, emailVerified: true },
    userErrors: [],
  });
  expect(await stateOf(ada)).toEqual({
    ...before,
    email: ada.wanted,
    email_key: ada.wanted.toLowerCase(),
    email_verified: true,
  });
  expect(before.sessions).toEqual([ada.session.id, session.id]);
  expect(await changedEvents(ada)).toMatchObject([
    { subscriber: 'carts', payload: { email: ada.wanted, former: [ada.email.toLowerCase()] } },
  ]);
  expect((await signIn(ada.email)).data.signIn.user).toBeNull();
  expect((await signIn(ada.wanted)).data.signIn.user.id).toBe(ada.id);
  expect(await confirm(ada.confirmToken)).toEqual(USED_UP);
});

test('the new address is told nothing that the asker has written, and of the address of now its initials', async () => {
  const eve = await asking();
  await eve.as('mutation { updateProfile(input: { displayName: "You have won, call 555 0100" }) { user { id } } }');
  const { confirmToken } = await eve.again(newEmail());
  expect((await shop.published()).findLast(({ type }) => type === 'EmailConfirmationRequested')!.payload).toEqual({
    userId: eve.id,
    email: expect.any(String),
    maskedEmail: 'A…@s…',
    confirmToken,
  });
});

test('an open wish is shown to its owner alone', async () => {
  const ada = await asking();
  const PENDING = '{ me { pendingEmail } }';
  expect((await ada.as(PENDING)).data.me.pendingEmail).toBe(ada.wanted);
  const ENTITY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { id pendingEmail } } }';
  const seen = await shop.as(newViewer(['STAFF']))(ENTITY, { r: [{ __typename: 'User', id: ada.id }] });
  expect(seen.data._entities).toEqual([{ id: ada.id, pendingEmail: null }]);
  await confirm(ada.confirmToken);
  expect((await ada.as(PENDING)).data.me.pendingEmail).toBeNull();
});

test('with a wrong password, or by nobody, nothing is asked for', async () => {
  const ada = await register();
  const mails = (await shop.published()).length;
  expect(await ask(viewerOf(ada), newEmail(), 'not the right password')).toEqual({
    accepted: false,
    userErrors: [{ code: 'UNAUTHENTICATED', path: ['input', 'currentPassword'] }],
  });
  const input = { email: newEmail(), currentPassword: PASSWORD };
  expect(codesOf(await guest(CHANGE, { input }))).toEqual(['UNAUTHENTICATED']);
  expect(await shop.published()).toHaveLength(mails);
});

test('the address of now is refused, however it is written, and an account without a password sets one first', async () => {
  const ada = await register();
  expect(await ask(viewerOf(ada), ada.user.email.toUpperCase())).toMatchObject({
    userErrors: [{ code: 'INVALID_STATE', path: ['input', 'email'] }],
  });
  await shop.db.execute(sql`UPDATE users SET password_hash = NULL WHERE id = ${ada.user.id}`);
  expect(await ask(viewerOf(ada), newEmail())).toMatchObject({
    userErrors: [{ code: 'INVALID_STATE', path: ['input', 'currentPassword'] }],
  });
});

test('to an address that is taken the same is said, and its owner alone is told', async () => {
  const [eve, ada] = [await register(), await register()];
  const mails = (await shop.published()).length;
  expect(await ask(viewerOf(eve), ada.user.email.toUpperCase())).toEqual(ACCEPTED);
  expect((await viewerOf(eve)('{ me { pendingEmail } }')).data.me.pendingEmail).toBe(ada.user.email.toUpperCase());
  expect((await shop.published()).slice(mails)).toMatchObject([
    { type: 'EmailChangeRequested', payload: { userId: eve.user.id, email: eve.user.email } },
    { type: 'EmailTaken', payload: { email: ada.user.email.toUpperCase(), wantedFor: 'CHANGE' } },
  ]);
});

test('an account asks five times within an hour, and of these an address gets three mails from one network, whoever asks', async () => {
  const [ada, bob] = [await register(), await register()];
  const [victim, other] = [newEmail(), newEmail()];
  const sentTo = async (email: string) =>
    (await shop.published()).filter(({ type, payload }) => /Confirmation/.test(type) && payload.email === email).length;
  for (const email of [victim, victim, victim, victim, other])
    expect(await ask(viewerOf(ada), email)).toEqual(ACCEPTED);
  expect([await sentTo(victim), await sentTo(other)]).toEqual([3, 1]);
  expect(await ask(viewerOf(ada), newEmail())).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  expect(await ask(viewerOf(bob), victim)).toEqual(ACCEPTED);
  expect(await sentTo(victim)).toBe(3);

  await pass({ id: ada.user.id }, '59 minutes');
  const [refused] = await ask(viewerOf(ada), newEmail());
  expect(refused.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterInSeconds: expect.any(Number) });
  expect(Math.abs(refused.extensions.retryAfterInSeconds - 50)).toBeLessThanOrEqual(10);
  await pass({ id: ada.user.id }, '1 minute 1 second');
  await shop.db.execute(
    sql`UPDATE unasked_mails SET since = since - interval '1 hour 1 second' WHERE email_key LIKE ${`%${victim}`}`,
  );
  expect(await ask(viewerOf(ada), victim)).toEqual(ACCEPTED);
  expect(await sentTo(victim)).toBe(4);
});

test('the link to the new address holds for 24 hours, and a newer wish ends it', async () => {
  const ada = await asking();
  const before = await stateOf(ada);
  await pass(ada, '24 hours');
  expect(await confirm(ada.confirmToken)).toEqual(USED_UP);
  expect((await ada.as('{ me { pendingEmail } }')).data.me.pendingEmail).toBeNull();
  await pass(ada, '-1 second');
  const newer = await ada.again(newEmail());
  expect(await confirm(ada.confirmToken)).toEqual(USED_UP);
  expect(await stateOf(ada)).toEqual(before);
  expect((await confirm(newer.confirmToken)).userErrors).toEqual([]);
});

test('a moment before 24 hours are over the link still confirms', async () => {
  const ada = await asking();
  await pass(ada, '23 hours 59 minutes');
  expect((await confirm(ada.confirmToken)).user.email).toBe(ada.wanted);
});

test('an address that somebody has registered meanwhile stays theirs', async () => {
  const ada = await asking();
  const eve = await register(ada.wanted);
  const before = await stateOf(ada);
  expect(await confirm(ada.confirmToken)).toEqual({
    user: null,
    userErrors: [{ code: 'CONFLICT', path: ['input', 'token'] }],
  });
  expect(await stateOf(ada)).toEqual(before);
  expect((await rowOf(eve.user.id)).email).toBe(ada.wanted);
});

test('links that were sent to the former address end with the change', async () => {
  const ada = await asking({ verified: false });
  const verification = await world.verificationToken(ada.id);
  await askForReset(ada.email);
  const reset = await world.resetToken(ada.id);
  await confirm(ada.confirmToken);
  expect((await world.resetPassword(reset)).data.resetPassword.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect((await world.verifyEmail(verification)).data.verifyEmail.userErrors).toMatchObject([
    { code: 'BAD_USER_INPUT' },
  ]);
  expect((await signIn(ada.wanted)).data.signIn.user.id).toBe(ada.id);
});

test.each([
  [
    'reset by mail',
    async (ada: Asking) => {
      await askForReset(ada.email);
      return world.resetPassword(await world.resetToken(ada.id));
    },
  ],
  [
    'changed',
    (ada: Asking) =>
      ada.as('mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { id } } }', {
        input: { currentPassword: PASSWORD, newPassword: 'an entirely new password' },
      }),
  ],
  [
    'of no use while the account is disabled, which opens again',
    async ({ id }: Asking) => {
      const { user, session } = await register();
      await shop.db.execute(sql`UPDATE users SET roles = '{CUSTOMER,ADMIN}' WHERE id = ${user.id}`);
      const as = shop.as({ id: user.id, roles: ['ADMIN'], sessionId: session.id });
      for (const status of ['DISABLED', 'ACTIVE'])
        await as('mutation ($input: SetUserStatusInput!) { setUserStatus(input: $input) { userErrors { code } } }', {
          input: { userId: id, status },
        });
    },
  ],
])('a change that is not confirmed ends when the password is %s; that it can be undone stays', async (_, end) => {
  const ada = await asking();
  await end(ada);
  expect(await confirm(ada.confirmToken)).toEqual(USED_UP);
  expect((await rowOf(ada.id)).email).toBe(ada.email);
  expect((await undo(ada.undoToken)).userErrors).toEqual([]);
});

test.each([
  ['before it happened', false, true],
  ['after it happened', true, true],
  ['after it happened, of an address that was not verified', true, false],
])(
  'a change is undone %s: what a thief of the password had opened ends, and a mail sets a new one',
  async (_, confirmed, verified) => {
    const ada = await asking({ verified });
    await signIn(ada.email);
    if (confirmed) {
      await confirm(ada.confirmToken);
      await askForReset(ada.wanted);
    }
    const bystander = await register();
    const answer = await undo(ada.undoToken);
    expect(answer).toEqual({ user: { id: ada.id, email: ada.email, emailVerified: verified }, userErrors: [] });
    expect(await stateOf(ada)).toEqual({
      email: ada.email,
      email_key: ada.email.toLowerCase(),
      email_verified: verified,
      password_hash: null,
      sessions: [],
    });
    expect(await liveSessions(bystander.user.id)).toHaveLength(1);
    for (const token of [ada.undoToken, ada.confirmToken])
      for (const use of [undo, confirm]) expect(await use(token)).toEqual(USED_UP);
    if (confirmed)
      expect((await world.resetPassword(await world.resetToken(ada.id))).data.resetPassword.user).toBeNull();
    for (const email of [ada.email, ada.wanted]) expect((await signIn(email)).data.signIn.user).toBeNull();

    const versions = (await changedEvents(ada)).map(({ payload }) => payload.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect((await changedEvents(ada)).at(-1)?.payload).toEqual(
      confirmed
        ? { userId: ada.id, email: ada.email, former: [ada.wanted.toLowerCase()], version: versions[1] }
        : undefined,
    );
    const { email, resetToken } = await mailed('EmailChangeUndone', ada.id);
    expect(email).toBe(ada.email);
    expect((await world.resetPassword(resetToken, 'an entirely new password')).data.resetPassword.user.id).toBe(ada.id);
  },
);

test('a change can be undone until seven days after it happened', async () => {
  const [ada, eve] = [await asking(), await asking()];
  for (const one of [ada, eve]) {
    await pass(one, '23 hours');
    await confirm(one.confirmToken);
  }
  await pass(ada, '7 days');
  const before = await stateOf(ada);
  expect(await undo(ada.undoToken)).toEqual(USED_UP);
  expect(await stateOf(ada)).toEqual(before);
  await pass(eve, '6 days 23 hours 59 minutes');
  expect((await undo(eve.undoToken)).user.email).toBe(eve.email);
});

test('who undoes a change undoes the later ones, too, and a link of a replaced wish does so as well', async () => {
  const ada = await asking();
  const [second, third] = [newEmail(), newEmail()];
  const replaced = await ada.again(second);
  await confirm(replaced.confirmToken);
  const later = await ada.again(third);
  await confirm(later.confirmToken);
  const open = await ada.again(newEmail());
  expect((await undo(ada.undoToken)).user.email).toBe(ada.email);
  for (const token of [replaced.undoToken, later.undoToken, open.undoToken]) expect(await undo(token)).toEqual(USED_UP);
  expect(await confirm(open.confirmToken)).toEqual(USED_UP);
  expect((await changedEvents(ada)).at(-1)!.payload.former.sort()).toEqual([second, third].sort());
  // nothing of it is kept for anybody
  expect((await register(second)).user.email).toBe(second);
});

test('who asks with a password that is changed in this moment has not asked', async () => {
  const ada = await asking();
  const asked = async () => (await shop.db.execute(sql`SELECT 1 FROM email_changes WHERE user_id = ${ada.id}`)).length;
  let wish: Promise<any> | undefined;
  await shop.db.transaction(async (tx) => {
    await tx.execute(sql`UPDATE users SET password_hash = password_hash || 'x' WHERE id = ${ada.id}`);
    wish = ask(ada.as, newEmail());
    await until(shop.waitingForLocks, (waiting) => waiting === 1);
  });
  expect(await wish).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  expect(await asked()).toBe(1);
});

test('links about the address of a disabled account do nothing, and wait until it is opened again', async () => {
  const ada = await asking();
  const become = (status: string) =>
    shop.db.execute(sql`UPDATE users SET status = ${status}::user_status WHERE id = ${ada.id}`);
  await become('DISABLED');
  expect(await confirm(ada.confirmToken)).toEqual(USED_UP);
  await become('ACTIVE');
  expect((await confirm(ada.confirmToken)).user.email).toBe(ada.wanted);
  await become('DISABLED');
  expect(await undo(ada.undoToken)).toEqual(USED_UP);
  await become('ACTIVE');
  expect((await undo(ada.undoToken)).user.email).toBe(ada.email);
});

test('while it can be undone the former address is kept: nobody registers it, nobody changes to it, its owner may come back', async () => {
  const [ada, eve] = [await asking(), await asking()];
  await confirm(ada.confirmToken);
  const INPUT = { email: ada.email.toUpperCase(), password: PASSWORD };
  const taken = await guest(
    'mutation ($input: RegisterInput!) { register(input: $input) { user { id } userErrors { code path } } }',
    { input: INPUT },
  );
  expect(taken.data.register).toEqual({ user: null, userErrors: [{ code: 'CONFLICT', path: ['input', 'email'] }] });

  const mails = (await shop.published()).length;
  await eve.again(ada.email);
  expect((await shop.published()).slice(mails).map(({ type }) => type)).toEqual(['EmailChangeRequested', 'EmailTaken']);
  // as if it had been free when it was asked for
  await shop.db.execute(sql`UPDATE email_changes SET email_key = ${ada.email.toLowerCase()} WHERE user_id = ${eve.id}`);
  await shop.db.execute(
    sql`UPDATE email_changes SET confirm_until = now() + interval '1 hour' WHERE user_id = ${eve.id} AND id = (SELECT min(id) FROM email_changes WHERE user_id = ${eve.id})`,
  );
  expect((await confirm(eve.confirmToken)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  expect((await rowOf(eve.id)).email).toBe(eve.email);

  await pass(ada, '7 days');
  expect((await register(ada.email)).user.email).toBe(ada.email);

  const bob = await asking();
  await confirm(bob.confirmToken);
  // its own account's: kept for others only
  await shop.db.execute(sql`UPDATE users SET email_key = ${bob.email.toLowerCase()} WHERE id = ${bob.id}`);
  expect((await rowOf(bob.id)).email_key).toBe(bob.email.toLowerCase());
});

test('within the time to undo the own account goes back to its former address as to a free one; nobody else does, and what it left can be undone', async () => {
  const [ada, eve] = [await asking(), await asking()];
  await confirm(ada.confirmToken);
  const mails = (await shop.published()).length;
  const back = await ada.again(ada.email);
  expect((await shop.published()).slice(mails)).toMatchObject([
    { type: 'EmailChangeRequested', payload: { userId: ada.id, email: ada.wanted } },
    { type: 'EmailConfirmationRequested', payload: { userId: ada.id, email: ada.email } },
  ]);
  await eve.again(ada.email);
  expect((await shop.published()).at(-1)).toMatchObject({ type: 'EmailTaken', payload: { userId: ada.id } });
  expect((await confirm(back.confirmToken)).user).toEqual({ id: ada.id, email: ada.email, emailVerified: true });
  await eve.again(ada.wanted);
  expect((await shop.published()).at(-1)).toMatchObject({ type: 'EmailTaken', payload: { userId: ada.id } });
  expect((await undo(back.undoToken)).user).toMatchObject({ email: ada.wanted });
});

test('who registers an address while its account is changing it waits, and does not get it', async () => {
  for (let round = 0; round < 5; round++) {
    const ada = await asking();
    let registering: Promise<any> | undefined;
    await shop.db.transaction(async (tx) => {
      // a confirmation that has written and not committed yet
      await tx.execute(
        sql`UPDATE email_changes SET confirmed_at = now(), undo_until = now() + interval '7 days' WHERE user_id = ${ada.id}`,
      );
      await tx.execute(
        sql`UPDATE users SET email = ${ada.wanted}, email_key = ${ada.wanted.toLowerCase()} WHERE id = ${ada.id}`,
      );
      registering = register(ada.email);
      await until(shop.waitingForLocks, (waiting) => waiting === 1);
    });
    expect(await registering).toMatchObject({ user: null, userErrors: [{ code: 'CONFLICT' }] });
  }
});

test('of many who confirm and undo at once the owner has the former address in the end', async () => {
  for (let round = 0; round < 5; round++) {
    const ada = await asking();
    const answers = await Promise.all([
      confirm(ada.confirmToken),
      undo(ada.undoToken),
      confirm(ada.confirmToken),
      undo(ada.undoToken),
    ]);
    expect(answers.filter(({ user }) => user).length).toBeLessThanOrEqual(2);
    expect(await stateOf(ada)).toMatchObject({ email: ada.email, password_hash: null, sessions: [] });
  }
});

test('an address that nobody had proved is kept for nobody: else a stranger could take it away', async () => {
  const ada = await asking({ verified: false });
  await confirm(ada.confirmToken);
  const owner = await register(ada.email);
  expect(owner.user.email).toBe(ada.email);
  expect((await undo(ada.undoToken)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect(await rowOf(ada.id)).toMatchObject({ email: ada.wanted });
});

test('a link of one kind does nothing where another belongs, and of all of them only hashes are kept', async () => {
  const ada = await asking();
  const before = await stateOf(ada);
  expect(await undo(ada.confirmToken)).toEqual(USED_UP);
  expect(await confirm(ada.undoToken)).toEqual(USED_UP);
  expect((await world.resetPassword(ada.undoToken)).data.resetPassword.user).toBeNull();
  expect((await world.verifyEmail(ada.confirmToken)).data.verifyEmail.user).toBeNull();
  expect(await stateOf(ada)).toEqual(before);
  const kept = JSON.stringify(await shop.db.execute(sql`SELECT * FROM email_changes`));
  for (const token of [ada.confirmToken, ada.undoToken]) expect(kept).not.toContain(token);
});

test('a wish that cannot be undone any more is forgotten a day later', async () => {
  const [ada, eve] = [await asking(), await asking()];
  await pass(ada, '9 days 1 second');
  await shop.runJobs({ periodic: true });
  const kept = await shop.db.execute(sql`SELECT user_id FROM email_changes WHERE user_id IN (${ada.id}, ${eve.id})`);
  expect([...kept]).toEqual([{ user_id: eve.id }]);
});

test('an undo takes back that the account is deleted, and ends links to what it holds', async () => {
  const ada = await asking();
  await ada.as('mutation ($input: DeleteMyAccountInput!) { deleteMyAccount(input: $input) { accepted } }', {
    input: { currentPassword: PASSWORD },
  });
  await ada.as('mutation { exportMyData { uploadId } }');
  const exportsOf = () => shop.db.execute(sql`SELECT 1 FROM data_exports WHERE user_id = ${ada.id}`);
  expect([(await rowOf(ada.id)).deletion_due_at, await exportsOf()]).toEqual([expect.anything(), [expect.anything()]]);
  await undo(ada.undoToken);
  expect((await rowOf(ada.id)).deletion_due_at).toBeNull();
  expect(await exportsOf()).toHaveLength(0);
});

test('of a deleted account nothing is kept: its addresses are free, its links do nothing', async () => {
  const ada = await asking();
  await confirm(ada.confirmToken);
  await signIn(ada.wanted);
  const { undoToken } = await ada.again(newEmail());
  await shop.db.execute(
    sql`UPDATE users SET deletion_requested_at = now(), deletion_due_at = now() WHERE id = ${ada.id}`,
  );
  await shop.runJobs({ periodic: true });
  expect((await rowOf(ada.id)).deleted_at).not.toBeNull();
  for (const token of [ada.undoToken, undoToken]) expect(await undo(token)).toEqual(USED_UP);
  const masked = (await shop.published()).flatMap(
    ({ payload }) => (payload.userId === ada.id && payload.maskedEmail) || [],
  );
  expect(masked).toEqual(['u…@d…', 'u…@d…']);
  const known = [ada.email, ada.wanted].map((email) => email.toLowerCase());
  const kept = JSON.stringify([
    await shop.db.execute(sql`SELECT * FROM email_changes`),
    await shop.db.execute(sql`SELECT * FROM unasked_mails`),
    await shop.db.execute(sql`SELECT payload FROM outbox`),
    await shop.db.execute(sql`SELECT key FROM sign_in_failures`),
  ]).toLowerCase();
  for (const email of known) {
    expect(kept).not.toContain(email);
    expect((await register(email)).user.email).toBe(email);
  }
});
