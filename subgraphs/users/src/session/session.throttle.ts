import { addressGroup, type Database, rateLimited } from '@storegraph/kit';
import { eq, inArray, like, or, sql } from 'drizzle-orm';
import { signInFailures } from './session.table.ts';

const FREE_TRIES = 5;
const LONGEST_WAIT_IN_SECONDS = 60;
/** So many failures from wherever, and somebody is guessing at this account: every place has one free try then, and waits longer. */
const ACCOUNT_IS_GUESSED_AT = 100;
const FREE_TRIES_THEN = 1;
const FIRST_WAIT_THEN_IN_SECONDS = 5;
/** From one place at so many accounts where nobody has signed in from there: somebody tries a list. */
const PLACE_TRIES_A_LIST = 30;
const LIST_WAIT_IN_SECONDS = 2;
/** A quiet quarter of an hour is forgiven. */
const FORGIVEN_AFTER = sql`interval '15 minutes'`;
/** Who signed in from a place that lately is known there. */
const KNOWN_FOR = sql`interval '30 days'`;

const keysOf = (emailKey: string, address: string) => {
  const place = addressGroup(address);
  return { pair: `pair:${emailKey} ${place}`, account: `account:${emailKey}`, place: `place:${place}` };
};

/**
 * Counts the try before it is made, by statements that count only what may be tried: a burst of guesses cannot slip through together.
 * Who fails waits at the place where they failed, and nobody else does: a stranger keeps no owner out, and a neighbour behind the
 * same address no neighbour who has signed in there before.
 */
export async function countTry(db: Database, emailKey: string, address: string): Promise<void> {
  const keys = keysOf(emailKey, address);
  const rows = await db
    .select({
      key: signInFailures.key,
      failures: signInFailures.failures,
      fresh: sql<boolean>`${signInFailures.lastAt} >= now() - ${FORGIVEN_AFTER}`,
      known: sql<boolean>`coalesce(${signInFailures.succeededAt} > now() - ${KNOWN_FOR}, false)`,
    })
    .from(signInFailures)
    .where(inArray(signInFailures.key, [keys.pair, keys.account]));
  const pair = rows.find(({ key }) => key === keys.pair);
  const account = rows.find(({ key }) => key === keys.account);
  const isNewHere = !pair?.known && !(pair?.fresh && pair.failures > 0);
  if (isNewHere)
    await count(db, keys.place, {
      free: PLACE_TRIES_A_LIST,
      first: LIST_WAIT_IN_SECONDS,
      longest: LIST_WAIT_IN_SECONDS,
    });
  const isGuessedAt = account?.fresh && account.failures >= ACCOUNT_IS_GUESSED_AT;
  await count(db, keys.pair, {
    free: isGuessedAt ? FREE_TRIES_THEN : FREE_TRIES,
    first: isGuessedAt ? FIRST_WAIT_THEN_IN_SECONDS : 1,
    longest: LONGEST_WAIT_IN_SECONDS,
  });
  await count(db, keys.account, NEVER);
}

interface Waits {
  free: number;
  /** In seconds, after the free ones; doubles with each further one. */
  first: number;
  longest: number;
}

/** Only to know how many there were. */
const NEVER: Waits = { free: 2 ** 31 - 1, first: 0, longest: 0 };

/** The WHERE is the lock: of many at once only those are counted that need not wait. */
async function count(db: Database, key: string, { free, first, longest }: Waits): Promise<void> {
  const wait = sql`least(${longest}, ${first} * power(2, least(f.failures - ${free}, 20)))`;
  const left = sql`CASE WHEN f.failures < ${free} THEN 0 ELSE ${wait} - extract(epoch FROM now() - f.last_at) END`;
  const [counted] = await db.execute(sql`
    INSERT INTO sign_in_failures AS f (key, failures) VALUES (${key}, 1)
    ON CONFLICT (key) DO UPDATE
      SET failures = CASE WHEN f.last_at < now() - ${FORGIVEN_AFTER} THEN 1 ELSE f.failures + 1 END, last_at = now()
      WHERE ${left} <= 0
    RETURNING f.key`);
  if (counted) return;
  const [row] = await db.execute<{ left: number }>(
    sql`SELECT (${left})::float AS left FROM sign_in_failures f WHERE f.key = ${key}`,
  );
  throw rateLimited('Too many tries', row?.left ?? 1);
}

/** The right password: the account starts anew and is known at this place, for which the try does not count. */
export async function forgetTries(db: Database, emailKey: string, address: string): Promise<void> {
  const { pair, account, place } = keysOf(emailKey, address);
  await db.execute(sql`
    WITH known AS (SELECT 1 FROM sign_in_failures WHERE key = ${pair} AND succeeded_at > now() - ${KNOWN_FOR}),
      forgiven AS (UPDATE sign_in_failures SET failures = 0, last_at = now(), succeeded_at = now() WHERE key = ${pair}),
      rested AS (UPDATE sign_in_failures SET failures = greatest(0, failures - 1) WHERE key = ${place} AND NOT EXISTS (SELECT 1 FROM known))
    DELETE FROM sign_in_failures WHERE key = ${account}`);
}

/** Of tries to sign in with an address, those that are known: in all, and at each place. */
export const triesWith = (emailKey: string) =>
  or(
    eq(signInFailures.key, `account:${emailKey}`),
    like(signInFailures.key, `pair:${emailKey.replace(/[\\%_]/g, '\\$&')} %`),
  );

/** What was forgiven long ago need not be kept. */
export async function sweepTries(db: Database): Promise<void> {
  await db.execute(sql`
    DELETE FROM sign_in_failures
    WHERE last_at < now() - interval '1 day' AND coalesce(succeeded_at < now() - ${KNOWN_FOR}, true)`);
}
