import { DateTimeScalar, idOf } from '@storegraph/kit';
import { Money } from '@storegraph/commerce';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { RefundRow } from './refund.table.ts';

export enum RefundStatus {
  PENDING = 'PENDING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
}
registerEnumType(RefundStatus, {
  name: 'RefundStatus',
  description: 'How far a refund has come.',
  valuesConfig: {
    PENDING: { description: 'On its way to the buyer; banks may take days.' },
    SUCCEEDED: { description: 'The bank of the buyer has it.' },
    FAILED: { description: 'It could not be given back this way. Staff have to look.' },
  },
});

@ObjectType({ description: 'Money that goes back to the buyer, by the way it came. Seen by whoever sees the order.' })
export class Refund {
  @Field(() => ID, { description: idOf('rfnd') })
  id: string;

  @Field(() => RefundStatus, { description: 'How far it has come, as Stripe said last.' })
  status: RefundStatus;

  @Field(() => Money, { description: 'How much, in the currency of the order.' })
  amount: Money;

  @Field(() => String, { nullable: true, description: 'Why, in the words of staff or of who cancelled.' })
  reason: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
}

export const toRefund = ({ id, status, amountMinor, currencyCode, reason, createdAt }: RefundRow): Refund => ({
  id,
  status: status === 'REQUESTED' ? RefundStatus.PENDING : RefundStatus[status],
  amount: Money.of(amountMinor, currencyCode),
  reason,
  createdAt,
});
