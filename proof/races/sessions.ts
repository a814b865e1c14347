import { expect } from 'vitest';
import { newEmail } from '../../test/world.ts';
import { allAtOnce, type Arena, atOnce, type Race, times } from './arena.ts';

const REFRESHES = 8;

/** A family has one live leaf, and everybody who asks at once hears the same: an answer that was lost signs nobody out. */
export const parallelRefresh: Race = async (arena) => {
  const { refresh, liveLeaves, refreshToken } = await signedIn(arena);
  const [next, ...others] = await allAtOnce(
    arena,
    times(REFRESHES, () => refresh(refreshToken)),
  );
  expect(others, 'successors').toEqual(times(REFRESHES - 1, () => next));
  expect(await liveLeaves(), 'live leaves').toBe(1);
};

/** A sign-out, or an old token in the hands of a thief, ends the family: no refresh that runs at the same time survives it. */
export const refreshAgainstEnd: Race = async (arena) => {
  const { random } = arena;
  const { refresh, liveLeaves, refreshToken, signOut } = await signedIn(arena);
  const second = await refresh(refreshToken)();
  const third = await refresh(second)();
  const stolen = random.chance(50);
  const answers = await atOnce(arena, [
    ...times(REFRESHES / 2, () => refresh(third)),
    stolen ? refresh(refreshToken) : signOut,
    ...times(REFRESHES / 2, () => refresh(third)),
  ]);
  expect(answers[REFRESHES / 2]!.status).toBe(stolen ? 'rejected' : 'fulfilled');
  expect(await liveLeaves(), 'live leaves').toBe(0);
  for (const result of answers) {
    if (result.status === 'rejected') expect(String(result.reason)).toContain('UNAUTHENTICATED');
    else if (result.value) await expect(refresh(result.value)()).rejects.toThrow('UNAUTHENTICATED');
  }
};

async function signedIn({ world }: Arena) {
  const shopper = world.guest();
  const { refreshToken, accessToken, session } = await shopper.run(
    'register',
    'RegisterInput',
    { email: newEmail(), password: 'a rather long password', displayName: 'Test Shopper' },
    'accessToken refreshToken session { id }',
  );
  shopper.accessToken = accessToken;
  return {
    refreshToken: refreshToken as string,
    refresh: (token: string) => async (): Promise<string> => {
      const input = { refreshToken: token };
      return (await world.guest().run('refreshSession', 'RefreshSessionInput', input, 'refreshToken')).refreshToken;
    },
    async signOut(): Promise<string> {
      const { errors } = await shopper.graph('mutation { signOutEverywhere { signedOut } }');
      expect(errors).toBeUndefined();
      return '';
    },
    liveLeaves: () =>
      world.inDatabase('users', async (sql) => {
        const [row] = await sql<[{ leaves: number }]>`
          SELECT count(*)::int AS leaves FROM refresh_tokens JOIN sessions ON sessions.id = session_id
          WHERE session_id = ${session.id} AND rotated_at IS NULL AND revoked_at IS NULL`;
        return row.leaves;
      }),
  };
}
