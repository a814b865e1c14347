import { STAFF } from '@storegraph/commerce';
import type { Context } from '@storegraph/kit';
import { Authorized, Ctx, Query, Resolver } from 'type-graphql';
import { findOrphans, findPayments } from '../payment/payment.reconcile.ts';
import type { PaymentsService } from '../stripe/stripe.client.ts';
import { ReconciliationReport } from './reconciliation.type.ts';

@Resolver()
export class ReconciliationResolver {
  @Authorized(...STAFF)
  @Query(() => ReconciliationReport, {
    nullable: true,
    description: 'Asks Stripe about everything that is open, and changes nothing. Staff.',
  })
  async reconciliationReport(@Ctx() { service }: Context): Promise<ReconciliationReport> {
    const found = [
      ...(await findPayments(service as PaymentsService)),
      ...(await findOrphans(service as PaymentsService)),
    ];
    return { checkedAt: new Date(), findings: found.map((one) => ({ ...one, since: new Date(one.since) })) };
  }
}
