import { Field, ObjectType } from 'type-graphql';
import { Money } from './money.ts';

/** What a cart or an order comes to. */
@ObjectType()
export abstract class Totals {
  @Field(() => Money, { description: 'All items, each quantity times its price.' })
  subtotal: Money;

  @Field(() => Money, { description: 'What is taken off the subtotal; zero or more.' })
  discount: Money;

  @Field(() => Money, { description: 'The chosen shipping option; zero while none is chosen and where it is free.' })
  shipping: Money;

  @Field(() => Money, {
    description: 'By the rate of the shipping address, rounded half up per item; zero while there is no address.',
  })
  tax: Money;

  @Field(() => Money, {
    description: 'subtotal - discount + shipping + tax: what `placeOrder` expects and what the buyer is charged.',
  })
  total: Money;
}
