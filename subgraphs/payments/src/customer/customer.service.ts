import { eq } from 'drizzle-orm';
import { onceAtStripe, type PaymentsService, stripeOf } from '../stripe/stripe.client.ts';
import { forgetAgain } from './customer.forgotten.ts';
import { customers } from './customer.table.ts';

export async function findCustomer({ db }: Pick<PaymentsService, 'db'>, userId: string): Promise<string | undefined> {
  const [known] = await db.select().from(customers).where(eq(customers.userId, userId));
  return known?.stripeCustomerId;
}

/** One customer at Stripe per shopper. The key carries no e-mail, so that a changed address is not another request. */
export async function ensureCustomer(service: PaymentsService, userId: string): Promise<string> {
  const known = await findCustomer(service, userId);
  if (known) return known;
  const { id } = await onceAtStripe(
    `cus:${userId}`,
    (idempotencyKey): Promise<{ id: string }> =>
      stripeOf(service).customers.create({ metadata: { userId } }, { idempotencyKey }),
    async () => null, // a second customer that nobody knows does no harm
  );
  await service.db.transaction(async (tx) => {
    await tx.insert(customers).values({ userId, stripeCustomerId: id }).onConflictDoNothing();
    await forgetAgain(tx, userId);
  });
  return (await findCustomer(service, userId))!;
}
