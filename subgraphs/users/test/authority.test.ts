import { connect } from '@storegraph/kit';
import { until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { sweepAuthorityChanges } from '../src/authority/authority.service.ts';
import { openUsers } from './world.ts';

const world = await openUsers();
const { shop, register, viewerOf, signIn } = world;
afterAll(() => shop.stop());

/** As a gateway that starts, or goes on: everything there is, page after page. */
async function changesSince(since: string | null) {
  const found = { next: since, ended: [] as string[], accounts: [] as { userId: string; roles: string[] | null }[] };
  for (;;) {
    const page = await shop.command('authorityChanges', { since: found.next });
    found.ended.push(...page.ended);
    found.accounts.push(...page.accounts);
    found.next = page.next;
    if (!page.more) return found;
  }
}
/**
 * The place behind all that was told. A transaction that is open anywhere in this Postgres, a test's in another database too, keeps
 * what came after its beginning from being left behind: until it ends that is told again.
 */
async function behindAll(from: string | null): Promise<string> {
  const { next } = await until(
    async () => {
      const found = await changesSince(from);
      from = found.next;
      return found;
    },
    ({ ended, accounts }) => ended.length + accounts.length === 0,
  );
  return next!;
}
const now = () => behindAll(null);
const rows = async () => (await shop.db.execute(sql`SELECT count(*)::int AS rows FROM authority_changes`))[0]!.rows;
const setRoles = (id: string, roles: string) =>
  shop.db.execute(sql`UPDATE users SET roles = ${roles}::user_role[] WHERE id = ${id}`);
const authorityOf = (userId: string, sessionId?: string) => shop.command('authorityOf', { userId, sessionId });

test('another service hears what an account may now, and nothing of a session that is not theirs or has ended', async () => {
  const [ada, eve] = [await register(), await register()];
  expect(await authorityOf(ada.user.id, ada.session.id)).toEqual({ roles: ['CUSTOMER'] });
  await setRoles(ada.user.id, '{CUSTOMER,STAFF}');
  expect(await authorityOf(ada.user.id, ada.session.id)).toEqual({ roles: ['CUSTOMER', 'STAFF'] });
  expect(await authorityOf(ada.user.id, eve.session.id)).toBeNull();
  expect(await authorityOf(ada.user.id)).toBeNull();
  await viewerOf(ada)('mutation { signOut { signedOut } }');
  expect(await authorityOf(ada.user.id, ada.session.id)).toBeNull();
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${eve.user.id}`);
  expect(await authorityOf(eve.user.id, eve.session.id)).toBeNull();
});

test('sessions that end and accounts that may something else are told once, to who goes on from there', async () => {
  const ada = await register();
  const second = (await signIn(ada.user.email)).data.signIn;
  const start = await now();
  await viewerOf(ada)('mutation { signOut { signedOut } }');
  await setRoles(ada.user.id, '{STAFF}');
  const told = await changesSince(start);
  expect(told).toMatchObject({ ended: [ada.session.id], accounts: [{ userId: ada.user.id, roles: ['STAFF'] }] });
  const place = await behindAll(told.next);
  const before = await rows();
  await viewerOf(ada)('mutation { signOut { signedOut } }');
  await setRoles(ada.user.id, '{STAFF}');
  await viewerOf(second)('mutation { updateProfile(input: { displayName: "Ada L" }) { user { id } } }');
  expect(await rows(), 'what changes nothing is no change').toBe(before);
  await shop.db.execute(sql`UPDATE users SET status = 'DISABLED' WHERE id = ${ada.user.id}`);
  const disabled = await changesSince(place);
  expect(disabled).toMatchObject({ ended: [], accounts: [{ userId: ada.user.id, roles: null }] });
  const last = await behindAll(disabled.next);
  await shop.db.execute(sql`DELETE FROM users WHERE id = ${ada.user.id}`);
  expect(await changesSince(last)).toMatchObject({
    ended: expect.arrayContaining([second.session.id]),
    accounts: [{ userId: ada.user.id, roles: null }],
  });
});

/** By somebody else's transaction, which is open until it is told to commit. */
async function beginToMakeStaff(userId: string): Promise<() => Promise<void>> {
  const other = connect(shop.url, { pool: 1 });
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const open = other.db.transaction(async (tx) => {
    await tx.execute(sql`UPDATE users SET roles = '{STAFF}' WHERE id = ${userId}`);
    begun.resolve();
    await end.promise;
  });
  await begun.promise;
  return async () => {
    end.resolve();
    await open;
    await other.close();
  };
}

test('a change that began early and commits late is told, although a later one was told before it', async () => {
  const [early, late] = [await register(), await register()];
  const start = await now();
  const commit = await beginToMakeStaff(early.user.id);
  await setRoles(late.user.id, '{ADMIN}');
  const first = await changesSince(start);
  expect(first.accounts).toEqual([{ userId: late.user.id, roles: ['ADMIN'] }]);
  await commit();
  const second = await changesSince(first.next);
  expect(second.accounts).toContainEqual({ userId: early.user.id, roles: ['STAFF'] });
});

test('more than fits into one answer comes in several, whole', async () => {
  const start = await now();
  await shop.db.execute(
    sql`INSERT INTO authority_changes (user_id, session_id) SELECT 'usr_many', 'sess_' || n FROM generate_series(1, 2500) n`,
  );
  const { ended } = await changesSince(start);
  expect(new Set(ended).size).toBe(2_500);
});

test('a change that was open at the first page and commits before the last is told as well', async () => {
  const early = await register();
  const start = await now();
  const commit = await beginToMakeStaff(early.user.id);
  await shop.db.execute(
    sql`INSERT INTO authority_changes (user_id, session_id) SELECT 'usr_many', 'sess_' || n FROM generate_series(1, 1500) n`,
  );
  const first = await shop.command('authorityChanges', { since: start });
  expect([first.ended.length, first.more]).toEqual([1_000, true]);
  await commit();
  const rest = await changesSince(first.next);
  const next = await changesSince(rest.next);
  expect([...first.accounts, ...rest.accounts, ...next.accounts]).toContainEqual({
    userId: early.user.id,
    roles: ['STAFF'],
  });
  await behindAll(next.next);
});

test('what no token is out about any more is not told, and goes', async () => {
  await shop.db.execute(sql`UPDATE authority_changes SET at = now() - interval '661 seconds'`);
  const ada = await register();
  await viewerOf(ada)('mutation { signOut { signedOut } }');
  expect(await changesSince(null)).toMatchObject({ ended: [ada.session.id], accounts: [] });
  await sweepAuthorityChanges(shop.db);
  expect(await rows()).toBeGreaterThan(1);
  await shop.db.execute(
    sql`UPDATE authority_changes SET at = now() - interval '2000 seconds' WHERE session_id IS DISTINCT FROM ${ada.session.id}`,
  );
  await sweepAuthorityChanges(shop.db);
  expect(await rows()).toBe(1);
});

test('a place that no such database has given is no reason to be told nothing', async () => {
  const ada = await register();
  const { next } = await shop.command('authorityChanges', { since: '9000000000000000000.0' });
  await viewerOf(ada)('mutation { signOut { signedOut } }');
  expect((await changesSince(next)).ended).toContain(ada.session.id);
});
