import { timingSafeEqual } from 'node:crypto';
import { isStaff, orderTokensOf } from '@storegraph/commerce';
import { hashToken, isOneOf, type LoaderScope, type RequestInfo, type Viewer } from '@storegraph/kit';
import { eq, or, type SQL } from 'drizzle-orm';
import { type PaymentRow, payments } from './payment.table.ts';

export interface Payer {
  viewer: Viewer | null;
  tokenHashes: readonly string[];
}
type Owned = Pick<PaymentRow, 'userId' | 'orderTokenHash'>;

/** What a guest shows: the tokens of orders, as an input field or a header. */
export const tokenHashesOf = (request: RequestInfo, orderToken?: string | null): string[] =>
  orderTokensOf(request, orderToken).map(hashToken);

/** Who pays: whoever is signed in as who placed the order, or has the token of a guest's. */
export const mayPay = (payment: Owned, payer: Payer): boolean =>
  payer.viewer?.id === payment.userId || (payment.userId === null && ownedBy(payment, payer));

/** The buyer: signed in as who placed the order, or with the order's token, which shows that of an account, too. Staff may look but not pay. */
export function ownedBy(payment: Owned, { viewer, tokenHashes }: Payer): boolean {
  if (viewer !== null && viewer.id === payment.userId) return true;
  const hash = Buffer.from(payment.orderTokenHash);
  return tokenHashes.some((one) => one.length === hash.length && timingSafeEqual(Buffer.from(one), hash));
}

/** Which payments this request may see; undefined: all. Null: none, nothing has to be asked for. */
export function visible({ viewer, request }: Pick<LoaderScope, 'viewer' | 'request'>): SQL | undefined | null {
  if (isStaff(viewer)) return undefined;
  const tokenHashes = tokenHashesOf(request);
  return (
    or(
      viewer ? eq(payments.userId, viewer.id) : undefined,
      tokenHashes.length > 0 ? isOneOf(payments.orderTokenHash, tokenHashes) : undefined,
    ) ?? null
  );
}
