import { anonymousAddress, forgottenIn } from '@storegraph/commerce';
import type { Database, Service } from '@storegraph/kit';
import { eq } from 'drizzle-orm';
import { accountEmails, carts, type CartRow, forgottenShoppers } from './cart.table.ts';

export const FORGET = 'forgetShopper';
const LOOK_AGAIN_IN_SECONDS = 3_600;

export const { forgetLater, takeTurnOf } = forgottenIn(forgottenShoppers, FORGET);

/** What somebody wanted goes with them. A cart that an order holds just now waits until it is over. */
export async function forgetShopper(
  { db }: Service,
  { userId }: { userId: string },
): Promise<{ runAgainInSeconds: number } | undefined> {
  const isHeld = await db.transaction(async (tx) => {
    const mine = await tx.select().from(carts).where(eq(carts.userId, userId)).orderBy(carts.id).for('update');
    await tx.delete(accountEmails).where(eq(accountEmails.userId, userId));
    for (const cart of mine) if (cart.status !== 'LOCKED') await forgetCart(tx, cart);
    return mine.some(({ status }) => status === 'LOCKED');
  });
  return isHeld ? { runAgainInSeconds: LOOK_AGAIN_IN_SECONDS } : undefined;
}

/** The cart of an order whose customer is forgotten; they may have filled it as a guest, before they signed in. */
export async function forgetCartOfOrder(tx: Database, { cartId }: { cartId: string | null }): Promise<void> {
  const [cart] = await tx
    .select()
    .from(carts)
    .where(eq(carts.id, cartId ?? ''))
    .for('update');
  if (cart?.status === 'LOCKED') throw new Error('What ended the order was not heard yet: once more later');
  if (cart) await forgetCart(tx, cart);
}

/** One that became an order stays as its source, without a name; any other goes. */
async function forgetCart(tx: Database, cart: CartRow): Promise<void> {
  const { id, status, shippingAddress, billingAddress, snapshot, userId } = cart;
  if (status !== 'CONVERTED') {
    await tx.delete(carts).where(eq(carts.id, id));
    return;
  }
  await tx
    .update(carts)
    .set({
      email: null,
      tokenHash: userId === null ? `forgotten:${id}` : null,
      shippingAddress: shippingAddress && anonymousAddress(shippingAddress),
      billingAddress: billingAddress && anonymousAddress(billingAddress),
      snapshot: snapshot && {
        ...snapshot,
        email: '',
        shippingAddress: anonymousAddress(snapshot.shippingAddress),
        billingAddress: snapshot.billingAddress && anonymousAddress(snapshot.billingAddress),
      },
    })
    .where(eq(carts.id, id));
}
