import { createHash, randomBytes } from 'node:crypto';
import type { Database, LoaderScope, Viewer } from '@storegraph/kit';
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { CheckoutTarget } from '../contract.ts';
import { carts } from './cart.table.ts';

/** Who holds a cart: a signed-in shopper, or whoever knows the token. */
export interface CartHolder {
  userId: string | null;
  tokenHash: string | null;
}

export const newToken = (): string => randomBytes(24).toString('base64url');
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export const holderOf = (
  { viewer, request }: { viewer: Viewer | null; request: LoaderScope['request'] },
  token = request.header('x-cart-token'),
): CartHolder => ({
  userId: viewer?.id ?? null,
  tokenHash: token ? hashToken(token) : null,
});

/** Someone else's cart is indistinguishable from no cart. A token opens a guest's cart only. */
export function heldBy({ userId, tokenHash }: CartHolder): SQL {
  const mine = userId ? eq(carts.userId, userId) : undefined;
  const guest = tokenHash ? and(eq(carts.tokenHash, tokenHash), isNull(carts.userId)) : undefined;
  return or(mine, guest) ?? sql`false`;
}

/** The live cart of a shopper: there is one at most. */
export const ownCart = (userId: string): SQL | undefined =>
  and(eq(carts.userId, userId), inArray(carts.status, ['OPEN', 'LOCKED']));

/** The cart that an order is made of: the named one, or the live one. A signed-in shopper's own comes before a guest's. */
export const cartHeldBy = (db: Database, { viewerId, cartId, cartTokenHash }: CheckoutTarget) =>
  db
    .select()
    .from(carts)
    .where(
      and(
        heldBy({ userId: viewerId, tokenHash: cartTokenHash ?? null }),
        cartId ? eq(carts.id, cartId) : inArray(carts.status, ['OPEN', 'LOCKED']),
      ),
    )
    .orderBy(sql`${carts.userId} NULLS LAST`)
    .limit(1);
