import { randomUUID } from 'node:crypto';
import type { CartCheck, CheckoutTarget, carts, LockCartOutcome } from '@storegraph/carts/contract';
import { newId, type Remote, type Viewer } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import type { CreateIntentInput, payments, RefundInput } from '@storegraph/payments/contract';
import type { products, ReserveStockOutcome } from '@storegraph/products/contract';
import { type SQL, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { isNumbered, type OrderState } from '../src/order/order.life.ts';
import { orders } from '../src/subgraph.ts';

type CartsCommands = Remote<typeof carts.commands>;
type ProductsCommands = Remote<typeof products.commands>;
type PaymentsCommands = Remote<typeof payments.commands>;

const lines = [
  { name: 'Oak Bowl', quantity: 2, unitPriceMinor: 2500 },
  { name: 'Clay Vase', quantity: 1, unitPriceMinor: 4000 },
].map(({ name, quantity, unitPriceMinor }) => ({
  variantId: newId('var'),
  productId: newId('prod'),
  sku: name.toUpperCase().replace(' ', '-'),
  title: name,
  imageUrl: null,
  quantity,
  unitPriceMinor,
  totalMinor: quantity * unitPriceMinor,
}));
const cart = {
  cartId: newId('cart'),
  email: 'ada@shop.example',
  currencyCode: 'USD',
  lines,
  subtotalMinor: 9000,
  discountMinor: 0,
  shippingMinor: 500,
  taxMinor: 855,
  totalMinor: 10_355,
  shippingAddress: {
    fullName: 'Ada Winter',
    line1: '1 Mill Lane',
    city: 'Oakland',
    region: 'CA',
    postalCode: '94607',
    countryCode: 'US',
  },
  shippingMethod: 'Standard',
};
export const TOTAL = { amount: '103.55', currencyCode: 'USD' };

export const ORDER_TOKEN_SECRET = 'a secret of at least thirty-two characters';

/** Orders with its own database; carts, products and payments answer as their contracts say, or as a test wants it. */
export async function openWorld() {
  const called: string[] = [];
  const locks = (): LockCartOutcome => ({ outcome: 'LOCKED', cart: { ...cart, cartId: newId('cart') } });
  const reserves = (): ReserveStockOutcome => ({
    outcome: 'RESERVED',
    lines: lines.map(({ variantId, unitPriceMinor }) => ({ variantId, unitPriceMinor, currencyCode: 'USD' })),
  });
  const usual = {
    checkCart: async (_input: CheckoutTarget): Promise<CartCheck | null> => ({
      currencyCode: 'USD',
      hasEmail: true,
      problems: [],
    }),
    contactOf: async (_input: { userId: string }): Promise<{ email: string } | null> => ({
      email: 'account@shop.example',
    }),
    lockCart: async (_input: Parameters<CartsCommands['lockCart']>[0]) => locks(),
    reserveStock: async (_input: Parameters<ProductsCommands['reserveStock']>[0]) => reserves(),
    createIntent: async (input: CreateIntentInput): ReturnType<PaymentsCommands['createIntent']> => ({
      outcome: 'CREATED',
      paymentId: newId('pay'),
      clientSecret: `secret of ${input.orderId}`,
    }),
    cancelIntent: async (_input: { orderId: string }): ReturnType<PaymentsCommands['cancelIntent']> => ({
      outcome: 'CANCELED',
    }),
    refund: async (_input: RefundInput): ReturnType<PaymentsCommands['refund']> => ({ outcome: 'REFUNDED' }),
  };
  const answers = { ...usual };
  const remote =
    (name: keyof typeof usual) =>
    async (input: any): Promise<unknown> => {
      called.push(name);
      return answers[name](input);
    };
  const shop = await testSubgraph(orders, {
    env: { ORDER_TOKEN_SECRET, STOREFRONT_URL: 'https://shop.example/' },
    remotes: {
      carts: { checkCart: remote('checkCart'), lockCart: remote('lockCart') },
      users: { contactOf: remote('contactOf') },
      products: { reserveStock: remote('reserveStock') },
      payments: {
        createIntent: remote('createIntent'),
        cancelIntent: remote('cancelIntent'),
        refund: remote('refund'),
      },
    },
  });

  const run = async (viewer: Viewer | null, name: string, type: string, input: object, headers = {}) => {
    const selection = `order { id number status paymentStatus fulfillmentStatus totals { total { amount } } } userErrors { __typename code path
      ... on InsufficientStock { available variant { id } } ... on PriceChanged { expected { amount } actual { amount } } }`;
    const token = name === 'placeOrder' ? 'orderToken' : '';
    const { data, errors } = await shop.as(viewer, headers)(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${token} ${selection} } }`,
      { input },
    );
    return errors ? { errors } : data[name];
  };
  const place = (viewer: Viewer | null, input: object = {}, headers = {}) =>
    run(
      viewer,
      'placeOrder',
      'PlaceOrderInput',
      { idempotencyKey: randomUUID(), expectedTotal: TOTAL, ...input },
      headers,
    );

  return {
    ...shop,
    shop,
    lines,
    called,
    answers,
    reset() {
      Object.assign(answers, usual);
      called.length = 0;
    },
    run,
    place,
    /** An order that waits for its payment, and its buyer. */
    async placed() {
      const buyer = newViewer();
      const { order, orderToken } = await place(buyer);
      return { buyer, orderId: order.id as string, orderToken: orderToken as string };
    },
    pay: (orderId: string, eventId: string = randomUUID(), amountMinor = cart.totalMinor) =>
      shop.deliver('PaymentSucceeded', { orderId, paymentId: newId('pay'), amountMinor, currencyCode: 'USD' }, eventId),
    /** Its jobs run now, whatever they wait for, and those of other orders rest. */
    async goOn(key: string, rounds = 2) {
      for (let round = 0; round < rounds; round++) {
        await shop.db.execute(
          sql`UPDATE jobs SET run_at = now() + CASE WHEN key = ${key} THEN interval '0' ELSE interval '1 day' END`,
        );
        await shop.runJobs({ rounds: 1, periodic: key === 'every' });
      }
    },
    row: async (orderId: string) =>
      [...(await shop.db.execute(sql`SELECT * FROM orders WHERE id = ${orderId}`))][0] as Record<string, any>,
    /** The only row of a shopper, whatever became of it: a refused one is shown to nobody. */
    rowOf: async ({ id }: Viewer) => {
      const rows = await shop.db.execute(sql`SELECT * FROM orders WHERE user_id = ${id}`);
      expect(rows).toHaveLength(1);
      return rows[0] as Record<string, any>;
    },
    /** An order that is somewhere else, with a number or none as one has there. */
    put: (orderId: string, state: OrderState, more: SQL = sql``) =>
      shop.db.execute(
        sql`UPDATE orders SET state = ${state}, number = ${isNumbered(state) ? sql`number` : null}${more} WHERE id = ${orderId}`,
      ),
    /** Everything that is written about an order. */
    all: async (orderId: string) => {
      const tables = ['orders', 'order_items', 'order_events', 'refund_requests', 'shipments'];
      const rows = tables.map((table) => {
        const key = sql.raw(table === 'orders' ? 'id' : 'order_id');
        return shop.db.execute(sql`SELECT * FROM ${sql.identifier(table)} WHERE ${key} = ${orderId} ORDER BY 1`);
      });
      return (await Promise.all(rows)).map((found) => [...found]);
    },
    history: async (orderId: string) =>
      [...(await shop.db.execute(sql`SELECT type FROM order_events WHERE order_id = ${orderId} ORDER BY id`))].map(
        ({ type }) => type,
      ),
    /** What is said in every event of a kind about an order, once for all its readers. */
    payloads: async (orderId: string, type: string): Promise<any[]> => {
      const about = (await shop.published()).filter((one) => one.type === type && one.payload.orderId === orderId);
      const [first] = about;
      return about.filter(({ subscriber }) => subscriber === first!.subscriber).map(({ payload }) => payload);
    },
    told: async (orderId: string) => [
      ...new Set((await shop.published()).filter(({ payload }) => payload.orderId === orderId).map(({ type }) => type)),
    ],
    cancel: (viewer: Viewer | null, orderId: string, more: object = {}) =>
      run(viewer, 'cancelOrder', 'CancelOrderInput', {
        orderId,
        reason: 'ordered twice',
        idempotencyKey: randomUUID(),
        ...more,
      }),
    refund: (viewer: Viewer | null, orderId: string, amount?: string, idempotencyKey: string = randomUUID()) =>
      run(viewer, 'refundOrder', 'RefundOrderInput', {
        orderId,
        amount: amount && { amount, currencyCode: 'USD' },
        reason: 'scratched',
        idempotencyKey,
      }),
  };
}
