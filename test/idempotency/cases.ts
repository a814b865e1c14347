import { randomUUID } from 'node:crypto';
import { type Shopper, until, variantNumber } from '../shop.ts';
import { newEmail, type World } from '../world.ts';

/** Somebody with something that the mutation can be done to. */
export interface Actor {
  shopper: Shopper;
  /** Without the key. Each field that can be given is given, or is named in `changes`. */
  input: object;
  /** Another value of each field, by its path. Whatever is not named here has another value by its type. */
  changes: Record<string, unknown>;
  /** Everything that the mutation could change. Two are equal only when nothing has happened. */
  look: () => Promise<unknown>;
}

export interface Case {
  selection: string;
  /** Credentials: they say who asks, not what for. */
  identity?: string[];
  actor: (world: World) => Promise<Actor>;
  /** The same without an account, where that may be done: the tokens of carts and orders say who asks. */
  guest?: (world: World) => Promise<Pick<Actor, 'shopper' | 'input' | 'look'>>;
}

async function signedIn(world: World): Promise<{ shopper: Shopper; userId: string }> {
  const shopper = world.guest();
  return { shopper, userId: await shopper.register(newEmail()) };
}

/** Staff take turns, so that another actor is another account. */
const accounts = ['sam@storegraph.example', 'root@storegraph.example'];
let turn = 0;
async function staff(world: World): Promise<Shopper> {
  const shopper = world.guest();
  await shopper.signIn(accounts[turn++ % accounts.length]!, 'correct horse battery staple');
  return shopper;
}

async function filled(shopper: Shopper, number: number, quantity = 1) {
  const added = await until(
    () => shopper.add(variantNumber(number), quantity),
    ({ userErrors }) => userErrors.length === 0,
  );
  return { cartId: added.cart.id as string, total: (await shopper.prepareCheckout(newEmail())).total };
}

const VARIANT = 24;

/** Orders of a new shopper, each of two units, and what became of them. */
async function ordersOf(world: World, count: number, paid: boolean) {
  const { shopper, userId } = await signedIn(world);
  const orderIds: string[] = [];
  for (let index = 0; index < count; index++) {
    const { total } = await filled(shopper, VARIANT, 2);
    const { order } = await shopper.placeOrder(total);
    orderIds.push(order.id);
    if (paid) await shopper.pay(order.id);
    // its cart is closed by an event; the next order needs another one
    else
      await world.inDatabase(
        'carts',
        (sql) => sql`UPDATE carts SET user_id = ${`usr_of_${order.id}`} WHERE order_id = ${order.id}`,
      );
  }
  if (paid) for (const orderId of orderIds) await shopper.orderWhen(orderId, { paymentStatus: 'PAID' });
  return { shopper, userId, orderIds };
}

/** A guest with an order that waits for its payment, whose token the program keeps. */
async function guestWithOrder(world: World) {
  const shopper = world.guest();
  const { total } = await filled(shopper, VARIANT);
  const { order } = await shopper.placeOrder(total);
  const look = async () => [
    [...(await world.inDatabase('orders', (sql) => sql`SELECT state FROM orders WHERE id = ${order.id}`))],
    [...(await world.inDatabase('payments', (sql) => sql`SELECT status FROM payments WHERE order_id = ${order.id}`))],
  ];
  return { shopper, orderId: order.id as string, look };
}

/** Every row about this shopper's orders and money. */
const rowsOf = (world: World, userId: string) => async () => {
  const orders = await world.inDatabase('orders', async (sql) => [
    await sql`SELECT id, state, fulfillment, captured_minor, refunded_minor FROM orders WHERE user_id = ${userId} ORDER BY id`,
    await sql`SELECT type, count(*)::int FROM order_events JOIN orders ON orders.id = order_id WHERE user_id = ${userId} GROUP BY 1 ORDER BY 1`,
    await sql`SELECT amount_minor, status FROM refund_requests JOIN orders ON orders.id = order_id WHERE user_id = ${userId} ORDER BY 1, 2`,
    await sql`SELECT carrier, tracking_number FROM shipments JOIN orders ON orders.id = order_id WHERE user_id = ${userId} ORDER BY 1, 2`,
    await sql`SELECT fulfilled_quantity FROM order_items JOIN orders ON orders.id = order_id WHERE user_id = ${userId} ORDER BY order_items.id`,
  ]);
  const payments = await world.inDatabase('payments', async (sql) => [
    await sql`SELECT id, status FROM payments WHERE user_id = ${userId} ORDER BY id`,
    await sql`SELECT refunds.id, refunds.status FROM refunds JOIN payments ON payments.id = payment_id WHERE user_id = ${userId} ORDER BY 1`,
  ]);
  return [...orders, ...payments].map((rows) => [...rows]);
};

/** By the mutation's name. What has a key and is not here is red. */
export const cases: Record<string, Case> = {
  placeOrder: {
    selection: 'orderToken order { id number status totals { total { amount } } }',
    async actor(world) {
      const { shopper, userId } = await signedIn(world);
      const { cartId, total } = await filled(shopper, VARIANT);
      const other = world.guest();
      const { cartId: otherCart } = await filled(other, VARIANT);
      return {
        shopper,
        input: { cartId, expectedTotal: total },
        changes: { cartId: otherCart, cartToken: other.cartToken },
        look: rowsOf(world, userId),
      };
    },
    async guest(world) {
      const shopper = world.guest();
      const { cartId, total } = await filled(shopper, VARIANT);
      return {
        shopper,
        input: { cartId, expectedTotal: total },
        look: async () => [
          ...(await world.inDatabase(
            'orders',
            (sql) => sql`SELECT id, state FROM orders WHERE requested_cart_id = ${cartId}`,
          )),
        ],
      };
    },
  },
  cancelOrder: {
    selection: 'order { id status paymentStatus }',
    identity: ['orderToken'],
    async actor(world) {
      const { shopper, userId, orderIds } = await ordersOf(world, 2, false);
      const [orderId, other] = orderIds;
      return {
        shopper,
        input: { orderId, reason: 'ordered twice' },
        changes: { orderId: other },
        look: rowsOf(world, userId),
      };
    },
    async guest(world) {
      const { shopper, orderId, look } = await guestWithOrder(world);
      return { shopper, input: { orderId }, look };
    },
  },
  fulfillOrder: {
    selection: 'order { id fulfillmentStatus items { id } }',
    async actor(world) {
      const { shopper, userId, orderIds } = await ordersOf(world, 2, true);
      const [orderId, other] = orderIds;
      const itemOf = async (id?: string) =>
        (await shopper.graph('query ($id: ID!) { order(id: $id) { items { id } } }', { id })).data.order.items[0].id;
      return {
        shopper: await staff(world),
        input: {
          orderId,
          items: [{ orderItemId: await itemOf(orderId), quantity: 1 }],
          carrier: 'Parcel Post',
          trackingNumber: 'PP-1',
        },
        changes: { orderId: other, 'items.0.orderItemId': await itemOf(other), 'items.0.quantity': 2 },
        look: rowsOf(world, userId),
      };
    },
  },
  refundOrder: {
    selection: 'order { id status paymentStatus }',
    async actor(world) {
      const { userId, orderIds } = await ordersOf(world, 2, true);
      const [orderId, other] = orderIds;
      return {
        shopper: await staff(world),
        input: { orderId, amount: { amount: '1.00', currencyCode: 'USD' }, reason: 'scratched' },
        changes: { orderId: other },
        look: rowsOf(world, userId),
      };
    },
  },
  payOrder: {
    selection: 'payment { id status amount { amount } } outcome { __typename }',
    identity: ['orderToken'],
    async actor(world) {
      const { shopper, userId, orderIds } = await ordersOf(world, 2, false);
      const [orderId, other] = orderIds;
      return {
        shopper,
        input: { orderId, paymentMethod: 'pm_card_visa', savePaymentMethod: false },
        changes: { orderId: other, paymentMethod: 'pm_card_mastercard' },
        look: rowsOf(world, userId),
      };
    },
    async guest(world) {
      const { shopper, orderId, look } = await guestWithOrder(world);
      return { shopper, input: { orderId, paymentMethod: 'pm_card_visa' }, look };
    },
  },
  adjustInventory: {
    selection: 'inventory { onHand reserved }',
    async actor(world) {
      const variantId = variantNumber(30);
      return {
        shopper: await staff(world),
        input: { variantId, delta: 3, reason: 'count' },
        changes: { variantId: variantNumber(31) },
        look: () =>
          world.inDatabase('products', async (sql) => [
            ...(await sql`SELECT variant_id, on_hand, (SELECT count(*)::int FROM stock_movements WHERE stock_movements.variant_id = stock.variant_id) AS movements
              FROM stock WHERE variant_id IN (${variantId}, ${variantNumber(31)}) ORDER BY 1`),
          ]),
      };
    },
  },
  createPaymentMethodSetup: {
    selection: 'clientSecret',
    async actor(world) {
      const { shopper } = await signedIn(world);
      return {
        shopper,
        input: {},
        changes: {},
        async look() {
          const dump = (await (await fetch(`${world.system.stripeUrl}/_local/dump`)).json()) as Record<
            string,
            unknown[]
          >;
          return dump.setup_intents;
        },
      };
    },
  },
};

/** Another value of the same type. */
export function otherValue(type: string, now: unknown): unknown {
  switch (type) {
    case 'Int':
      return Number(now ?? 1) + 1;
    case 'Boolean':
      return !now;
    case 'Decimal':
      return (Number(now) + 1).toFixed(2);
    case 'Enum':
      return now === 'EUR' ? 'USD' : 'EUR';
    case 'String':
      return `${now ?? 'some'} more`;
    case 'UUID':
      return randomUUID();
    default:
      throw new Error(`Say in cases.ts what another ${type} is`);
  }
}
