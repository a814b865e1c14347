import { DateTimeScalar, Payload, Text, UUIDScalar } from '@storegraph/kit';
import { Matches } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

/** Owned by users; payments adds the saved payment methods. */
@ObjectType()
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'A card that a shopper keeps for the next time. Its number is known to Stripe only.' })
export class SavedPaymentMethod {
  @Field(() => ID, { description: 'Usable as `paymentMethod` of payOrder.' })
  id: string;

  @Field(() => String, { description: 'Such as visa or mastercard.' })
  brand: string;

  @Field(() => String, { description: 'The last four digits.' })
  last4: string;

  @Field(() => Int, { description: 'From 1 to 12.' })
  expMonth: number;

  @Field(() => Int, { description: 'Four digits.' })
  expYear: number;

  @Field(() => DateTimeScalar)
  createdAt: Date;
}

@InputType()
export class CreatePaymentMethodSetupInput {
  @Field(() => UUIDScalar)
  idempotencyKey: string;
}

@ObjectType()
export class PaymentMethodSetupPayload extends Payload {
  @Field(() => String, { nullable: true, description: "For Stripe's form in the client, which saves the card." })
  clientSecret?: string;
}

@InputType()
export class RemovePaymentMethodInput {
  @Field(() => ID)
  @Text({ max: 255 })
  @Matches(/^pm_\w+$/, { message: 'paymentMethodId must be the id of a saved payment method' })
  paymentMethodId: string;
}

@ObjectType()
export class RemovePaymentMethodPayload extends Payload {
  @Field(() => ID, { nullable: true })
  removedPaymentMethodId?: string;
}
