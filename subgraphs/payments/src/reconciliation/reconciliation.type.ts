import { DateTimeScalar } from '@storegraph/kit';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { PaymentFinding } from '../payment/payment.reconcile.ts';

const kinds: Record<PaymentFinding['kind'], string> = {
  PAYMENT_UNFINISHED: 'A payment that was announced and never opened at Stripe.',
  PAYMENT_DIFFERS: 'Stripe has it in another state or over something else.',
  PAYMENT_OF_DEAD_ORDER: 'The order was given up and its payment is still open at Stripe.',
  REFUND_UNFINISHED: 'Stripe has not confirmed a refund.',
  ORPHANED_INTENT: 'Stripe collects money for an order, and no payment here knows of it.',
};
const ReconciliationKind = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, kind]));
registerEnumType(ReconciliationKind, {
  name: 'ReconciliationKind',
  description: 'What is not as Stripe has it.',
  valuesConfig: Object.fromEntries(Object.entries(kinds).map(([kind, description]) => [kind, { description }])),
});

@ObjectType({
  description: 'Something about money that is not as Stripe has it, and is mended by itself within minutes. For staff.',
})
export class ReconciliationFinding {
  @Field(() => ReconciliationKind, { description: 'What it is. Branch on this.' })
  kind: PaymentFinding['kind'];

  @Field(() => ID, { description: 'The id of a payment, of a refund, or of an intent at Stripe.' })
  subject: string;

  @Field(() => ID, { nullable: true, description: '`Order.id`; null when Stripe does not say which.' })
  orderId: string | null;

  @Field(() => String, { description: 'One sentence in English for people; may change.' })
  message: string;

  @Field(() => DateTimeScalar, { description: 'Since when it stands like this.' })
  since: Date;
}

@ObjectType({ description: 'What Stripe says, compared with what the shop has. For staff.' })
export class ReconciliationReport {
  @Field(() => DateTimeScalar, { description: 'When Stripe was asked.' })
  checkedAt: Date;

  @Field(() => [ReconciliationFinding], {
    description: 'What differs; empty when all is well. Payments of the last minute are left out.',
  })
  findings: ReconciliationFinding[];
}
