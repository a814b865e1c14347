import { DateTimeScalar, IdempotencyKey, idOf, IsId, Payload, Text, UserError } from '@storegraph/kit';
import { Money, OrderToken } from '@storegraph/commerce';
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
  valuesConfig: {
    REQUIRES_PAYMENT_METHOD: { description: 'Nobody has paid yet, or the last card was declined: `payOrder`.' },
    REQUIRES_ACTION: { description: 'The bank wants to hear from the buyer first: `Order.paymentClientSecret`.' },
    PROCESSING: { description: 'The bank has not decided yet. Nothing to do but wait.' },
    SUCCEEDED: { description: 'The money has arrived.' },
    CANCELED: { description: 'Given up with its order; nothing was charged and nothing can be.' },
  },
});

/** Owned by orders; payments adds what was paid and given back. */
@ObjectType()
@Directive('@key(fields: "id")')
export class Order {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'What of a card may be shown. Its number is known to Stripe only.' })
export class CardSummary {
  @Field(() => String, { description: 'Such as visa or mastercard; unknown when Stripe does not say.' })
  brand: string;

  @Field(() => String, { description: 'The last four digits.' })
  last4: string;

  @Field(() => Int, { description: 'The month after which it is not valid any more: 1 to 12.' })
  expMonth: number;

  @Field(() => Int, { description: 'The year of that month, with four digits.' })
  expYear: number;
}

@ObjectType({
  description:
    'One attempt to collect the money of an order. Seen by whoever sees the order: whose it is, who has its token, and staff.',
})
@Directive('@key(fields: "id")')
export class Payment {
  row: PaymentRow;

  @Field(() => ID, { description: idOf('pay') })
  id: string;

  @Field(() => PaymentIntentStatus, { description: 'Where it stands, as Stripe said last.' })
  status: PaymentIntentStatus;

  @Field(() => Money, { description: 'What is charged: the total of the order.' })
  amount: Money;

  @Field(() => CardSummary, { nullable: true, description: 'The card that was used last; null before there was one.' })
  method: CardSummary | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last card was declined, for people; null when it was not.',
  })
  failureReason: string | null;

  @Field(() => DateTimeScalar, { description: 'When the order began to wait for it.' })
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
  description: 'The bank said no. The order stays payable: try another payment method. Code PAYMENT_DECLINED.',
})
export class PaymentDeclined extends UserError {
  @Field(() => String, {
    description: 'Why, as a code of Stripe, such as insufficient_funds; unknown when the bank did not say.',
  })
  declineCode: string;
}

@ObjectType({ description: 'The money has arrived; the order is paid within moments.' })
export class PaymentSucceeded {
  @Field(() => Money, { description: 'What was charged.' })
  amount: Money;
}

@ObjectType({ description: 'The bank wants to hear from the shopper first.' })
export class PaymentActionRequired {
  @Field(() => String, {
    description: "What Stripe's library in the client shows the question of the bank with. For the buyer only.",
  })
  clientSecret: string;

  @Field(() => String, {
    nullable: true,
    description: 'The page of the bank to send the shopper to instead; null when there is none.',
  })
  redirectUrl: string | null;
}

@ObjectType({ description: 'The money is on its way; the order is paid when it arrives.' })
export class PaymentProcessing {
  @Field(() => Money, { description: 'What is charged when it arrives.' })
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

@InputType({ description: 'Which order to pay, and by what.' })
export class PayOrderInput {
  @Field(() => ID, { description: "An order that waits for its payment. Someone else's is NOT_FOUND." })
  @IsId('ord')
  orderId: string;

  @OrderToken()
  orderToken?: string;

  @Field(() => String, {
    description:
      'The id of a payment method at Stripe, 1 to 255 characters: one that its library made in the client, a `SavedPaymentMethod.id`, or in tests pm_card_visa.',
  })
  @Text({ max: 255 })
  @Matches(/^\w+$/, { message: 'paymentMethod must be the id of a payment method at Stripe' })
  paymentMethod: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Keep it for the next time, as one of `User.paymentMethods`. Only when the order is of the account that is signed in; otherwise BAD_USER_INPUT. Default: no.',
  })
  savePaymentMethod?: boolean;

  @IdempotencyKey()
  idempotencyKey: string;
}

@ObjectType({ description: 'What an attempt to pay led to.' })
export class PayOrderPayload extends Payload {
  @Field(() => Payment, {
    nullable: true,
    description: 'As it is now, also when it was declined; null when it was refused before.',
  })
  payment?: Payment;

  @Field(() => PaymentOutcome, {
    nullable: true,
    description: 'What comes next; null when it was declined or refused.',
  })
  outcome?: typeof PaymentOutcome;
}
