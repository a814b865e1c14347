import { Code, EmailAddress, IsId } from '@storegraph/kit';
import { AddressInput, Quantity } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';

export enum MergeStrategy {
  SUM = 'SUM',
  MAX = 'MAX',
  KEEP_MINE = 'KEEP_MINE',
  KEEP_GUEST = 'KEEP_GUEST',
}
registerEnumType(MergeStrategy, {
  name: 'MergeStrategy',
  description: "How many of a variant that is in both carts, the account's and the guest's.",
  valuesConfig: {
    SUM: { description: 'Both together, at most 99.' },
    MAX: { description: 'The higher of the two.' },
    KEEP_MINE: { description: "As many as in the account's cart." },
    KEEP_GUEST: { description: "As many as in the guest's cart." },
  },
});

@InputType({ description: 'Which cart, and in which version.' })
abstract class CartChangeInput {
  @Field(() => ID, {
    nullable: true,
    description: "Default: the viewer's open cart, or the one of the header x-cart-token. Someone else's is NOT_FOUND.",
  })
  @IsId('cart')
  cartId?: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The `version` that the change was made for: another one is VERSION_CONFLICT. Default: whatever it is.',
  })
  @Min(1)
  expectedVersion?: number;
}

@InputType({ description: 'What a new cart begins with.' })
export class CreateCartInput {
  @Field(() => String, {
    nullable: true,
    description: 'Where the confirmation shall go to: an e-mail address of at most 254 characters. Can come later.',
  })
  @EmailAddress()
  email?: string;
}

@InputType({ description: 'A variant to add, and how many of it.' })
export class CartItemInput {
  @Field(() => ID, { description: 'What is bought: the id of a variant, not of its product.' })
  @IsId('var')
  variantId: string;

  @Field(() => Int, { defaultValue: 1, description: 'From 1 to 99, together with what is in the cart already.' })
  @Quantity()
  quantity: number;
}

@InputType({ description: 'What to put into the cart.' })
export class AddCartItemsInput extends CartChangeInput {
  @Field(() => [CartItemInput], {
    description: '1 to 50. A variant that is named twice counts together. A cart has at most 50 different ones.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  items: CartItemInput[];
}

@InputType({ description: 'An item of the cart, and how many of it there shall be.' })
export class CartItemQuantityInput {
  @Field(() => ID, { description: '`CartItem.id`; one that is not in this cart is NOT_FOUND.' })
  @IsId('item')
  itemId: string;

  @Field(() => Int, { description: 'From 1 to 99; to take an item out, use `removeCartItems`.' })
  @Quantity()
  quantity: number;
}

@InputType({ description: 'How many of each item there shall be.' })
export class UpdateCartItemsInput extends CartChangeInput {
  @Field(() => [CartItemQuantityInput], {
    description: '1 to 50, each item once; those that are not named stay as they are.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  items: CartItemQuantityInput[];
}

@InputType({ description: 'What to take out of the cart.' })
export class RemoveCartItemsInput extends CartChangeInput {
  @Field(() => [ID], { description: '1 to 50 of `CartItem.id`; those that are not in this cart are passed over.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsId('item')
  itemIds: string[];
}

@InputType({ description: 'Which cart to empty.' })
export class ClearCartInput extends CartChangeInput {}

const aboutEmail = 'An e-mail address of at most 254 characters.';
const aboutAddress = 'Replaces the one before, with every field.';
const aboutAddressId =
  "The `id` of an address of the viewer's own address book: it is copied as it is now. One that was kept before there were rules and breaks them is refused with what to change. Any other is NOT_FOUND; who is not signed in is UNAUTHENTICATED.";
const aboutSameAsShipping = 'True: the shipping address, also when that changes. False is as if it was left out.';
const aboutShippingOption = 'The id of one of `Cart.shippingOptions`; 1 to 40 characters. Any other is NOT_FOUND.';

@InputType({ description: 'Where the confirmation of the order goes to.' })
export class SetCartEmailInput extends CartChangeInput {
  @Field(() => String, { description: aboutEmail })
  @EmailAddress()
  email: string;
}

@InputType()
abstract class CartAddressInput extends CartChangeInput {
  @Field(() => AddressInput, { nullable: true, description: aboutAddress })
  @ValidateNested()
  address?: AddressInput;

  @Field(() => ID, { nullable: true, description: aboutAddressId })
  @IsId('addr')
  addressId?: string;
}

@InputType({ description: 'Where the order goes to: either `address` or `addressId`.' })
export class SetCartShippingAddressInput extends CartAddressInput {}

@InputType({ description: 'What is on the bill: one of `address`, `addressId` and `sameAsShipping`.' })
export class SetCartBillingAddressInput extends CartAddressInput {
  @Field(() => Boolean, { nullable: true, description: aboutSameAsShipping })
  sameAsShipping?: boolean;
}

@InputType({ description: 'How the order is shipped.' })
export class SetCartShippingMethodInput extends CartChangeInput {
  @Field(() => ID, { description: aboutShippingOption })
  @Code({ max: 40 })
  shippingOptionId: string;
}

@InputType({
  description: 'What to change of a cart beside its items: one at least. What is left out or null stays as it is.',
})
export class UpdateCartInput extends CartChangeInput {
  @Field(() => String, {
    nullable: true,
    description: `Where the confirmation of the order goes to. ${aboutEmail}`,
  })
  @EmailAddress()
  email?: string;

  @Field(() => AddressInput, {
    nullable: true,
    description: `Where the order goes to; \`shippingAddressId\` is the other way to say it. ${aboutAddress}`,
  })
  @ValidateNested()
  shippingAddress?: AddressInput;

  @Field(() => ID, { nullable: true, description: aboutAddressId })
  @IsId('addr')
  shippingAddressId?: string;

  @Field(() => AddressInput, {
    nullable: true,
    description: `What is on the bill; \`billingAddressId\` and \`billingSameAsShipping\` are the other ways to say it. ${aboutAddress}`,
  })
  @ValidateNested()
  billingAddress?: AddressInput;

  @Field(() => ID, { nullable: true, description: aboutAddressId })
  @IsId('addr')
  billingAddressId?: string;

  @Field(() => Boolean, { nullable: true, description: aboutSameAsShipping })
  billingSameAsShipping?: boolean;

  @Field(() => ID, { nullable: true, description: `How the order is shipped. ${aboutShippingOption}` })
  @Code({ max: 40 })
  shippingOptionId?: string;
}

@InputType({ description: "Which guest's cart, and what happens to what is in both." })
export class MergeCartInput {
  @Field(() => String, { description: "The `cartToken` of the guest's cart; 1 to 200 characters." })
  @Code({ max: 200 })
  token: string;

  @Field(() => MergeStrategy, {
    defaultValue: MergeStrategy.SUM,
    description: 'How many of what is in both carts.',
  })
  strategy: MergeStrategy;
}
