import { answer, assertId, type Context, Input, requireViewer } from '@storegraph/kit';
import { CurrencyCode, Money } from '@storegraph/commerce';
import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findCarts } from './cart.access.ts';
import { setCartBillingAddress, setCartShippingAddress } from './cart.address.ts';
import { createCart } from './cart.change.ts';
import {
  AddCartItemsInput,
  ClearCartInput,
  CreateCartInput,
  MergeCartInput,
  RemoveCartItemsInput,
  SetCartBillingAddressInput,
  SetCartEmailInput,
  SetCartShippingAddressInput,
  SetCartShippingMethodInput,
  UpdateCartItemsInput,
} from './cart.input.ts';
import { type CartLoaders, keyOf } from './cart.loaders.ts';
import { mergeGuestCart } from './cart.merge.ts';
import {
  addCartItems,
  clearCart,
  removeCartItems,
  setCartEmail,
  setCartShippingMethod,
  updateCartItems,
} from './cart.service.ts';
import { priceChanged, problemsOf } from './cart.problems.ts';
import { shippingOptionsOf, totalsOf } from './cart.summary.ts';
import type { CartRow } from './cart.table.ts';
import {
  AppliedDiscount,
  Cart,
  CartItem,
  CartPayload,
  CartProblem,
  CartStatus,
  CartTotals,
  MergeCartPayload,
  Product,
  ShippingOption,
  User,
  Variant,
} from './cart.type.ts';
import { lineTotal } from './pricing.rules.ts';

type CartContext = Context<CartLoaders>;

export const toCart = (row: CartRow): Cart => ({
  row,
  id: row.id,
  version: row.version,
  email: row.email,
  shippingAddress: row.shippingAddress as Cart['shippingAddress'],
  billingAddress: row.billingAddress as Cart['billingAddress'],
  expiresAt: row.expiresAt,
});

const changed = (run: () => Promise<CartRow>): Promise<CartPayload> =>
  answer<CartPayload>(async () => ({ cart: toCart(await run()) }));

@Resolver(() => Cart)
export class CartResolver {
  @Query(() => Cart, {
    nullable: true,
    description:
      "The viewer's open or locked cart, or the guest's of the token; null when there is none. Whose it is, or who has its token.",
  })
  async cart(
    @Ctx() { loaders }: CartContext,
    @Arg('id', () => ID, {
      nullable: true,
      description:
        "This cart, in whatever status; null for one that is someone else's. Default: the one that is open or locked.",
    })
    id?: string,
    @Arg('token', () => String, {
      nullable: true,
      description: "The `cartToken` of a guest's cart. Default: the header x-cart-token.",
    })
    token?: string,
  ): Promise<Cart | null> {
    const found = await loaders.cartMeant.load(keyOf({ id: id == null ? id : assertId('cart', id, 'id'), token }));
    return found?.cart ? toCart(found.cart) : null;
  }

  @Mutation(() => CartPayload, {
    description:
      'Makes a cart: a guest gets a new one and its token, a signed-in shopper the one that is open already, if there is one. Everybody. `addCartItems` makes one as well.',
  })
  createCart(
    @Ctx() { viewer, service }: CartContext,
    @Input(() => CreateCartInput, { nullable: true }) input?: CreateCartInput,
  ): Promise<CartPayload> {
    return answer<CartPayload>(async () => {
      const { cart, cartToken } = await service.db.transaction((tx) => createCart(tx, viewer, input?.email));
      return { cart: toCart(cart), cartToken };
    });
  }

  @Mutation(() => CartPayload, {
    description:
      'Puts items into the cart at the price of now, all or none; makes a cart when there is none. Nothing is reserved by it. Whose cart it is, or who has its token. Errors: InsufficientStock, NOT_FOUND for what is not for sale, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  addCartItems(
    @Ctx() context: CartContext,
    @Input(() => AddCartItemsInput) input: AddCartItemsInput,
  ): Promise<CartPayload> {
    return answer<CartPayload>(async () => {
      const { cart, cartToken } = await addCartItems(context, input);
      return { cart: toCart(cart), cartToken };
    });
  }

  @Mutation(() => CartPayload, {
    description:
      'Sets how many of each item there are, all or none. Whose cart it is, or who has its token. Errors: InsufficientStock, NOT_FOUND, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  updateCartItems(
    @Ctx() context: CartContext,
    @Input(() => UpdateCartItemsInput) input: UpdateCartItemsInput,
  ): Promise<CartPayload> {
    return changed(() => updateCartItems(context, input));
  }

  @Mutation(() => CartPayload, {
    description:
      'Takes items out of the cart; what is not in it is passed over. Whose cart it is, or who has its token. Errors: NOT_FOUND, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  removeCartItems(
    @Ctx() context: CartContext,
    @Input(() => RemoveCartItemsInput) input: RemoveCartItemsInput,
  ): Promise<CartPayload> {
    return changed(() => removeCartItems(context, input));
  }

  @Mutation(() => CartPayload, {
    description:
      'Takes all items out of the cart; e-mail address, shipping address and method stay. Whose cart it is, or who has its token. Errors: NOT_FOUND, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  clearCart(
    @Ctx() context: CartContext,
    @Input(() => ClearCartInput, { nullable: true }) input?: ClearCartInput,
  ): Promise<CartPayload> {
    return changed(() => clearCart(context, input ?? {}));
  }

  @Mutation(() => CartPayload, {
    description:
      'Says where the confirmation of the order goes to. Whose cart it is, or who has its token. Errors: NOT_FOUND, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  setCartEmail(
    @Ctx() context: CartContext,
    @Input(() => SetCartEmailInput) input: SetCartEmailInput,
  ): Promise<CartPayload> {
    return changed(() => setCartEmail(context, input));
  }

  @Mutation(() => CartPayload, {
    description:
      'Says where the order goes to; the tax follows. Whose cart it is, or who has its token; out of an address book its owner. Errors: NOT_FOUND, also for an address that is not in the own address book, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  setCartShippingAddress(
    @Ctx() context: CartContext,
    @Input(() => SetCartShippingAddressInput) input: SetCartShippingAddressInput,
  ): Promise<CartPayload> {
    return changed(() => setCartShippingAddress(context, input));
  }

  @Mutation(() => CartPayload, {
    description:
      'Says what is on the bill; until then it is the shipping address. The tax follows the shipping address only. Whose cart it is, or who has its token; out of an address book its owner. Errors: NOT_FOUND, also for an address that is not in the own address book, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  setCartBillingAddress(
    @Ctx() context: CartContext,
    @Input(() => SetCartBillingAddressInput) input: SetCartBillingAddressInput,
  ): Promise<CartPayload> {
    return changed(() => setCartBillingAddress(context, input));
  }

  @Mutation(() => CartPayload, {
    description:
      'Chooses how the order is shipped. Whose cart it is, or who has its token. Errors: NOT_FOUND, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  setCartShippingMethod(
    @Ctx() context: CartContext,
    @Input(() => SetCartShippingMethodInput) input: SetCartShippingMethodInput,
  ): Promise<CartPayload> {
    return changed(() => setCartShippingMethod(context, input));
  }

  @Authorized()
  @Mutation(() => MergeCartPayload, {
    description:
      "Puts the items of a guest's cart into the viewer's, which also takes over what it lacks: e-mail address, shipping address and method. The guest's cart ends; a repetition changes nothing. While the viewer's cart is locked nothing happens. Signed in. `signIn` does the same.",
  })
  mergeCart(
    @Ctx() context: CartContext,
    @Input(() => MergeCartInput) { token, strategy }: MergeCartInput,
  ): Promise<MergeCartPayload> {
    return answer<MergeCartPayload>(async () => {
      const { cart, merged, dropped } = await context.service.db.transaction((tx) =>
        mergeGuestCart(tx, requireViewer(context).id, token, strategy),
      );
      const [shown] = cart ? [cart] : await findCarts(context, [{}]);
      return { cart: shown ? toCart(shown) : undefined, mergedLines: merged, droppedVariantIds: dropped };
    });
  }

  @FieldResolver(() => CartStatus, { description: 'How far it has come.' })
  status(@Root() { row }: Cart): CartStatus {
    return CartStatus[row.status];
  }

  @FieldResolver(() => CurrencyCode, { description: 'What all of its amounts are in.' })
  currencyCode(@Root() { row }: Cart): CurrencyCode {
    return row.currencyCode as CurrencyCode;
  }

  @FieldResolver(() => [CartItem], { description: 'What is in it, what was added first comes first; at most 50.' })
  async items(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<CartItem[]> {
    const items = await loaders.itemsOfCart.load(row.id);
    return items.map((item) => ({ row: item, currencyCode: row.currencyCode, id: item.id, quantity: item.quantity }));
  }

  @FieldResolver(() => Int, { description: 'The quantities of all items together.' })
  async totalQuantity(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<number> {
    return (await loaders.itemsOfCart.load(row.id)).reduce((sum, { quantity }) => sum + quantity, 0);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The id of the chosen one of `shippingOptions`; null until `setCartShippingMethod`. An order needs it.',
  })
  shippingMethod(@Root() { row }: Cart): string | null {
    return row.shippingMethodId;
  }

  @FieldResolver(() => [ShippingOption], { description: 'How it can be shipped, with the prices of this cart.' })
  shippingOptions(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<ShippingOption[]> {
    return shippingOptionsOf(row, loaders);
  }

  @FieldResolver(() => [AppliedDiscount], {
    description: 'What takes something off the subtotal. Empty: the shop has no discounts yet.',
  })
  discounts(): AppliedDiscount[] {
    return [];
  }

  @FieldResolver(() => CartTotals, { description: 'What an order of it costs as of now.' })
  totals(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<CartTotals> {
    return totalsOf(row, loaders);
  }

  @FieldResolver(() => [CartProblem], {
    nullable: true,
    description:
      'What to look at or to complete before the order: prices, items that cannot be had, what is missing. Of an open cart products is asked, which reserves nothing: that it is empty does not promise stock. Null when the catalogue cannot be reached.',
  })
  problems(@Root() { row }: Cart, @Ctx() context: CartContext): Promise<CartProblem[]> {
    return problemsOf(row, context);
  }
}

@Resolver(() => CartItem)
export class CartItemResolver {
  @FieldResolver(() => Money, { description: 'What one costs now, before tax. Follows the catalogue within seconds.' })
  unitPrice(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(row.unitPriceMinor, currencyCode);
  }

  @FieldResolver(() => Money, { description: 'What one cost when it was added last.' })
  addedPrice(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(row.addedPriceMinor, currencyCode);
  }

  @FieldResolver(() => Boolean, { description: 'The two prices differ: show it before the order.' })
  priceChanged(@Root() { row }: CartItem): boolean {
    return priceChanged(row);
  }

  @FieldResolver(() => Money, { description: 'The quantity times the price of now; before tax.' })
  total(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(lineTotal(row), currencyCode);
  }

  @FieldResolver(() => Variant, {
    nullable: true,
    description: 'As it is today; null when it is not for sale any more, or the catalogue cannot be reached.',
  })
  variant(@Root() { row }: CartItem): Variant {
    return { id: row.variantId };
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'As it is today; null when it is not for sale any more, or the catalogue cannot be reached.',
  })
  product(@Root() { row }: CartItem): Product {
    return { id: row.productId };
  }
}

@Resolver(() => User)
export class UserCartResolver {
  @FieldResolver(() => Cart, {
    nullable: true,
    description: 'The cart that is open or locked; null when there is none, and for everybody but themselves.',
  })
  async cart(@Root() user: User, @Ctx() { loaders }: CartContext): Promise<Cart | null> {
    const row = await loaders.cartOfUser.load(user.id);
    return row && toCart(row);
  }
}
