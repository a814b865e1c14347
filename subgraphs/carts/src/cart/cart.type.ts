import { DateTimeScalar, EmailAddress, IsId, Payload, Text, UserError } from '@storegraph/kit';
import { Address, AddressInput, Money, Quantity } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, Min, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
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
  description: 'LOCKED: an order is being paid. CONVERTED: it was paid.',
});

export enum MergeStrategy {
  SUM = 'SUM',
  MAX = 'MAX',
  KEEP_MINE = 'KEEP_MINE',
  KEEP_GUEST = 'KEEP_GUEST',
}
registerEnumType(MergeStrategy, {
  name: 'MergeStrategy',
  description: 'What happens to a variant that is in both carts.',
});

export enum CartProblemCode {
  PRICE_CHANGED = 'PRICE_CHANGED',
  EMAIL_MISSING = 'EMAIL_MISSING',
  SHIPPING_ADDRESS_MISSING = 'SHIPPING_ADDRESS_MISSING',
  SHIPPING_METHOD_MISSING = 'SHIPPING_METHOD_MISSING',
}
registerEnumType(CartProblemCode, {
  name: 'CartProblemCode',
  description: 'What stands between this cart and its order.',
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
  @Field(() => CartProblemCode)
  code: CartProblemCode;

  @Field(() => String)
  message: string;

  @Field(() => ID, { nullable: true, description: 'The item that it is about.' })
  itemId?: string;
}

@ObjectType({ description: 'A way of delivery, with its price for this cart.' })
export class ShippingOption {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  description: string;

  @Field(() => Money)
  price: Money;
}

@ObjectType({ description: 'A discount that this cart gets.' })
export class AppliedDiscount {
  @Field(() => String)
  code: string;

  @Field(() => Money)
  amount: Money;
}

@ObjectType({ description: 'What the cart costs as of now.' })
export class CartTotals {
  @Field(() => Money)
  subtotal: Money;

  @Field(() => Money)
  discount: Money;

  @Field(() => Money)
  shipping: Money;

  @Field(() => Money)
  tax: Money;

  @Field(() => Money, { description: 'subtotal - discount + shipping + tax: what placeOrder expects.' })
  total: Money;
}

@ObjectType({ description: 'A variant and how many of it.' })
export class CartItem {
  row: CartItemRow;
  currencyCode: string;

  @Field(() => ID)
  id: string;

  @Field(() => Int)
  quantity: number;
}

@ObjectType({ description: 'The variants that a shopper intends to buy.' })
@Directive('@key(fields: "id")')
export class Cart {
  row: CartRow;

  @Field(() => ID)
  id: string;

  @Field(() => Int, {
    description: 'Grows with every change; give it as expectedVersion to be safe from lost updates.',
  })
  version: number;

  @Field(() => String, { nullable: true })
  email: string | null;

  @Field(() => Address, { nullable: true })
  shippingAddress: Address | null;

  @Field(() => DateTimeScalar, { description: 'When it is given up unless it is used.' })
  expiresAt: Date;
}

@ObjectType({ implements: UserError, description: 'Not enough of this variant is left.' })
@Directive('@shareable')
export class InsufficientStock extends UserError {
  @Field(() => Variant, { nullable: true })
  variant?: Variant;

  @Field(() => Int, { description: 'How many can still be bought.' })
  available: number;
}

@ObjectType()
export class CartPayload extends Payload {
  @Field(() => Cart, { nullable: true })
  cart?: Cart;

  @Field(() => String, {
    nullable: true,
    description: 'For guests, once, when the cart comes into being: send it as x-cart-token.',
  })
  cartToken?: string;
}

@ObjectType()
export class MergeCartPayload extends CartPayload {
  @Field(() => Int, { nullable: true, description: 'How many lines came over.' })
  mergedLines?: number;

  @Field(() => [ID], { nullable: true, description: 'Variants that did not come over in full.' })
  droppedVariantIds?: string[];
}

@InputType()
abstract class CartChangeInput {
  @Field(() => ID, { nullable: true, description: "Default: the viewer's cart, or the one of x-cart-token." })
  @IsId('cart')
  cartId?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Refuses with VERSION_CONFLICT when the cart has changed meanwhile.',
  })
  @Min(1)
  expectedVersion?: number;
}

@InputType()
export class CreateCartInput {
  @Field(() => String, { nullable: true })
  @EmailAddress()
  email?: string;
}

@InputType()
export class CartItemInput {
  @Field(() => ID)
  @IsId('var')
  variantId: string;

  @Field(() => Int, { defaultValue: 1, description: '1 to 99.' })
  @Quantity()
  quantity: number;
}

@InputType()
export class AddCartItemsInput extends CartChangeInput {
  @Field(() => [CartItemInput], { description: '1 to 50.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  items: CartItemInput[];
}

@InputType()
export class CartItemQuantityInput {
  @Field(() => ID)
  @IsId('item')
  itemId: string;

  @Field(() => Int, { description: '1 to 99; to take an item out, remove it.' })
  @Quantity()
  quantity: number;
}

@InputType()
export class UpdateCartItemsInput extends CartChangeInput {
  @Field(() => [CartItemQuantityInput])
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  items: CartItemQuantityInput[];
}

@InputType()
export class RemoveCartItemsInput extends CartChangeInput {
  @Field(() => [ID])
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsId('item')
  itemIds: string[];
}

@InputType()
export class ClearCartInput extends CartChangeInput {}

@InputType()
export class SetCartEmailInput extends CartChangeInput {
  @Field(() => String)
  @EmailAddress()
  email: string;
}

@InputType()
export class SetCartShippingAddressInput extends CartChangeInput {
  @Field(() => AddressInput)
  @ValidateNested()
  address: AddressInput;
}

@InputType()
export class SetCartShippingMethodInput extends CartChangeInput {
  @Field(() => ID, { description: 'One of Cart.shippingOptions.' })
  @Text({ max: 40 })
  shippingOptionId: string;
}

@InputType()
export class MergeCartInput {
  @Field(() => String, { description: "The guest cart's token." })
  @Text({ max: 200 })
  token: string;

  @Field(() => MergeStrategy, { defaultValue: MergeStrategy.SUM })
  strategy: MergeStrategy;
}
