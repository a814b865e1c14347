import { assertId, type Context } from '@storegraph/kit';
import { CurrencyCode } from '@storegraph/commerce';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { type CartLoaders, keyOf } from './cart.loaders.ts';
import { problemsOf } from './cart.problems.ts';
import { shippingOptionsOf, totalsOf } from './cart.summary.ts';
import {
  AppliedDiscount,
  Cart,
  CartItem,
  CartProblem,
  CartStatus,
  CartTotals,
  ShippingOption,
  toCart,
  User,
} from './cart.type.ts';

type CartContext = Context<CartLoaders>;

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
