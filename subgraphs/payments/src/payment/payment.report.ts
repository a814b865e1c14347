import { STAFF } from '@storegraph/commerce';
import { type Context, DateTimeScalar } from '@storegraph/kit';
import { Authorized, Ctx, Field, ID, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { PaymentsService } from '../stripe/stripe.client.ts';
import { findingKinds, findOrphans, findPayments, type PaymentFinding } from './payment.reconcile.ts';

const ReconciliationKind = Object.fromEntries(findingKinds.map((kind) => [kind, kind]));
registerEnumType(ReconciliationKind, { name: 'ReconciliationKind', description: 'What is not as Stripe has it.' });

@ObjectType({ description: 'Something about money that is not as Stripe has it, and is mended within minutes.' })
export class ReconciliationFinding {
  @Field(() => ReconciliationKind)
  kind: PaymentFinding['kind'];

  @Field(() => ID, { description: 'A payment, a refund, or an intent at Stripe.' })
  subject: string;

  @Field(() => ID, { nullable: true })
  orderId: string | null;

  @Field(() => String)
  message: string;

  @Field(() => DateTimeScalar)
  since: Date;
}

@ObjectType()
export class ReconciliationReport {
  @Field(() => DateTimeScalar)
  checkedAt: Date;

  @Field(() => [ReconciliationFinding])
  findings: ReconciliationFinding[];
}

@Resolver()
export class ReconciliationResolver {
  @Authorized(...STAFF)
  @Query(() => ReconciliationReport, {
    nullable: true,
    description: 'Asks Stripe about everything that is open, and changes nothing. Empty when all is well. Staff.',
  })
  async reconciliationReport(@Ctx() { service }: Context): Promise<ReconciliationReport> {
    const found = [
      ...(await findPayments(service as PaymentsService)),
      ...(await findOrphans(service as PaymentsService)),
    ];
    return { checkedAt: new Date(), findings: found.map((one) => ({ ...one, since: new Date(one.since) })) };
  }
}
