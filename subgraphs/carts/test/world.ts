import { createHash } from 'node:crypto';
import type { PostalAddress } from '@storegraph/commerce';
import { newId, RemoteError, type Viewer } from '@storegraph/kit';
import { testSubgraph } from '@storegraph/kit/testing';
import type { VariantQuote } from '@storegraph/products/contract';
import { sql } from 'drizzle-orm';
import { carts } from '../src/subgraph.ts';

export const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
export const address = {
  fullName: 'Ada Winter',
  line1: '1 Mill Lane',
  city: 'Oakland',
  region: 'CA',
  postalCode: '94607',
  countryCode: 'US',
};
const CART = `id version status totalQuantity email items { id quantity unitPrice { amount } addedPrice { amount } priceChanged total { amount } variant { id } }
  totals { subtotal { amount } shipping { amount } tax { amount } total { amount } } problems { code } shippingMethod`;
const REFUSAL = 'userErrors { __typename code path ... on InsufficientStock { available variant { id } } }';

/** What an event says beside what a test is about. */
const rest = {
  number: 'SG-1001',
  cartId: null,
  userId: null,
  email: null,
  orderToken: 'token-of-the-order',
  totalMinor: 4480,
  currencyCode: 'USD',
  lines: [],
  reason: null,
};

/** Carts with its own database; products quotes what a test put on the shelf. */
export async function openWorld(env: Record<string, string> = {}) {
  const shelf = new Map<string, VariantQuote>();
  const asked: string[][] = [];
  const catalogue = { isUp: true };
  const books = new Map<string, PostalAddress>();
  const shop = await testSubgraph(carts, {
    env,
    remotes: {
      users: {
        addressOf: async ({ userId, addressId }: { userId: string; addressId: string }) =>
          books.get(`${userId} ${addressId}`) ?? null,
      },
      products: {
        quoteVariants: async ({ variantIds }: { variantIds: string[] }) => {
          asked.push(variantIds);
          if (!catalogue.isUp) throw new RemoteError('products', 'quoteVariants');
          return { variants: variantIds.flatMap((id) => shelf.get(id) ?? []) };
        },
      },
    },
  });

  /** Somebody with a browser: signed in, with a guest's token, or neither. */
  function shopper(viewer: Viewer | null = null) {
    const person = {
      token: undefined as string | undefined,
      graph: (query: string, variables: object = {}) =>
        shop.as(viewer, person.token ? { 'x-cart-token': person.token } : {})(query, variables as never),
      async run(name: string, type: string, input: object, more = '') {
        const { data, errors } = await person.graph(
          `mutation ($input: ${type}!) { ${name}(input: $input) { cart { ${CART} } ${more} ${REFUSAL} } }`,
          { input },
        );
        return errors ? { errors } : data[name];
      },
      async add(variantId: string, quantity = 1, more: object = {}) {
        const answer = await person.run(
          'addCartItems',
          'AddCartItemsInput',
          { items: [{ variantId, quantity }], ...more },
          'cartToken',
        );
        person.token ??= answer.cartToken ?? undefined;
        return answer;
      },
      cart: async (args = '') => (await person.graph(`{ cart${args} { ${CART} } }`)).data.cart,
      async ready() {
        await person.run('setCartEmail', 'SetCartEmailInput', { email: 'ada@shop.example' });
        await person.run('setCartShippingAddress', 'SetCartShippingAddressInput', { address });
        return person.run('setCartShippingMethod', 'SetCartShippingMethodInput', { shippingOptionId: 'standard' });
      },
    };
    return person;
  }

  return {
    ...shop,
    deliver: (type: string, payload: object, id?: string) => shop.deliver(type, { ...rest, ...payload }, id),
    shelf,
    /** The variants of each call to products. */
    asked,
    catalogue,
    /** An address in the book of this account. */
    inBookOf({ id }: Viewer, kept: PostalAddress): string {
      const addressId = newId('addr');
      books.set(`${id} ${addressId}`, kept);
      return addressId;
    },
    shopper,
    offer(unitPriceMinor = 2500, more: Partial<VariantQuote> = {}): string {
      const variantId = newId('var');
      shelf.set(variantId, {
        variantId,
        productId: newId('prod'),
        sku: 'SKU-1',
        title: 'Oak',
        productTitle: 'Bowl',
        imageUrl: null,
        unitPriceMinor,
        priceVersion: 1,
        currencyCode: 'USD',
        available: 100,
        purchasable: true,
        ...more,
      });
      return variantId;
    },
    items: async (cartId: string) => [
      ...(await shop.db.execute(sql`SELECT * FROM cart_items WHERE cart_id = ${cartId} ORDER BY id`)),
    ],
    rows: async (cartId: string) =>
      [...(await shop.db.execute(sql`SELECT * FROM carts WHERE id = ${cartId}`))][0] as Record<string, any>,
  };
}
