import { DateTimeScalar, IdempotencyKey, Payload, Text } from '@storegraph/kit';
import { Matches } from 'class-validator';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { CardSummary } from '../payment/payment.type.ts';

/** Owned by users; payments adds the saved payment methods. */
@ObjectType()
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}

@ObjectType({
  description:
    'A card that a shopper keeps for the next time. For themselves only. Its number is known to Stripe only.',
})
export class SavedPaymentMethod extends CardSummary {
  @Field(() => ID, { description: 'Its id at Stripe, `pm_` and more: the `paymentMethod` of `payOrder`.' })
  id: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
}

@InputType({ description: 'What tells one wish to save a card from another.' })
export class CreatePaymentMethodSetupInput {
  @IdempotencyKey()
  idempotencyKey: string;
}

@ObjectType({ description: 'What the client needs to save a card.' })
export class PaymentMethodSetupPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: "For Stripe's form in the client, which saves the card; it never passes through the shop.",
  })
  clientSecret?: string;
}

@InputType({ description: 'Which card to forget.' })
export class RemovePaymentMethodInput {
  @Field(() => ID, { description: "`SavedPaymentMethod.id`, at most 255 characters; someone else's is NOT_FOUND." })
  @Text({ max: 255 })
  @Matches(/^pm_\w+$/, { message: 'paymentMethodId must be the id of a saved payment method' })
  paymentMethodId: string;
}

@ObjectType({ description: 'What became of the card.' })
export class RemovePaymentMethodPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The card that is gone: take it out of lists.' })
  removedPaymentMethodId?: string;
}
