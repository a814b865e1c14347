import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, print, separateOperations } from 'graphql';
import type { RandomOperation } from '../packages/executor/test/random/randomOperations.ts';

export interface KnownOperation extends RandomOperation {
  label: string;
  operationName: string;
  mutation: boolean;
}

/** Every operation of a folder of documents, each with all the fragments that it needs. */
export function operationsOf(folder: string, together: boolean): KnownOperation[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  const texts = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
  const documents = together ? [texts.join('\n')] : texts;
  return documents.flatMap((text, index) =>
    Object.entries(separateOperations(parse(text))).map(([operationName, document]) => ({
      label: `${folder}${together ? '' : `/${files[index]}`} ${operationName}`,
      operationName,
      query: print(document),
      variables: {},
      mutation: document.definitions.some(
        (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
      ),
    })),
  );
}

export interface KnownThings {
  orderId: string;
  orderNumber: string;
  orderToken: string;
  productSlug: string;
  categorySlug: string;
  variantId: string;
  cursor: string;
}

type Variables = Record<string, unknown>;

/** Variables by operation name: some that find something, some that do not. */
export function variablesOf(known: KnownThings): Record<string, Variables[]> {
  const { orderId, orderNumber, orderToken, productSlug, categorySlug, variantId, cursor } = known;
  const money = { amount: '1.00', currencyCode: 'USD' };
  const idempotencyKey = '018f0000-0000-7000-8000-000000000001';
  const noOrder = 'ord_01jd0000000000000000099999';
  const input = (...inputs: Variables[]) => inputs.map((one) => ({ input: one }));
  return {
    CategoryPage: [
      { slug: categorySlug },
      { slug: categorySlug, sort: 'PRICE_ASC', first: 2, filter: { inStock: true } },
      { slug: categorySlug, sort: null },
      { slug: categorySlug, first: null, after: 'no cursor' },
      { slug: 'no-such-category' },
      {},
    ],
    SearchProducts: [
      { query: 'lamp' },
      { query: 'zzzz', first: 3 },
      { query: '', sort: 'TITLE', first: 5, after: cursor },
    ],
    Search: [{ query: 'teapot' }, { query: 'x', first: 0 }, { query: 'lamp', first: 101 }],
    ProductPage: [
      { slug: productSlug, variantId },
      { slug: 'no-such-product', variantId: 'var_nonsense' },
    ],
    MyOrders: [{}, { first: 1 }, { first: 1, after: 'no cursor' }, { first: null }],
    MyNotifications: [{}, { first: 1 }, { first: -1 }],
    OrderPage: [{ id: orderId }, { number: orderNumber }, { id: noOrder }, { id: orderId, number: orderNumber }, {}],
    OrderByToken: [{ token: orderToken }, { token: 'wrong' }, {}],
    OrderOfToken: [{ token: orderToken }, { token: 'wrong' }, {}],
    PayPage: [{ id: orderId }, { id: noOrder }, {}],
    TrackOrder: [{ number: orderNumber }, { number: 'SG-NONE' }],
    StaffOrders: [
      {},
      { first: 2 },
      { filter: { status: 'CONFIRMED' }, first: 1 },
      { filter: { number: 'SG' }, after: 'no cursor' },
    ],
    // mutations that refuse, or that do the same each time
    Register: input(
      { email: 'ada@storegraph.example', password: 'short' },
      { email: 'not an address', password: 'correct horse battery staple' },
    ),
    CompleteRegistration: input({ token: 'wrong', password: 'wrong' }, { token: '', password: 'wrong' }),
    SignInWithGoogle: input({ code: 'wrong', state: 'wrong' }, { code: '', state: 'wrong' }),
    ConfirmGoogleLink: input({ token: 'wrong', password: 'wrong' }),
    LinkGoogle: input({ code: 'wrong', state: 'wrong' }),
    ConfirmPasskey: input({ response: '{}', name: 'Phone' }, { response: '', name: '' }),
    SignInWithPasskey: input({ response: '{}' }, { response: '' }),
    RefreshSession: [...input({ refreshToken: 'wrong' }), {}],
    AddCartItems: input(
      { items: [{ variantId: 'var_01jd0000000000000000099999' }] },
      { items: [] },
      { items: [{ variantId, quantity: 100_000 }] },
    ),
    AddToCart: input({ items: [{ variantId, quantity: 0 }] }),
    UpdateCartItems: input({ items: [{ itemId: 'nonsense', quantity: 1 }] }),
    RemoveCartItems: input({ itemIds: [] }, { itemIds: ['nonsense'] }),
    SetCartEmail: [{ input: { email: 'not an address' } }],
    SetCartShippingMethod: [{ input: { shippingOptionId: 'nonsense' } }],
    UpdateCart: input({}, { email: 'not an address', shippingOptionId: 'nonsense' }, { shippingOptionId: 'nonsense' }),
    MergeCart: input({ token: 'wrong', strategy: 'SUM' }),
    DeleteAddress: input({ addressId: 'nonsense' }),
    PlaceOrder: input({ idempotencyKey, expectedTotal: money, cartId: 'cart_01jd0000000000000000099999' }),
    PayOrder: input(
      { orderId: noOrder, paymentMethod: 'pm_card_visa', idempotencyKey },
      { orderId, paymentMethod: 'pm_card_visa', idempotencyKey: 'no uuid' },
    ),
    CancelOrder: input({ orderId: noOrder, idempotencyKey }),
    FulfillOrder: input({ orderId: noOrder, carrier: 'Parcel Post', trackingNumber: 'PP-1', idempotencyKey }),
    MarkDelivered: input({ orderId: noOrder }, { orderId }),
    RefundOrder: input({ orderId: noOrder, reason: 'broken', idempotencyKey }),
    AdjustInventory: input({ variantId: 'var_01jd0000000000000000099999', delta: 1, reason: 'count', idempotencyKey }),
  };
}

/** Not run: a session, a way to Google or a question for a device each time, the end of all sessions, or tries that are throttled. */
export const leftOut = ['SignIn', 'SignOut', 'SignOutEverywhere', 'GoogleSignInUrl', 'PasskeySignInOptions'];

/** What is another each time in the answer of a mutation. */
export const volatileFields = ['id', 'version', 'cartToken', 'expiresAt', 'itemId', 'retryAfterInSeconds'];
