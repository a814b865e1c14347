import { variantNumber } from '../shop.ts';
import type { Write } from './writes.rules.ts';
import { address } from './writes.values.ts';

const cartWrite = (aimed: (cart: { itemIds: string[] }) => object): Write => ({
  domain: 'carts',
  rule: 'cartHolder',
  shows: 'cart { id }',
  aim: ({ owner }) => ({ cartId: owner.cart.id, ...aimed(owner.cart) }),
  work: async (caller, fresh) => {
    const cart = await fresh.cartOf(caller);
    return { cartId: cart.id, ...aimed(cart) };
  },
});

export const writesOfCarts: Readonly<Record<string, Write>> = {
  createCart: { domain: 'carts', rule: 'everybody', shows: 'cart { id }', aim: () => ({}) },
  addCartItems: cartWrite(() => ({ items: [{ variantId: variantNumber(8), quantity: 1 }] })),
  updateCartItems: cartWrite(({ itemIds }) => ({ items: [{ itemId: itemIds[0]!, quantity: 3 }] })),
  setCartEmail: cartWrite(() => ({ email: 'somebody@else.example' })),
  setCartShippingAddress: cartWrite(() => ({ address })),
  setCartBillingAddress: cartWrite(() => ({ address })),
  setCartShippingMethod: cartWrite(() => ({ shippingOptionId: 'express' })),
  updateCart: cartWrite(() => ({
    email: 'somebody@else.example',
    shippingAddress: address,
    billingAddress: address,
    shippingOptionId: 'express',
  })),
  removeCartItems: cartWrite(({ itemIds }) => ({ itemIds: itemIds.slice(0, 1) })),
  clearCart: cartWrite(() => ({})),
  mergeCart: {
    domain: 'carts',
    rule: 'signedIn',
    shows: 'cart { id }',
    aim: ({ cartHolder }) => ({ token: cartHolder.cartToken, strategy: 'SUM' }),
    work: async (_caller, fresh) => ({ token: await fresh.guestCartToken(), strategy: 'SUM' }),
  },
};
