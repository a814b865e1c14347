import { isOneOf, type LoaderScope, loadMany, loadOne } from '@storegraph/kit';
import { and, asc, eq, getTableColumns, type SQL } from 'drizzle-orm';
import { methodsOf } from '../method/method.service.ts';
import type { SavedPaymentMethod } from '../method/method.type.ts';
import { refunds } from '../refund/refund.table.ts';
import type { PaymentsService } from '../stripe/stripe.client.ts';
import { visible } from './payment.access.ts';
import { type PaymentRow, payments } from './payment.table.ts';

/** Someone else's payment is indistinguishable from none. */
async function paymentsWhere(scope: LoaderScope, condition: SQL): Promise<PaymentRow[]> {
  const allowed = visible(scope);
  if (allowed === null) return [];
  return scope.db.select().from(payments).where(and(condition, allowed)).orderBy(asc(payments.attempt));
}

export const paymentLoaders = (scope: LoaderScope) => ({
  payment: loadOne(
    (ids) => paymentsWhere(scope, isOneOf(payments.id, ids)),
    ({ id }) => id,
  ),
  paymentsOfOrder: loadMany(
    (orderIds) => paymentsWhere(scope, isOneOf(payments.orderId, orderIds)),
    ({ orderId }) => orderId,
  ),
  refundsOfOrder: loadMany(
    async (orderIds) => {
      const allowed = visible(scope);
      if (allowed === null) return [];
      return scope.db
        .select(getTableColumns(refunds))
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .where(and(isOneOf(refunds.orderId, orderIds), allowed))
        .orderBy(asc(refunds.createdAt), asc(refunds.id));
    },
    ({ orderId }) => orderId,
  ),
  /** Of payments that were loaded by the above, so already visible. */
  refundsOfPayment: loadMany(
    (paymentIds) =>
      scope.db
        .select()
        .from(refunds)
        .where(isOneOf(refunds.paymentId, paymentIds))
        .orderBy(asc(refunds.createdAt), asc(refunds.id)),
    ({ paymentId }) => paymentId,
  ),
  /** The viewer's own only; Stripe is asked once, however often they come up. */
  methodsOfUser: loadMany<SavedPaymentMethod>(
    async (userIds) =>
      scope.viewer && userIds.includes(scope.viewer.id)
        ? methodsOf(scope.service as PaymentsService, scope.viewer.id)
        : [],
    () => scope.viewer?.id ?? null,
  ),
});
export type PaymentLoaders = ReturnType<typeof paymentLoaders>;
