import { createHash, timingSafeEqual } from 'node:crypto';
import { isStaff } from '@storegraph/commerce';
import type { LoaderScope, RequestInfo, Viewer } from '@storegraph/kit';
import { eq, or, type SQL } from 'drizzle-orm';
import { payments } from './payment.table.ts';

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What a guest shows: the token of the confirmation, as an input field or a header. */
export function tokenHashOf(request: RequestInfo, orderToken?: string | null): string | undefined {
  const token = orderToken ?? request.header('x-order-token');
  return token ? hashToken(token) : undefined;
}

/** The buyer: signed in as who placed the order, or with the order's token. Staff may look but not pay. */
export function ownedBy(
  payment: { userId: string | null; orderTokenHash: string },
  { viewer, tokenHash }: { viewer: Viewer | null; tokenHash: string | undefined },
): boolean {
  if (viewer !== null && viewer.id === payment.userId) return true;
  return (
    tokenHash !== undefined &&
    tokenHash.length === payment.orderTokenHash.length &&
    timingSafeEqual(Buffer.from(tokenHash), Buffer.from(payment.orderTokenHash))
  );
}

/** Which payments this request may see; undefined: all. Null: none, nothing has to be asked for. */
export function visible({ viewer, request }: Pick<LoaderScope, 'viewer' | 'request'>): SQL | undefined | null {
  if (isStaff(viewer)) return undefined;
  const tokenHash = tokenHashOf(request);
  return (
    or(
      viewer ? eq(payments.userId, viewer.id) : undefined,
      tokenHash ? eq(payments.orderTokenHash, tokenHash) : undefined,
    ) ?? null
  );
}
