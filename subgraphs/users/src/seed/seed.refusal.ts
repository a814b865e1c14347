import { EnvironmentError, type Service } from '@storegraph/kit';
import { and, eq, inArray } from 'drizzle-orm';
import { users } from '../user/user.table.ts';
import { SEEDED_STAFF } from './seed.accounts.ts';

/** Everybody knows the password of the seed's staff. */
export async function refuseSeed({ db, env }: Pick<Service, 'db' | 'env'>): Promise<void> {
  if (env.NODE_ENV !== 'production') return;
  const found = await db
    .select({ email: users.email })
    .from(users)
    .where(and(inArray(users.emailKey, SEEDED_STAFF), eq(users.status, 'ACTIVE')));
  if (found.length > 0)
    throw new EnvironmentError(
      `The environment is not complete:\n  DATABASE_URL: in production it must not hold the accounts of the seed; disable ${found.map(({ email }) => email).join(', ')}`,
    );
}
