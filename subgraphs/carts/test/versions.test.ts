import { readFileSync } from 'node:fs';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { describeVersions, type VersionCases } from '@storegraph/kit/testing/versions';
import { afterAll, expect } from 'vitest';
import { address, hash, openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer, shelf } = world;
afterAll(() => world.stop());

const email = 'ada@shop.example';
const form = {
  email: 'grace@shop.example',
  shippingAddress: { ...address, line1: '2 Mill Lane' },
  billingAddress: address,
  shippingOptionId: 'express',
};
const versionOf = (cart: { id: string }) => `carts.version ${cart.id}`;
const priceVersionOf = (item: { id: string }) => `cart_items.price_version ${item.id}`;

/** A guest's cart with everything that an order needs. */
async function filled() {
  const guest = shopper();
  const variantId = offer(2500);
  await guest.add(variantId, 2);
  const { cart } = await guest.ready();
  return { as: guest.graph, guest, cart, variantId, item: cart.items[0], one: [versionOf(cart)] };
}
type Filled = Awaited<ReturnType<typeof filled>>;

/** As everybody's change of a cart is refused, whatever it is. */
const refusedAs = (input: (cart: Filled) => object): VersionCases['refused'] => ({
  'a cart whose order is being paid': async () => {
    const made = await filled();
    const { outcome } = await world.command('lockCart', {
      orderId: newId('ord'),
      viewerId: null,
      cartTokenHash: hash(made.guest.token ?? ''),
    });
    expect(outcome).toBe('LOCKED');
    return { as: made.as, input: input(made), code: 'CHECKOUT_IN_PROGRESS' };
  },
  "somebody else's cart": async () => {
    const [made, other] = [await filled(), await filled()];
    return { as: made.as, input: { ...input(made), cartId: other.cart.id }, code: 'NOT_FOUND' };
  },
  'who has no cart': async () => ({ as: shopper().graph, input: input(await filled()), code: 'NOT_FOUND' }),
});

const items = (variantId: string, quantity = 1) => ({ items: [{ variantId, quantity }] });
const quantities = (...wanted: [item: { id: string }, quantity: number][]) => ({
  items: wanted.map(([{ id: itemId }, quantity]) => ({ itemId, quantity })),
});

/** What products says from now on. */
function reprice(variantId: string, more: object = { unitPriceMinor: 2400, priceVersion: 2 }) {
  const known = shelf.get(variantId);
  if (known) shelf.set(variantId, { ...known, ...more });
}

/** Somebody's own cart and a guest's, whose token they show. */
async function two() {
  const ada = newViewer();
  const [own, guest] = [shopper(ada), await filled()];
  await own.add(offer());
  const { cart } = await own.ready();
  return { ada, own, as: own.graph, guest, cart, input: { token: guest.guest.token, strategy: 'SUM' } };
}

describeVersions(world, {
  schema: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  numbers: ['cart_items.price_version', 'carts.version'],
  cases: {
    createCart: {
      counts: { 'a cart of a guest': async () => ({ as: shopper().graph, input: { email }, one: [] }) },
      nothing: {
        'a shopper who has one': async () => {
          const own = shopper(newViewer());
          await own.add(offer());
          return { as: own.graph, input: { email } };
        },
      },
      refused: {
        'what is no address': async () => ({ as: shopper().graph, input: { email: 'ada' }, code: 'BAD_USER_INPUT' }),
      },
    },
    addCartItems: {
      counts: {
        'a first item, which makes the cart': async () => ({ as: shopper().graph, input: items(offer()), one: [] }),
        'another variant': async () => ({ ...(await filled()), input: items(offer()) }),
        'more of a variant': async () => {
          const made = await filled();
          return { ...made, input: items(made.variantId) };
        },
        'more of a variant that has another price by now': async () => {
          const made = await filled();
          reprice(made.variantId);
          return { ...made, input: items(made.variantId), one: [...made.one, priceVersionOf(made.item)] };
        },
      },
      nothing: {},
      refused: {
        ...refusedAs(({ variantId }) => items(variantId)),
        'who has no cart': async () => {
          const { variantId, cart } = await filled();
          return { as: shopper().graph, input: { ...items(variantId), cartId: cart.id }, code: 'NOT_FOUND' };
        },
        'more than there is': async () => ({
          ...(await filled()),
          input: items(offer(2500, { available: 1 }), 2),
          code: 'INSUFFICIENT_STOCK',
        }),
      },
    },
    updateCartItems: {
      counts: {
        'another quantity': async () => {
          const made = await filled();
          return { ...made, input: quantities([made.item, 1]) };
        },
        'several quantities of which one is another': async () => {
          const made = await filled();
          await made.guest.add(offer());
          const [first, second] = (await made.guest.cart()).items;
          return { ...made, input: quantities([first, 2], [second, 7]) };
        },
      },
      nothing: {
        'the quantity that it has': async () => {
          const made = await filled();
          return { ...made, input: quantities([made.item, 2]) };
        },
      },
      refused: {
        ...refusedAs(({ item }) => quantities([item, 7])),
        'more than there is': async () => {
          const made = await filled();
          reprice(made.variantId, { available: 6 });
          return { ...made, input: quantities([made.item, 7]), code: 'INSUFFICIENT_STOCK' };
        },
        "an item of another cart after one's own": async () => {
          const [made, other] = [await filled(), await filled()];
          return { ...made, input: quantities([made.item, 7], [other.item, 7]), code: 'NOT_FOUND' };
        },
      },
    },
    removeCartItems: {
      counts: {
        'an item': async () => {
          const made = await filled();
          return { ...made, input: { itemIds: [made.item.id] } };
        },
        'an item and one that is gone': async () => {
          const made = await filled();
          return { ...made, input: { itemIds: [newId('item'), made.item.id] } };
        },
      },
      nothing: {
        'an item that is gone': async () => ({ ...(await filled()), input: { itemIds: [newId('item')] } }),
        'an item of another cart': async () => {
          const { item } = await filled();
          return { ...(await filled()), input: { itemIds: [item.id] } };
        },
      },
      refused: refusedAs(({ item }) => ({ itemIds: [item.id] })),
    },
    clearCart: {
      counts: { 'what is in it': async () => ({ ...(await filled()), input: {} }) },
      nothing: {
        'an empty cart': async () => {
          const made = await filled();
          await made.guest.run('clearCart', 'ClearCartInput', {});
          return made;
        },
      },
      refused: refusedAs(() => ({})),
    },
    setCartEmail: {
      counts: { 'another one': async () => ({ ...(await filled()), input: { email: 'grace@shop.example' } }) },
      nothing: { 'the one that it has': async () => ({ ...(await filled()), input: { email } }) },
      refused: {
        ...refusedAs(() => ({ email: 'grace@shop.example' })),
        'what is no address': async () => ({ ...(await filled()), input: { email: 'ada' }, code: 'BAD_USER_INPUT' }),
      },
    },
    setCartShippingAddress: {
      counts: {
        'another street': async () => ({
          ...(await filled()),
          input: { address: { ...address, line1: '2 Mill Lane' } },
        }),
        'one part less': async () => {
          const made = await filled();
          const longer = { ...address, line2: 'Flat 2' };
          await made.guest.run('setCartShippingAddress', 'SetCartShippingAddressInput', { address: longer });
          return { ...made, input: { address } };
        },
      },
      nothing: {
        'the one that it has': async () => ({ ...(await filled()), input: { address } }),
        'the one that it has, with parts that are empty': async () => ({
          ...(await filled()),
          input: { address: { ...address, company: null, line2: null, phone: null, region: 'california' } },
        }),
      },
      refused: {
        ...refusedAs(() => ({ address: { ...address, line1: '2 Mill Lane' } })),
        'one without a name': async () => ({
          ...(await filled()),
          input: { address: { ...address, fullName: '' } },
          code: 'BAD_USER_INPUT',
        }),
      },
    },
    setCartBillingAddress: {
      counts: {
        'one of its own': async () => ({ ...(await filled()), input: { address } }),
        'the shipping address again': async () => {
          const made = await filled();
          await made.guest.run('setCartBillingAddress', 'SetCartBillingAddressInput', { address });
          return { ...made, input: { sameAsShipping: true } };
        },
        'one out of the address book': async () => {
          const ada = newViewer();
          const own = shopper(ada);
          const { cart } = await own.add(offer());
          return { as: own.graph, input: { addressId: world.inBookOf(ada, address) }, one: [versionOf(cart)] };
        },
      },
      nothing: {
        'the shipping address, as it was': async () => ({ ...(await filled()), input: { sameAsShipping: true } }),
        'the one that it has': async () => {
          const made = await filled();
          await made.guest.run('setCartBillingAddress', 'SetCartBillingAddressInput', { address });
          return { ...made, input: { address } };
        },
      },
      refused: {
        ...refusedAs(() => ({ address })),
        'nothing at all': async () => ({ ...(await filled()), input: {}, code: 'BAD_USER_INPUT' }),
        "a guest, out of somebody's address book": async () => ({
          ...(await filled()),
          input: { addressId: world.inBookOf(newViewer(), address) },
          code: 'UNAUTHENTICATED',
        }),
      },
    },
    setCartShippingMethod: {
      counts: { 'another one': async () => ({ ...(await filled()), input: { shippingOptionId: 'express' } }) },
      nothing: {
        'the one that it has': async () => ({ ...(await filled()), input: { shippingOptionId: 'standard' } }),
      },
      refused: {
        ...refusedAs(() => ({ shippingOptionId: 'express' })),
        'one that there is not': async () => ({
          ...(await filled()),
          input: { shippingOptionId: 'teleport' },
          code: 'NOT_FOUND',
        }),
      },
    },
    updateCart: {
      counts: {
        'all of it': async () => ({ ...(await filled()), input: form }),
        'one of several that is another': async () => ({
          ...(await filled()),
          input: { email, shippingAddress: address, shippingOptionId: 'express' },
        }),
        'the shipping address on the bill again': async () => {
          const made = await filled();
          await made.guest.run('setCartBillingAddress', 'SetCartBillingAddressInput', { address });
          return { ...made, input: { billingSameAsShipping: true } };
        },
      },
      nothing: {
        'what it has': async () => ({
          ...(await filled()),
          input: { email, shippingAddress: address, billingSameAsShipping: true, shippingOptionId: 'standard' },
        }),
      },
      refused: {
        ...refusedAs(() => form),
        'nothing at all': async () => ({ ...(await filled()), input: {}, code: 'BAD_USER_INPUT' }),
        'a way of shipping that there is not, after what there is': async () => ({
          ...(await filled()),
          input: { ...form, shippingOptionId: 'teleport' },
          code: 'NOT_FOUND',
        }),
      },
    },
    mergeCart: {
      counts: {
        "a guest's items": async () => {
          const { as, input, cart } = await two();
          return { as, input, one: [versionOf(cart)] };
        },
        'more of what both have, and the price that the guest has heard of later': async () => {
          const { as, own, guest, input, cart } = await two();
          const [, item] = (await own.add(guest.variantId)).cart.items;
          reprice(guest.variantId);
          await guest.guest.add(guest.variantId);
          return { as, input, one: [versionOf(cart), priceVersionOf(item)] };
        },
        'a price that the guest has heard of later': async () => {
          const { as, own, guest, input, cart } = await two();
          const [, item] = (await own.add(guest.variantId)).cart.items;
          reprice(guest.variantId);
          await guest.guest.add(guest.variantId);
          return { as, input: { ...input, strategy: 'KEEP_MINE' }, one: [versionOf(cart), priceVersionOf(item)] };
        },
        'no items, but where and how to send them, which only the guest has said': async () => {
          const guest = await filled();
          await guest.guest.run('clearCart', 'ClearCartInput', {});
          const own = shopper(newViewer());
          const { cart } = await own.add(offer());
          return { as: own.graph, input: { token: guest.guest.token }, one: [versionOf(cart)] };
        },
        "a guest's cart that brings nothing, which ends": async () => {
          const { as, guest, input } = await two();
          await guest.guest.run('clearCart', 'ClearCartInput', {});
          return { as, input, one: [] };
        },
        "a guest's cart of what the own one has, which ends": async () => {
          const { as, own, guest, input } = await two();
          await own.add(guest.variantId);
          return { as, input: { ...input, strategy: 'KEEP_MINE' }, one: [] };
        },
      },
      nothing: {
        'a token of no cart': async () => ({ ...(await two()), input: { token: 'none' } }),
        "a guest's cart that was merged before": async () => {
          const { as, ada, input } = await two();
          await world.command('mergeCart', { userId: ada.id, cartToken: input.token, strategy: 'SUM' });
          return { as, input };
        },
        'an own cart whose order is being paid': async () => {
          const { as, ada, input } = await two();
          const { outcome } = await world.command('lockCart', { orderId: newId('ord'), viewerId: ada.id });
          expect(outcome).toBe('LOCKED');
          return { as, input };
        },
      },
      refused: {
        'who is not signed in': async () => ({
          as: shopper().graph,
          input: { token: (await filled()).guest.token },
          code: 'UNAUTHENTICATED',
        }),
      },
    },
  },
});
