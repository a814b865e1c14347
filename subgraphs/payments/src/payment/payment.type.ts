import { DateTimeScalar, IsId, Payload, Text, UserError, UUIDScalar } from '@storegraph/kit';
import { Money } from '@storegraph/commerce';
import { Matches } from 'class-validator';
import { createUnionType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PaymentRow } from './payment.table.ts';

export enum PaymentIntentStatus {
  REQUIRES_PAYMENT_METHOD = 'REQUIRES_PAYMENT_METHOD',
  REQUIRES_ACTION = 'REQUIRES_ACTION',
  PROCESSING = 'PROCESSING',
  SUCCEEDED = 'SUCCEEDED',
  CANCELED = 'CANCELED',
}
registerEnumType(PaymentIntentStatus, {
  name: 'PaymentIntentStatus',
  description: 'Where one attempt to collect the money of an order stands.',
});

/** Owned by orders; payments adds what was paid and given back. */
@ObjectType()
@Directive('@key(fields: "id")')
export class Order {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'What of a card may be shown.' })
export class CardSummary {
  @Field(() => String, { description: 'Such as visa or mastercard.' })
  brand: string;

  @Field(() => String, { description: 'The last four digits.' })
  last4: string;

  @Field(() => Int, { description: 'From 1 to 12.' })
  expMonth: number;

  @Field(() => Int, { description: 'Four digits.' })
  expYear: number;
}

@ObjectType({ description: 'One attempt to collect the money of an order.' })
@Directive('@key(fields: "id")')
export class Payment {
  row: PaymentRow;

  @Field(() => ID)
  id: string;

  @Field(() => PaymentIntentStatus)
  status: PaymentIntentStatus;

  @Field(() => Money)
  amount: Money;

  @Field(() => CardSummary, { nullable: true, description: 'The card that was used last.' })
  method: CardSummary | null;

  @Field(() => String, { nullable: true, description: 'Why the last card was refused; for people.' })
  failureReason: string | null;

  @Field(() => DateTimeScalar)
  createdAt: Date;
}

export const toPayment = (row: PaymentRow): Payment => ({
  row,
  id: row.id,
  status: row.status === 'CREATING' ? PaymentIntentStatus.REQUIRES_PAYMENT_METHOD : PaymentIntentStatus[row.status],
  amount: Money.of(row.amountMinor, row.currencyCode),
  method: row.card,
  failureReason: row.failureReason,
  createdAt: row.createdAt,
});

@ObjectType({
  implements: UserError,
  description: 'The bank said no. The order stays payable: try another payment method.',
})
export class PaymentDeclined extends UserError {
  @Field(() => String, { description: 'In the words of Stripe, such as insufficient_funds.' })
  declineCode: string;
}

@ObjectType({ description: 'The money has arrived.' })
export class PaymentSucceeded {
  @Field(() => Money)
  amount: Money;
}

@ObjectType({ description: 'The bank wants to hear from the shopper first.' })
export class PaymentActionRequired {
  @Field(() => String, { description: "For Stripe's library in the client." })
  clientSecret: string;

  @Field(() => String, { nullable: true, description: 'Or the page to send the shopper to.' })
  redirectUrl: string | null;
}

@ObjectType({ description: 'The money is on its way; the order is paid when it arrives.' })
export class PaymentProcessing {
  @Field(() => Money)
  amount: Money;
}

export const PaymentOutcome = createUnionType({
  name: 'PaymentOutcome',
  description: 'What an attempt to pay led to.',
  types: () => [PaymentSucceeded, PaymentActionRequired, PaymentProcessing] as const,
});

export function outcomeOf({
  status,
  clientSecret,
  redirectUrl,
  amountMinor,
  currencyCode,
}: PaymentRow): typeof PaymentOutcome {
  if (status === 'REQUIRES_ACTION')
    return Object.assign(new PaymentActionRequired(), { clientSecret: clientSecret!, redirectUrl });
  return Object.assign(status === 'SUCCEEDED' ? new PaymentSucceeded() : new PaymentProcessing(), {
    amount: Money.of(amountMinor, currencyCode),
  });
}

@InputType()
export class PayOrderInput {
  @Field(() => ID)
  @IsId('ord')
  orderId: string;

  @Field(() => String, {
    nullable: true,
    description: 'For guests: from the confirmation. The x-order-token header does as well.',
  })
  @Text({ max: 200 })
  orderToken?: string;

  @Field(() => String, {
    description: 'The id of a payment method at Stripe, such as pm_card_visa in tests or a saved one.',
  })
  @Text({ max: 255 })
  @Matches(/^\w+$/, { message: 'paymentMethod must be the id of a payment method at Stripe' })
  paymentMethod: string;

  @Field(() => Boolean, { nullable: true, description: 'Keep it for the next time. Signed in only.' })
  savePaymentMethod?: boolean;

  @Field(() => UUIDScalar, { description: 'New for every attempt; the same for a repetition of one.' })
  idempotencyKey: string;
}

@ObjectType()
export class PayOrderPayload extends Payload {
  @Field(() => Payment, { nullable: true })
  payment?: Payment;

  @Field(() => PaymentOutcome, { nullable: true, description: 'Null when it was refused.' })
  outcome?: typeof PaymentOutcome;
}
