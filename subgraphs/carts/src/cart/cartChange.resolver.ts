import { answer, type Context, Input, requireViewer } from '@storegraph/kit';
import { Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { findCarts } from './cart.access.ts';
import { createCart } from './cart.change.ts';
import {
  setCartBillingAddress,
  setCartEmail,
  setCartShippingAddress,
  setCartShippingMethod,
  updateCart,
} from './cart.details.ts';
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
  UpdateCartInput,
  UpdateCartItemsInput,
} from './cart.input.ts';
import type { CartLoaders } from './cart.loaders.ts';
import { mergeGuestCart } from './cart.merge.ts';
import { addCartItems, clearCart, removeCartItems, updateCartItems } from './cart.service.ts';
import type { CartRow } from './cart.table.ts';
import { CartPayload, MergeCartPayload, toCart } from './cart.type.ts';

type CartContext = Context<CartLoaders>;

const changed = (run: () => Promise<CartRow>): Promise<CartPayload> =>
  answer<CartPayload>(async () => ({ cart: toCart(await run()) }));

@Resolver()
export class CartChangeResolver {
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
      'Says where the order goes to; the tax follows. Whose cart it is, or who has its token; out of an address book its owner. Errors: NOT_FOUND, also for an address that is not in the own address book, BAD_USER_INPUT for one that breaks the rules of its country, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
  })
  setCartShippingAddress(
    @Ctx() context: CartContext,
    @Input(() => SetCartShippingAddressInput) input: SetCartShippingAddressInput,
  ): Promise<CartPayload> {
    return changed(() => setCartShippingAddress(context, input));
  }

  @Mutation(() => CartPayload, {
    description:
      'Says what is on the bill; until then it is the shipping address. The tax follows the shipping address only. Whose cart it is, or who has its token; out of an address book its owner. Errors: NOT_FOUND, also for an address that is not in the own address book, BAD_USER_INPUT for one that breaks the rules of its country, CHECKOUT_IN_PROGRESS, VERSION_CONFLICT.',
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

  @Mutation(() => CartPayload, {
    description:
      "What a checkout's form says, as one change with one new version: e-mail address, addresses and how it is shipped, all that are given or none. Whose cart it is, or who has its token; out of an address book its owner. Errors, at the field that is wrong: those of `setCartEmail`, `setCartShippingAddress`, `setCartBillingAddress` and `setCartShippingMethod`; BAD_USER_INPUT when nothing is given.",
  })
  updateCart(@Ctx() context: CartContext, @Input(() => UpdateCartInput) input: UpdateCartInput): Promise<CartPayload> {
    return changed(() => updateCart(context, input));
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
      return {
        cart: shown ? toCart(shown) : undefined,
        mergedLines: merged,
        droppedVariantIds: dropped,
        droppedVariants: dropped.map((id) => ({ id })),
      };
    });
  }
}
