import { type Database, prepared, type Service } from '@storegraph/kit';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { authorityChangesOutput } from '../contract.ts';
import { ACCESS_TOKEN_LIFETIME_IN_SECONDS } from '../key/key.service.ts';
import { sessions } from '../session/session.table.ts';
import { users } from '../user/user.table.ts';

/** A clock may be late, and a token may be signed while the change commits. */
const KEPT_IN_SECONDS = ACCESS_TOKEN_LIFETIME_IN_SECONDS + 60;
const PAGE = 1_000;

/** The roles of now; null when the session has ended or the account is disabled or gone. */
export async function authorityOf(
  { db }: Pick<Service, 'db'>,
  { userId, sessionId }: { userId: string; sessionId?: string },
): Promise<{ roles: string[] } | null> {
  if (!sessionId) return null;
  const query = prepared(db, 'authority of a session', () =>
    db
      .select({ roles: users.roles })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(
        and(
          eq(sessions.id, sql.placeholder('sessionId')),
          eq(users.id, sql.placeholder('userId')),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, sql`now()`),
          eq(users.status, 'ACTIVE'),
        ),
      )
      .prepare('authority_of'),
  );
  const [row] = await query.execute({ userId, sessionId });
  return row ?? null;
}

interface ChangeRow extends Record<string, unknown> {
  horizon: string;
  transaction: string | null;
  id: string;
  userId: string;
  sessionId: string | null;
  roles: string[] | null;
}

/**
 * What access tokens that may still be out do not say, a page at a time. `next` is where to go on: behind the last row, or, at the
 * end, at the oldest transaction that was still open at the first page: what it writes comes later, however early its numbers are.
 * Between pages `next` carries that, too.
 */
export async function authorityChanges(
  { db }: Pick<Service, 'db'>,
  { since }: { since: string | null },
): Promise<z.input<typeof authorityChangesOutput>> {
  const [transaction, id, oldest = null] = (since ?? '0.0').split('.');
  const rows = await db.execute<ChangeRow>(sql`
    WITH page AS (
      SELECT change.transaction, change.id, change.user_id, change.session_id, account.roles::text[] AS roles
      FROM authority_changes change LEFT JOIN users account ON account.id = change.user_id AND account.status = 'ACTIVE'
      WHERE (change.transaction, change.id) > (least(${transaction}::xid8, pg_snapshot_xmax(pg_current_snapshot())), ${id}::bigint)
        AND change.at > now() - ${KEPT_IN_SECONDS} * interval '1 second'
      ORDER BY change.transaction, change.id LIMIT ${PAGE})
    SELECT least(pg_snapshot_xmin(pg_current_snapshot()), ${oldest}::xid8)::text AS horizon, page.transaction::text, page.id::text, page.user_id AS "userId",
      page.session_id AS "sessionId", page.roles
    FROM (SELECT 1) AS always LEFT JOIN page ON true ORDER BY page.transaction, page.id`);
  const found = [...rows].filter(({ transaction: of }) => of !== null);
  const last = found.at(PAGE - 1);
  const { horizon } = rows[0]!;
  return {
    next: last ? `${last.transaction}.${last.id}.${horizon}` : `${horizon}.0`,
    more: last !== undefined,
    ended: found.flatMap(({ sessionId }) => sessionId ?? []),
    accounts: found.flatMap(({ userId, sessionId, roles }) => (sessionId === null ? { userId, roles } : [])),
  };
}

/** No token is out any more that they are about. */
export async function sweepAuthorityChanges(db: Database): Promise<void> {
  await db.execute(sql`DELETE FROM authority_changes WHERE at < now() - 2 * ${KEPT_IN_SECONDS} * interval '1 second'`);
}
