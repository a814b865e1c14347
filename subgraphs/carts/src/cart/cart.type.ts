import { DateTimeScalar, idOf, Payload, UserError } from '@storegraph/kit';
import { Address, Money, Totals } from '@storegraph/commerce';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { CartItemRow, CartRow } from './cart.table.ts';

export enum CartStatus {
  OPEN = 'OPEN',
  LOCKED = 'LOCKED',
  CONVERTED = 'CONVERTED',
  MERGED = 'MERGED',
  ABANDONED = 'ABANDONED',
}
registerEnumType(CartStatus, {
  name: 'CartStatus',
  description: 'How far a cart has come. A shopper has one that is OPEN or LOCKED.',
  valuesConfig: {
    OPEN: { description: 'Can be changed and ordered.' },
    LOCKED: {
      description: 'Its order waits for its payment: nothing can be changed. Open again when the order ends unpaid.',
    },
    CONVERTED: { description: 'Its order was paid.' },
    MERGED: { description: "A guest's cart whose items went into the cart of an account." },
    ABANDONED: { description: 'Nobody changed it for 30 days.' },
  },
});

export enum CartProblemCode {
  PRICE_CHANGED = 'PRICE_CHANGED',
  OUT_OF_STOCK = 'OUT_OF_STOCK',
  INSUFFICIENT_STOCK = 'INSUFFICIENT_STOCK',
  NOT_FOR_SALE = 'NOT_FOR_SALE',
  NOT_DELIVERABLE = 'NOT_DELIVERABLE',
  QUANTITY_LIMIT = 'QUANTITY_LIMIT',
  EMAIL_MISSING = 'EMAIL_MISSING',
  SHIPPING_ADDRESS_MISSING = 'SHIPPING_ADDRESS_MISSING',
  SHIPPING_METHOD_MISSING = 'SHIPPING_METHOD_MISSING',
}
registerEnumType(CartProblemCode, {
  name: 'CartProblemCode',
  description:
    'What stands between a cart and its order. While there is one of the codes of an item other than PRICE_CHANGED, `placeOrder` refuses with the same code.',
  valuesConfig: {
    PRICE_CHANGED: {
      description:
        'An item costs something else than when it was added. Information only: the order is placed at the price of now.',
    },
    OUT_OF_STOCK: { description: 'None of the variant is left: take the item out, or wait.' },
    INSUFFICIENT_STOCK: { description: 'Fewer of the variant are left than the item has: `available` says how many.' },
    NOT_FOR_SALE: { description: 'The variant was taken out of the catalogue: take the item out.' },
    NOT_DELIVERABLE: {
      description: 'No way of shipping takes it: the shop has none in the currency of the cart. `available` is null.',
    },
    QUANTITY_LIMIT: {
      description:
        'The item has more of the variant than the shop sells in one order: `available` says how many that are.',
    },
    EMAIL_MISSING: { description: 'Nobody knows where to write to: `setCartEmail`.' },
    SHIPPING_ADDRESS_MISSING: { description: 'Nobody knows where to send it to: `setCartShippingAddress`.' },
    SHIPPING_METHOD_MISSING: { description: 'One of `shippingOptions` has to be chosen: `setCartShippingMethod`.' },
  },
});

/** Owned by users; carts adds their cart. */
@ObjectType()
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}

/** Owned by products; carts only points at it. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Product {
  @Field(() => ID)
  id: string;
}

/** Owned by products; carts only points at it. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Variant {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'Something to look at before placing the order.' })
export class CartProblem {
  @Field(() => CartProblemCode, { description: 'What it is. Branch on this.' })
  code: CartProblemCode;

  @Field(() => String, { description: 'One sentence in English for people; may change.' })
  message: string;

  @Field(() => ID, { nullable: true, description: 'The item that it is about; null when it is about the whole cart.' })
  itemId?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The variant of this item; null when it is about the whole cart.',
  })
  variantId?: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of the variant can be ordered as of now, nothing being reserved by it; null where another quantity would not help.',
  })
  available?: number | null;
}

@ObjectType({ description: 'A way of shipping, with its price for this cart.' })
export class ShippingOption {
  @Field(() => ID, { description: 'What `setCartShippingMethod` takes, such as `standard`. The same for every cart.' })
  id: string;

  @Field(() => String, { description: 'A word or two to choose by.' })
  name: string;

  @Field(() => String, { description: 'One sentence, such as how long it takes.' })
  description: string;

  @Field(() => Money, { description: 'Before tax. Some options are free from a subtotal on.' })
  price: Money;
}

@ObjectType({ description: 'A discount that this cart gets. None so far: the shop has no discounts yet.' })
export class AppliedDiscount {
  @Field(() => String, { description: 'As the shopper typed it.' })
  code: string;

  @Field(() => Money, { description: 'What it takes off the subtotal; zero or more.' })
  amount: Money;
}

@ObjectType({ description: 'What the cart costs as of now, with the prices of now.' })
export class CartTotals extends Totals {}

@ObjectType({ description: 'A variant and how many of it: one item per variant.' })
export class CartItem {
  row: CartItemRow;
  currencyCode: string;

  @Field(() => ID, { description: idOf('item') })
  id: string;

  @Field(() => Int, { description: 'From 1 to 99.' })
  quantity: number;
}

@ObjectType({
  description:
    'The variants that a shopper intends to buy. Seen by whose it is and by who has its token; to everybody else it does not exist.',
})
@Directive('@key(fields: "id")')
export class Cart {
  row: CartRow;

  @Field(() => ID, { description: idOf('cart') })
  id: string;

  @Field(() => Int, {
    description:
      'Grows with every change, also when a price changes; give it as `expectedVersion` to be safe from lost updates.',
  })
  version: number;

  @Field(() => String, {
    nullable: true,
    description: 'Where the confirmation goes to; null until `setCartEmail`. An order needs it.',
  })
  email: string | null;

  @Field(() => Address, {
    nullable: true,
    description: 'Where it goes to; null until `setCartShippingAddress`. An order needs it.',
  })
  shippingAddress: Address | null;

  @Field(() => Address, {
    nullable: true,
    description: 'What is on the bill; null while that is the shipping address: `setCartBillingAddress`.',
  })
  billingAddress: Address | null;

  @Field(() => DateTimeScalar, {
    description: 'When it becomes ABANDONED unless it is changed before: 30 days after the last change.',
  })
  expiresAt: Date;
}

export const toCart = (row: CartRow): Cart => ({
  row,
  id: row.id,
  version: row.version,
  email: row.email,
  shippingAddress: row.shippingAddress as Cart['shippingAddress'],
  billingAddress: row.billingAddress as Cart['billingAddress'],
  expiresAt: row.expiresAt,
});

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

@ObjectType({ description: 'What a change of a cart led to.' })
export class CartPayload extends Payload {
  @Field(() => Cart, { nullable: true, description: 'As it is after the change; null when it was refused.' })
  cart?: Cart;

  @Field(() => String, {
    nullable: true,
    description:
      'For guests, once, when the cart comes into being: send it as `x-cart-token`. Whoever has it may do everything with the cart. Null in every other answer.',
  })
  cartToken?: string;
}

@ObjectType({ description: 'What became of the two carts.' })
export class MergeCartPayload extends CartPayload {
  @Field(() => Int, {
    nullable: true,
    description: "How many items of the guest's cart came over; 0 when the token opens no cart.",
  })
  mergedLines?: number;

  @Field(() => [ID], {
    nullable: true,
    description: 'Variants that did not come over in full: over 99 of one, or over 50 in the cart.',
  })
  droppedVariantIds?: string[];

  @Field(() => [Variant], {
    nullable: 'itemsAndList',
    description:
      'The same ones as they are today, in the same order; null for one that is not for sale any more, or while the catalogue cannot be reached.',
  })
  droppedVariants?: Variant[];
}
