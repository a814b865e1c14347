import { DateTimeScalar } from '@storegraph/kit';
import { Money } from '@storegraph/commerce';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { RefundRow } from './refund.table.ts';

export enum RefundStatus {
  PENDING = 'PENDING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
}
registerEnumType(RefundStatus, { name: 'RefundStatus', description: 'PENDING: on its way to the buyer.' });

@ObjectType({ description: 'Money that goes back to the buyer.' })
export class Refund {
  @Field(() => ID)
  id: string;

  @Field(() => RefundStatus)
  status: RefundStatus;

  @Field(() => Money)
  amount: Money;

  @Field(() => String, { nullable: true, description: 'Why, in the words of the shop.' })
  reason: string | null;

  @Field(() => DateTimeScalar)
  createdAt: Date;
}

export const toRefund = ({ id, status, amountMinor, currencyCode, reason, createdAt }: RefundRow): Refund => ({
  id,
  status: status === 'REQUESTED' ? RefundStatus.PENDING : RefundStatus[status],
  amount: Money.of(amountMinor, currencyCode),
  reason,
  createdAt,
});
