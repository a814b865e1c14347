import type { Database } from '@storegraph/kit';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { isLive } from './cart.access.ts';
import { accountEmails, carts } from './cart.table.ts';

interface ChangedEmail {
  userId: string;
  email: string;
  former: string[];
  version: number;
}

/**
 * A cart that names an address which its account had names the new one; any other that the shopper gave stays. A locked one too: its
 * order has the snapshot, and it may open again. An event that was overtaken by a later one changes nothing.
 */
export async function followEmail(tx: Database, { userId, email, former, version }: ChangedEmail): Promise<void> {
  const [fresh] = await tx
    .insert(accountEmails)
    .values({ userId, latest: version })
    .onConflictDoUpdate({
      target: accountEmails.userId,
      set: { latest: version },
      setWhere: lt(accountEmails.latest, version),
    })
    .returning({ userId: accountEmails.userId });
  if (!fresh) return;
  await tx
    .update(carts)
    .set({ email, version: sql`${carts.version} + 1` })
    .where(and(isLive, eq(carts.userId, userId), inArray(sql`lower(${carts.email})`, former)));
}
