import { answer, assertId, type Context, requireViewer } from '@storegraph/kit';
import { CurrencyCode, Money } from '@storegraph/commerce';
import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CartLoaders } from './cart.loaders.ts';
import { mergeGuestCart } from './cart.merge.ts';
import {
  addCartItems,
  clearCart,
  createCart,
  findCart,
  removeCartItems,
  setCartEmail,
  setCartShippingAddress,
  setCartShippingMethod,
  updateCartItems,
} from './cart.service.ts';
import type { CartItemRow, CartRow } from './cart.table.ts';
import {
  AddCartItemsInput,
  AppliedDiscount,
  Cart,
  CartItem,
  CartPayload,
  CartProblem,
  CartProblemCode,
  CartStatus,
  CartTotals,
  ClearCartInput,
  CreateCartInput,
  MergeCartInput,
  MergeCartPayload,
  Product,
  RemoveCartItemsInput,
  SetCartEmailInput,
  SetCartShippingAddressInput,
  SetCartShippingMethodInput,
  ShippingOption,
  UpdateCartItemsInput,
  User,
  Variant,
} from './cart.type.ts';
import { lineTotal, priceCart, shippingPrice, taxRateFor } from './pricing.rules.ts';

type CartContext = Context<CartLoaders>;

export const toCart = (row: CartRow): Cart => ({
  row,
  id: row.id,
  version: row.version,
  email: row.email,
  shippingAddress: row.shippingAddress as Cart['shippingAddress'],
  expiresAt: row.expiresAt,
});

const changed = (run: () => Promise<CartRow>): Promise<CartPayload> =>
  answer<CartPayload>(async () => ({ cart: toCart(await run()) }));

@Resolver(() => Cart)
export class CartResolver {
  @Query(() => Cart, {
    nullable: true,
    description: "The viewer's open cart, or the guest's of the token or the header x-cart-token.",
  })
  async cart(
    @Ctx() context: CartContext,
    @Arg('id', () => ID, { nullable: true }) id?: string,
    @Arg('token', () => String, { nullable: true }) token?: string,
  ): Promise<Cart | null> {
    const row = await findCart(context, { id: id && assertId('cart', id, 'id'), token });
    return row && toCart(row);
  }

  @Mutation(() => CartPayload, {
    description: 'A guest gets a cart and its token; a signed-in shopper the one open cart.',
  })
  createCart(
    @Ctx() { viewer, service }: CartContext,
    @Arg('input', () => CreateCartInput, { nullable: true }) input?: CreateCartInput,
  ): Promise<CartPayload> {
    return answer<CartPayload>(async () => {
      const { cart, cartToken } = await service.db.transaction((tx) => createCart(tx, viewer, input?.email));
      return { cart: toCart(cart), cartToken };
    });
  }

  @Mutation(() => CartPayload, {
    description:
      'All lines or none, at the price of now. Makes a cart when there is none. Errors: InsufficientStock, NOT_FOUND, CHECKOUT_IN_PROGRESS.',
  })
  addCartItems(
    @Ctx() context: CartContext,
    @Arg('input', () => AddCartItemsInput) input: AddCartItemsInput,
  ): Promise<CartPayload> {
    return answer<CartPayload>(async () => {
      const { cart, cartToken } = await addCartItems(context, input);
      return { cart: toCart(cart), cartToken };
    });
  }

  @Mutation(() => CartPayload, { description: 'Sets quantities. All or none.' })
  updateCartItems(
    @Ctx() context: CartContext,
    @Arg('input', () => UpdateCartItemsInput) input: UpdateCartItemsInput,
  ): Promise<CartPayload> {
    return changed(() => updateCartItems(context, input));
  }

  @Mutation(() => CartPayload)
  removeCartItems(
    @Ctx() context: CartContext,
    @Arg('input', () => RemoveCartItemsInput) input: RemoveCartItemsInput,
  ): Promise<CartPayload> {
    return changed(() => removeCartItems(context, input));
  }

  @Mutation(() => CartPayload)
  clearCart(
    @Ctx() context: CartContext,
    @Arg('input', () => ClearCartInput, { nullable: true }) input?: ClearCartInput,
  ): Promise<CartPayload> {
    return changed(() => clearCart(context, input ?? {}));
  }

  @Mutation(() => CartPayload)
  setCartEmail(
    @Ctx() context: CartContext,
    @Arg('input', () => SetCartEmailInput) input: SetCartEmailInput,
  ): Promise<CartPayload> {
    return changed(() => setCartEmail(context, input));
  }

  @Mutation(() => CartPayload)
  setCartShippingAddress(
    @Ctx() context: CartContext,
    @Arg('input', () => SetCartShippingAddressInput) input: SetCartShippingAddressInput,
  ): Promise<CartPayload> {
    return changed(() => setCartShippingAddress(context, input));
  }

  @Mutation(() => CartPayload)
  setCartShippingMethod(
    @Ctx() context: CartContext,
    @Arg('input', () => SetCartShippingMethodInput) input: SetCartShippingMethodInput,
  ): Promise<CartPayload> {
    return changed(() => setCartShippingMethod(context, input));
  }

  @Authorized()
  @Mutation(() => MergeCartPayload, { description: "A guest's cart joins the viewer's. Also part of signIn." })
  mergeCart(
    @Ctx() context: CartContext,
    @Arg('input', () => MergeCartInput) { token, strategy }: MergeCartInput,
  ): Promise<MergeCartPayload> {
    return answer<MergeCartPayload>(async () => {
      const { cart, merged, dropped } = await context.service.db.transaction((tx) =>
        mergeGuestCart(tx, requireViewer(context).id, token, strategy),
      );
      const shown = cart ?? (await findCart(context, {}));
      return { cart: shown ? toCart(shown) : undefined, mergedLines: merged, droppedVariantIds: dropped };
    });
  }

  @FieldResolver(() => CartStatus)
  status(@Root() { row }: Cart): CartStatus {
    return CartStatus[row.status];
  }

  @FieldResolver(() => CurrencyCode)
  currencyCode(@Root() { row }: Cart): CurrencyCode {
    return row.currencyCode as CurrencyCode;
  }

  @FieldResolver(() => [CartItem])
  async items(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<CartItem[]> {
    const items = await loaders.itemsOfCart.load(row.id);
    return items.map((item) => ({ row: item, currencyCode: row.currencyCode, id: item.id, quantity: item.quantity }));
  }

  @FieldResolver(() => Int)
  async totalQuantity(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<number> {
    return (await loaders.itemsOfCart.load(row.id)).reduce((sum, { quantity }) => sum + quantity, 0);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The id of the chosen shipping option.' })
  shippingMethod(@Root() { row }: Cart): string | null {
    return row.shippingMethodId;
  }

  @FieldResolver(() => [ShippingOption])
  async shippingOptions(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<ShippingOption[]> {
    const [items, methods] = await Promise.all([
      loaders.itemsOfCart.load(row.id),
      loaders.shippingMethods.load(row.currencyCode),
    ]);
    const subtotal = items.reduce((sum, item) => sum + lineTotal(item), 0);
    return methods.map((method) => ({
      id: method.id,
      name: method.name,
      description: method.description,
      price: Money.of(shippingPrice(method, subtotal), row.currencyCode),
    }));
  }

  @FieldResolver(() => [AppliedDiscount])
  discounts(): AppliedDiscount[] {
    return [];
  }

  @FieldResolver(() => CartTotals)
  async totals(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<CartTotals> {
    const { shippingAddress, currencyCode } = row;
    const [lines, methods, rates] = await Promise.all([
      loaders.itemsOfCart.load(row.id),
      row.shippingMethodId ? loaders.shippingMethods.load(currencyCode) : [],
      shippingAddress ? loaders.taxRates.load(shippingAddress.countryCode) : [],
    ]);
    const { rateBasisPoints, onShipping } = taxRateFor(rates, shippingAddress);
    const shipping = methods.find(({ id }) => id === row.shippingMethodId) ?? null;
    const totals = priceCart({ lines, shipping, taxRateBasisPoints: rateBasisPoints, taxShipping: onShipping });
    const money = (minor: number) => Money.of(minor, currencyCode);
    return {
      subtotal: money(totals.subtotalMinor),
      discount: money(totals.discountMinor),
      shipping: money(totals.shippingMinor),
      tax: money(totals.taxMinor),
      total: money(totals.totalMinor),
    };
  }

  @FieldResolver(() => [CartProblem], { description: 'Empty when the order can be placed as it is.' })
  async problems(@Root() { row }: Cart, @Ctx() { loaders }: CartContext): Promise<CartProblem[]> {
    const missing: CartProblem[] = [
      ...(row.email ? [] : [{ code: CartProblemCode.EMAIL_MISSING, message: 'Set an e-mail address' }]),
      ...(row.shippingAddress
        ? []
        : [{ code: CartProblemCode.SHIPPING_ADDRESS_MISSING, message: 'Set a shipping address' }]),
      ...(row.shippingMethodId
        ? []
        : [{ code: CartProblemCode.SHIPPING_METHOD_MISSING, message: 'Choose a shipping method' }]),
    ];
    const items = await loaders.itemsOfCart.load(row.id);
    const repriced = items.filter(priceChanged).map(({ id, title }) => ({
      code: CartProblemCode.PRICE_CHANGED,
      message: `The price of ${title} has changed`,
      itemId: id,
    }));
    return [...repriced, ...missing];
  }
}

const priceChanged = ({ unitPriceMinor, addedPriceMinor }: CartItemRow): boolean => unitPriceMinor !== addedPriceMinor;

@Resolver(() => CartItem)
export class CartItemResolver {
  @FieldResolver(() => Money, { description: 'The price of now.' })
  unitPrice(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(row.unitPriceMinor, currencyCode);
  }

  @FieldResolver(() => Money, { description: 'The price when it was put into the cart.' })
  addedPrice(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(row.addedPriceMinor, currencyCode);
  }

  @FieldResolver(() => Boolean)
  priceChanged(@Root() { row }: CartItem): boolean {
    return priceChanged(row);
  }

  @FieldResolver(() => Money)
  total(@Root() { row, currencyCode }: CartItem): Money {
    return Money.of(lineTotal(row), currencyCode);
  }

  @FieldResolver(() => Variant, { nullable: true, description: 'Null when it is gone.' })
  variant(@Root() { row }: CartItem): Variant {
    return { id: row.variantId };
  }

  @FieldResolver(() => Product, { nullable: true, description: 'Null when it is gone.' })
  product(@Root() { row }: CartItem): Product {
    return { id: row.productId };
  }
}

@Resolver(() => User)
export class UserCartResolver {
  @FieldResolver(() => Cart, { nullable: true, description: 'The open cart. For themselves only.' })
  async cart(@Root() user: User, @Ctx() { loaders }: CartContext): Promise<Cart | null> {
    const row = await loaders.cartOfUser.load(user.id);
    return row && toCart(row);
  }
}
