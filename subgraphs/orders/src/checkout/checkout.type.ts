import { IsId, Payload, Text, UserError, UUIDScalar } from '@storegraph/kit';
import { Money, MoneyInput } from '@storegraph/commerce';
import { ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Order, Variant } from '../order/order.type.ts';

@InputType({ description: 'Turns a cart into an order.' })
export class PlaceOrderInput {
  @Field(() => ID, { nullable: true, description: "Default: the viewer's cart, or the one of the token." })
  @IsId('cart')
  cartId?: string;

  @Field(() => String, { nullable: true, description: 'A guest gives it here or in the header x-cart-token.' })
  @Text({ max: 200 })
  cartToken?: string;

  @Field(() => UUIDScalar, { description: 'The same key and input always answer the same order.' })
  idempotencyKey: string;

  @Field(() => MoneyInput, { description: 'The total that the shopper saw. Another one is PRICE_CHANGED.' })
  @ValidateNested()
  expectedTotal: MoneyInput;
}

@ObjectType()
export class PlaceOrderPayload extends Payload {
  @Field(() => Order, {
    nullable: true,
    description: 'PENDING when a service did not answer: it goes on by itself. Null when it was sold out before.',
  })
  order?: Order;

  @Field(() => String, {
    nullable: true,
    description: 'Opens this order without an account. Shown to whoever placed it only.',
  })
  orderToken?: string;
}

@ObjectType({ implements: UserError, description: 'Not enough of this variant is left.' })
@Directive('@shareable')
export class InsufficientStock extends UserError {
  @Field(() => Variant, { nullable: true })
  variant?: Variant;

  @Field(() => Int, { description: 'How many can still be bought.' })
  available: number;
}

export const insufficientStock = ({
  variantId,
  available,
}: {
  variantId: string;
  available: number;
}): InsufficientStock =>
  Object.assign(new InsufficientStock(), {
    code: 'INSUFFICIENT_STOCK',
    message: available > 0 ? `Only ${available} are left` : 'This is sold out',
    path: ['input', 'cartId'],
    variant: { id: variantId },
    available,
  });

@ObjectType({ implements: UserError, description: 'The total is not the one that the shopper saw.' })
@Directive('@shareable')
export class PriceChanged extends UserError {
  @Field(() => Money)
  expected: Money;

  @Field(() => Money, { description: 'The total as of now.' })
  actual: Money;
}
