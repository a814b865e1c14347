import { type LoaderScope, loadMany, loadOne } from '@storegraph/kit';
import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import { refunds } from '../refund/refund.table.ts';
import { visible } from './payment.access.ts';
import { payments } from './payment.table.ts';

/** Someone else's payment is indistinguishable from none. */
export const paymentLoaders = (scope: LoaderScope) => ({
  payment: loadOne(
    (ids) =>
      scope.db
        .select()
        .from(payments)
        .where(and(inArray(payments.id, [...ids]), visible(scope))),
    ({ id }) => id,
  ),
  paymentsOfOrder: loadMany(
    (orderIds) =>
      scope.db
        .select()
        .from(payments)
        .where(and(inArray(payments.orderId, [...orderIds]), visible(scope)))
        .orderBy(asc(payments.attempt)),
    ({ orderId }) => orderId,
  ),
  refundsOfOrder: loadMany(
    (orderIds) =>
      scope.db
        .select(getTableColumns(refunds))
        .from(refunds)
        .innerJoin(payments, eq(payments.id, refunds.paymentId))
        .where(and(inArray(refunds.orderId, [...orderIds]), visible(scope)))
        .orderBy(asc(refunds.createdAt), asc(refunds.id)),
    ({ orderId }) => orderId,
  ),
  /** Of payments that were loaded by the above, so already visible. */
  refundsOfPayment: loadMany(
    (paymentIds) =>
      scope.db
        .select()
        .from(refunds)
        .where(inArray(refunds.paymentId, [...paymentIds]))
        .orderBy(asc(refunds.createdAt), asc(refunds.id)),
    ({ paymentId }) => paymentId,
  ),
});
export type PaymentLoaders = ReturnType<typeof paymentLoaders>;
