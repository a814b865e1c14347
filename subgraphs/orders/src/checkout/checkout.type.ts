import { Code, IdempotencyKey, IsId, Payload, userError, UserError } from '@storegraph/kit';
import { type ItemProblem, itemProblemMessage, Money, MoneyInput, shortageOf } from '@storegraph/commerce';
import { ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Order, Variant } from '../order/order.type.ts';

@InputType({ description: 'Which cart to order, and what the shopper saw.' })
export class PlaceOrderInput {
  @Field(() => ID, {
    nullable: true,
    description: "Default: the viewer's open cart, or the one of the token. Someone else's is NOT_FOUND.",
  })
  @IsId('cart')
  cartId?: string;

  @Field(() => String, {
    nullable: true,
    description: 'For guests: the `cartToken`, 1 to 200 characters. The header x-cart-token does as well.',
  })
  @Code({ max: 200 })
  cartToken?: string;

  @IdempotencyKey()
  idempotencyKey: string;

  @Field(() => MoneyInput, {
    description:
      '`Cart.totals.total` as the shopper saw it. When the order would cost anything else it is PriceChanged, and nothing is charged.',
  })
  @ValidateNested()
  expectedTotal: MoneyInput;
}

@ObjectType({ description: 'What became of the cart.' })
export class PlaceOrderPayload extends Payload {
  @Field(() => Order, {
    nullable: true,
    description:
      'AWAITING_PAYMENT when it can be paid; PENDING when a service did not answer: it goes on by itself, and is gone when it is refused then, which the same call with the same key explains. Null, with `userErrors`, when it was refused.',
  })
  order?: Order;

  @Field(() => String, {
    nullable: true,
    description:
      'Opens this order without an account: send it as `x-order-token`. It shows the order of an account, and pays and cancels only that of a guest, until 30 days after it has arrived unless the shop set another time. Shown only to whoever placed it; null when it was refused.',
  })
  orderToken?: string;
}

@ObjectType({
  implements: UserError,
  description:
    'Not enough of a variant can be had. Code INSUFFICIENT_STOCK; of `placeOrder` also OUT_OF_STOCK for what is sold out, and NOT_FOR_SALE for what is not in the catalogue any more.',
})
@Directive('@shareable')
export class InsufficientStock extends UserError {
  @Field(() => Variant, {
    nullable: true,
    description: 'The one that is short; null when it is not for sale any more.',
  })
  variant?: Variant;

  @Field(() => Int, { description: 'How many can still be bought; 0 when it is sold out.' })
  available: number;
}

const PATH = ['input', 'cartId'];

export const insufficientStock = ({ variantId, available }: { variantId: string; available: number }): UserError =>
  toItemError({ variantId, ...shortageOf(available) });

/** In the code and the words of `Cart.problems`. */
export function toItemError({ code, variantId, available }: ItemProblem): UserError {
  const message = itemProblemMessage({ code, available });
  if (code === 'NOT_DELIVERABLE' || code === 'QUANTITY_LIMIT') return userError(code, message, PATH);
  const variant = { id: variantId };
  return Object.assign(new InsufficientStock(), { code, message, path: PATH, variant, available: available ?? 0 });
}

@ObjectType({
  implements: UserError,
  description: 'The total is not the one that the shopper saw. Code PRICE_CHANGED.',
})
@Directive('@shareable')
export class PriceChanged extends UserError {
  @Field(() => Money, { description: 'The `expectedTotal` of the input.' })
  expected: Money;

  @Field(() => Money, { description: 'The total as of now: show it, and order again with it.' })
  actual: Money;
}
