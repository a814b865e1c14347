import { type Database, newId } from '@storegraph/kit';
import { rowsWith, testSubgraph, type TestSubgraph, until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { deleteDueAccounts } from '../src/deletion/deletion.service.ts';
import { refreshSession } from '../src/session/session.service.ts';
import { users } from '../src/subgraph.ts';

export const PASSWORD = 'a rather long password';
export const ADDRESS = {
  fullName: 'Ada Winter',
  line1: '1 Mill Lane',
  city: 'Portland',
  region: 'OR',
  postalCode: '97201',
  countryCode: 'US',
};
export const SESSION =
  '{ accessToken refreshToken expiresAt session { id expiresAt } user { id email roles emailVerified } userErrors { code message path } }';

export const codesOf = (result: any): string[] | undefined => result.errors?.map((error: any) => error.extensions.code);

/** What the owner of an account does so that nobody else is in it. All but the last take turns at the row of the account. */
export const WAYS_TO_BE_ALONE = [
  'a reset of the password',
  'a change of the password',
  'a change of the password in the same session',
  'the end of this session',
  'the end of all sessions',
] as const;
type WayToBeAlone = (typeof WAYS_TO_BE_ALONE)[number];

/** The real subgraph, and what people do with their accounts. */
export async function openUsers(env: Record<string, string> = {}) {
  const merged: unknown[] = [];
  const kept = new Map<string, (asked: { userId: string; after: string | null }) => Promise<unknown>>();
  const keeps = (domain: string) => ({
    personalData: async (asked: { userId: string; after: string | null }) =>
      (await kept.get(domain)?.(asked)) ?? { data: {}, next: null },
  });
  const openOrders = new Map<string, number | 'down'>();
  const shop: TestSubgraph = await testSubgraph(users, {
    env,
    authority: users.authority,
    remotes: {
      payments: keeps('payments'),
      notifications: keeps('notifications'),
      carts: {
        ...keeps('carts'),
        mergeCart: async (input) => {
          merged.push(input);
          if (input.cartToken === 'carts-is-down') throw new Error('down');
          return { merged: 1, dropped: [] };
        },
      },
      orders: {
        ...keeps('orders'),
        openOrdersOf: async ({ userId }) => {
          const count = openOrders.get(userId) ?? 0;
          if (count === 'down') throw new Error('down');
          return { count };
        },
      },
    },
  });
  const guest = shop.as(null);
  let count = 0;
  const newEmail = () => `shopper${++count}@shop.example`;
  const tokenOf = async (type: string, userId: string, name: string): Promise<string> =>
    (await shop.published()).findLast(({ type: of, payload }) => of === type && payload.userId === userId)!.payload[
      name
    ];
  /** Of an account with this session, from another session of its owner. */
  async function beAlone(way: WayToBeAlone, { user, session }: any): Promise<() => Promise<any>> {
    const sessionId = newId('sess');
    await shop.db.execute(
      sql`INSERT INTO sessions (id, user_id, secret, expires_at) VALUES (${sessionId}, ${user.id}, 'secret', now() + interval '1 day')`,
    );
    const as = (id: string) => shop.as({ id: user.id, roles: ['CUSTOMER'], sessionId: id });
    const change = (id: string) => () =>
      as(id)(
        'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { id } userErrors { code } } }',
        { input: { currentPassword: PASSWORD, newPassword: 'an entirely new password' } },
      );
    switch (way) {
      case 'a reset of the password': {
        await world.askForReset(user.email);
        const token = await world.resetToken(user.id);
        return () => world.resetPassword(token);
      }
      case 'a change of the password':
        return change(sessionId);
      case 'a change of the password in the same session':
        return change(session.id);
      case 'the end of this session':
        return () =>
          as(sessionId)(
            'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { user { id } userErrors { code } } }',
            { input: { sessionId: session.id } },
          );
      case 'the end of all sessions':
        return () => as(sessionId)('mutation { signOutEverywhere { signedOut } }');
    }
  }
  const world = {
    shop,
    guest,
    beAlone: async (way: WayToBeAlone, account: { user: any; session: any }) => (await beAlone(way, account))(),
    /** What becomes of something that was let in before its session ended, and gets to the account only afterwards. */
    async overtaken<Result>(
      way: WayToBeAlone,
      account: { user: any; session: any },
      late: () => Promise<Result>,
    ): Promise<Result> {
      const end = await beAlone(way, account);
      const waiting = (count: number) => until(shop.waitingForLocks, (waits) => waits === count);
      const { ending, answer } = await shop.db.transaction(async (tx) => {
        await tx.execute(sql`SELECT 1 FROM users WHERE id = ${account.user.id} FOR UPDATE`);
        if (way === 'the end of all sessions') {
          const last = late();
          await waiting(1);
          return { ending: Promise.resolve(await end()), answer: last };
        }
        const first = end();
        await waiting(1);
        const last = late();
        await waiting(2);
        return { ending: first, answer: last };
      });
      const { data } = await ending;
      expect(Object.values<any>(data)[0].userErrors ?? []).toEqual([]);
      return answer;
    },
    /** What carts was asked to merge. */
    merged,
    /** How many somebody has. Absent: none. */
    openOrders,
    /** What the others say that they keep about somebody. Absent: nothing. */
    kept,
    newEmail,
    async register(email = newEmail(), password = PASSWORD): Promise<any> {
      const input = { email, password, displayName: 'Ada' };
      return (await guest(`mutation ($input: RegisterInput!) { register(input: $input) ${SESSION} }`, { input })).data
        ?.register;
    },
    signIn: (
      email: string,
      password = PASSWORD,
      { headers = {}, cartToken }: { headers?: Record<string, string>; cartToken?: string } = {},
    ) =>
      shop.as(null, headers)(`mutation ($input: SignInInput!) { signIn(input: $input) ${SESSION} }`, {
        input: { email, password, cartToken },
      }),
    refresh: (refreshToken: string) =>
      guest(`mutation ($input: RefreshSessionInput) { refreshSession(input: $input) ${SESSION} }`, {
        input: { refreshToken },
      }),
    resetPassword: (token: string, password = 'an entirely new password') =>
      guest(`mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) ${SESSION} }`, {
        input: { token, password },
      }),
    verifyEmail: (token: string, as = guest) =>
      as(
        'mutation ($input: TokenInput!) { verifyEmail(input: $input) { user { id emailVerified } userErrors { code path } } }',
        { input: { token } },
      ),
    completeRegistration: async (token: string, password = PASSWORD): Promise<any> =>
      (
        await guest(
          'mutation ($input: CompleteRegistrationInput!) { completeRegistration(input: $input) { user { id emailVerified } userErrors { code path } } }',
          { input: { token, password } },
        )
      ).data.completeRegistration,
    /** And the mail is on its way. */
    async askForReset(email: string) {
      const answer = await guest(
        'mutation ($input: EmailInput!) { requestPasswordReset(input: $input) { accepted userErrors { code } } }',
        { input: { email } },
      );
      await shop.runJobs();
      return answer;
    },
    viewerOf: ({ user, session }: any) => shop.as({ id: user.id, roles: user.roles, sessionId: session.id }),
    /** The newest payload of this type about somebody, or to an address. */
    mailed: async (type: string, to: string): Promise<any> =>
      (await shop.published()).findLast(
        ({ type: of, payload }) => of === type && [payload.userId, payload.email].includes(to),
      )?.payload,
    /** What was said about the ways in of somebody, the oldest first. */
    waysInChanges: async (userId: string): Promise<any[]> =>
      (await shop.published()).flatMap(({ type, payload: { changeId: _another, userId: of, ...said } }) =>
        type === 'SignInMethodsChanged' && of === userId ? [said] : [],
      ),
    /** What was said about the password of somebody, the oldest first. */
    passwordChanges: async (userId: string): Promise<any[]> =>
      (await shop.published()).flatMap(({ type, payload: { changeId: _another, userId: of, ...said } }) =>
        type === 'PasswordChanged' && of === userId ? [said] : [],
      ),
    /** The newest one that was mailed. */
    verificationToken: (userId: string) => tokenOf('UserRegistered', userId, 'verificationToken'),
    newVerificationToken: (userId: string) => tokenOf('EmailVerificationRequested', userId, 'verificationToken'),
    resetToken: (userId: string) => tokenOf('PasswordResetRequested', userId, 'resetToken'),
    rowOf: async (userId: string): Promise<any> =>
      (await shop.db.execute(sql`SELECT * FROM users WHERE id = ${userId}`))[0],
    deleteDue: () => deleteDueAccounts(shop.service),
    /** Of all tables, those with this text in a row: in small or capital letters, wherever it stands. */
    rowsWith: (text: string) => rowsWith(shop.db, text),
    tablesWith: async (text: string) => [...new Set((await rowsWith(shop.db, text)).map(({ table }) => table))].sort(),
    /** Which sessions of somebody have not ended, the oldest first. */
    liveSessions: async (userId: string): Promise<string[]> =>
      [
        ...(await shop.db.execute<{ id: string }>(
          sql`SELECT id FROM sessions WHERE user_id = ${userId} AND revoked_at IS NULL ORDER BY created_at`,
        )),
      ].map(({ id }) => id),
    /** In a transaction the clock of Postgres stands still: what is exactly at a limit can be looked at. */
    atOneMoment: <Result>(look: (tx: Database) => Promise<Result>): Promise<Result> => shop.db.transaction(look),
    /** As `refresh`, at that moment: its new token, or the code of its refusal. */
    refreshAt: (tx: Database, refreshToken: string): Promise<string> =>
      refreshSession(tx, refreshToken).then(
        (opened) => opened.refreshToken,
        (error) => error.extensions.code,
      ),
  };
  return world;
}
