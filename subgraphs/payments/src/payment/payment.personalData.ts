import { Money, type PersonalDataPage, personalList } from '@storegraph/commerce';
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { methodsOf } from '../method/method.service.ts';
import { refunds, type RefundRow } from '../refund/refund.table.ts';
import type { PaymentsService } from '../stripe/stripe.client.ts';
import { type PaymentRow, payments } from './payment.table.ts';

const paymentsOf = personalList<PaymentRow & { refunds: RefundRow[] }>(
  'payments',
  async ({ db }, { userId, after, limit }) => {
    const rows = await db
      .select()
      .from(payments)
      .where(and(eq(payments.userId, userId), gt(payments.id, after)))
      .orderBy(asc(payments.id))
      .limit(limit);
    const ids = rows.map(({ id }) => id);
    const given = await db.select().from(refunds).where(inArray(refunds.paymentId, ids)).orderBy(asc(refunds.id));
    return rows.map((row) => ({ ...row, refunds: given.filter(({ paymentId }) => paymentId === row.id) }));
  },
  (row) => ({
    id: row.id,
    order: { id: row.orderId },
    status: row.status,
    amount: Money.of(row.amountMinor, row.currencyCode),
    method: row.card,
    failureReason: row.failureReason,
    createdAt: row.createdAt,
    refunds: row.refunds.map(({ id, amountMinor, currencyCode, reason, status, createdAt }) => ({
      ...{ id, amount: Money.of(amountMinor, currencyCode), reason, status, createdAt },
    })),
  }),
);

/** What was paid, and with the first page the cards that Stripe keeps. */
export async function personalDataOf(
  service: PaymentsService,
  asked: { userId: string; after: string | null },
): Promise<PersonalDataPage> {
  const page = await paymentsOf(service, asked);
  if (asked.after !== null) return page;
  const paymentMethods = JSON.parse(JSON.stringify(await methodsOf(service, asked.userId)));
  return { ...page, data: { ...page.data, paymentMethods } };
}
