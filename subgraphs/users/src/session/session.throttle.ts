import { type Database, DomainError } from '@storegraph/kit';
import { eq, inArray, sql } from 'drizzle-orm';
import { signInFailures } from './session.table.ts';

const FREE_TRIES = { account: 5, address: 30 };
const LONGEST_WAIT_IN_SECONDS = 60;

const keysOf = (emailKey: string, address: string) => [`account:${emailKey}`, `address:${address}`];

/** Counts the try before it is made, so that a burst of guesses cannot slip through together. After a few, the wait doubles; it ends by itself. */
export async function countTry(db: Database, emailKey: string, address: string): Promise<void> {
  const rows = await db
    .select({
      key: signInFailures.key,
      failures: signInFailures.failures,
      age: sql<number>`extract(epoch from now() - ${signInFailures.lastAt})::float`,
    })
    .from(signInFailures)
    .where(inArray(signInFailures.key, keysOf(emailKey, address)));
  refuseIfEarly(Math.max(0, ...rows.map(({ key, failures, age }) => waitInSeconds(failures - freeTries(key)) - age)));
  const counted = await db
    .insert(signInFailures)
    .values(keysOf(emailKey, address).map((key) => ({ key, failures: 1 })))
    .onConflictDoUpdate({
      target: signInFailures.key,
      // a quiet quarter of an hour is forgiven
      set: {
        failures: sql`case when ${signInFailures.lastAt} < now() - interval '15 minutes' then 1 else ${signInFailures.failures} + 1 end`,
        lastAt: sql`now()`,
      },
    })
    .returning({ key: signInFailures.key, failures: signInFailures.failures });
  // the burst: others counted between our look and our count
  const over = counted.filter(
    ({ key, failures }) =>
      failures > freeTries(key) + 1 && !rows.some((row) => row.key === key && row.failures >= failures - 1),
  );
  if (over.length > 0) refuseIfEarly(1);
}

function refuseIfEarly(wait: number): void {
  if (wait > 0)
    throw new DomainError('RATE_LIMITED', 'Too many tries: wait a moment', { retryAfterInSeconds: Math.ceil(wait) });
}

const freeTries = (key: string): number => (key.startsWith('account:') ? FREE_TRIES.account : FREE_TRIES.address);

export const waitInSeconds = (failuresOverFree: number): number =>
  failuresOverFree < 0 ? 0 : Math.min(LONGEST_WAIT_IN_SECONDS, 2 ** failuresOverFree);

/** The right password: the account starts anew, and this try does not count for the address. */
export async function forgetTries(db: Database, emailKey: string, address: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.key, `account:${emailKey}`));
  await db
    .update(signInFailures)
    .set({ failures: sql`greatest(0, ${signInFailures.failures} - 1)` })
    .where(eq(signInFailures.key, `address:${address}`));
}

/** What was forgiven long ago need not be kept. */
export async function sweepTries(db: Database): Promise<void> {
  await db.delete(signInFailures).where(sql`${signInFailures.lastAt} < now() - interval '1 day'`);
}
