import { type Database, hashToken, isOneOf, type LoaderScope, type Viewer } from '@storegraph/kit';
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { CheckoutTarget } from '../contract.ts';
import { type CartRow, carts } from './cart.table.ts';

/** Who holds a cart: a signed-in shopper, or whoever knows the token. */
export interface CartHolder {
  userId: string | null;
  tokenHash: string | null;
}

export const holderOf = (
  { viewer, request }: { viewer: Viewer | null; request: LoaderScope['request'] },
  token = request.header('x-cart-token'),
): CartHolder => ({
  userId: viewer?.id ?? null,
  tokenHash: token ? hashToken(token) : null,
});

/** Someone else's cart is indistinguishable from no cart. A token opens a guest's cart only. */
export const heldBy = ({ userId, tokenHash }: CartHolder): SQL =>
  heldByOneOf(userId, tokenHash && eq(carts.tokenHash, tokenHash));

function heldByOneOf(userId: string | null, hasToken: SQL | '' | null): SQL {
  const mine = userId ? eq(carts.userId, userId) : undefined;
  const guest = hasToken ? and(hasToken, isNull(carts.userId)) : undefined;
  return or(mine, guest) ?? sql`false`;
}

const liveStatuses = ['OPEN', 'LOCKED'] as const;
export const isLive: SQL = inArray(carts.status, [...liveStatuses]);
const isLiveRow = ({ status }: CartRow): boolean => liveStatuses.some((live) => live === status);

/** The live cart of a shopper: there is one at most. */
export const ownCart = (userId: string): SQL | undefined => and(eq(carts.userId, userId), isLive);

/** The live carts that somebody holds, or only the one that is named: at most the own one and a guest's. */
const cartsHeldBy = (db: Database, holder: CartHolder, cartId?: string | null) =>
  db
    .select()
    .from(carts)
    .where(and(heldBy(holder), isLive, cartId ? eq(carts.id, cartId) : undefined));

/**
 * Whoever takes several carts takes them in one statement and in the order of their ids: no deadlock. Who
 * means one of two takes both: one that ended before its turn came stays taken, whatever is taken after it.
 */
export const lockCartsHeldBy = (...held: Parameters<typeof cartsHeldBy>): Promise<CartRow[]> =>
  cartsHeldBy(...held)
    .orderBy(carts.id)
    .for('update');

/** A signed-in shopper's own cart comes before a guest's. */
const meantOf = (held: CartRow[]): CartRow | undefined => held.find(({ userId }) => userId !== null) ?? held[0];

/** The cart that somebody means: the named one, or the live one. */
export const cartHeldBy = async (...held: Parameters<typeof cartsHeldBy>): Promise<CartRow | undefined> =>
  meantOf(await cartsHeldBy(...held));

/** Which cart somebody asks for: the named one, in whatever status, or the live one. */
export interface CartWish {
  id?: string | null;
  /** Of a guest's cart, which then comes before the own one. Default: the header x-cart-token. */
  token?: string | null;
}

/** One statement, however many carts are asked for. */
export async function findCarts(
  { db, viewer, request }: Pick<LoaderScope, 'db' | 'viewer' | 'request'>,
  wishes: readonly CartWish[],
): Promise<(CartRow | null)[]> {
  const asked = wishes.map(({ id, token }) => {
    const { tokenHash } = holderOf({ viewer, request }, token || undefined);
    return { id, token, tokenHash };
  });
  const [hashes, ids] = [asked.flatMap(({ tokenHash }) => tokenHash ?? []), asked.flatMap(({ id }) => id ?? [])];
  const found = await db
    .select()
    .from(carts)
    .where(and(heldByOneOf(viewer?.id ?? null, isOneOf(carts.tokenHash, hashes)), or(isLive, isOneOf(carts.id, ids))));
  return asked.map(({ id, token, tokenHash }) => {
    const meant = found.filter(
      (cart) => (cart.userId !== null || cart.tokenHash === tokenHash) && (id ? cart.id === id : isLiveRow(cart)),
    );
    const guests = meant.find(({ userId }) => userId === null);
    return (token ? guests : undefined) ?? meantOf(meant) ?? null;
  });
}

export const lockCartHeldBy = async (...held: Parameters<typeof cartsHeldBy>): Promise<CartRow | undefined> =>
  meantOf(await lockCartsHeldBy(...held));

/** Who makes an order, as other services name them. */
export const holderOfOrder = ({ viewerId, cartTokenHash }: CheckoutTarget): CartHolder => ({
  userId: viewerId,
  tokenHash: cartTokenHash ?? null,
});
