import type { Context, Database } from '@storegraph/kit';
import { desc, eq } from 'drizzle-orm';
import { inOwnAccount } from '../link/link.service.ts';
import type { UserRow } from '../user/user.table.ts';
import { type ConsentRow, consents } from './consent.table.ts';

export const noteConsent = (tx: Database, { userId, given, source }: Pick<ConsentRow, 'userId' | 'given' | 'source'>) =>
  tx.insert(consents).values({ userId, given, source });

/** Saying the same again is not noted: the record says when somebody changed their mind. */
export const setMarketingConsent = (
  caller: Pick<Context, 'viewer' | 'service'>,
  { given }: { given: boolean },
): Promise<UserRow> =>
  inOwnAccount(caller, async (tx, user) => {
    const { id: userId } = user;
    const [last] = await tx
      .select()
      .from(consents)
      .where(eq(consents.userId, userId))
      .orderBy(desc(consents.id))
      .limit(1);
    if (given !== (last?.given ?? false)) await noteConsent(tx, { userId, given, source: 'ACCOUNT' });
    return user;
  });
