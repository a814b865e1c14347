import { randomUUID } from 'node:crypto';
import { domains } from '../../local/system/layout.ts';
import { type Shopper, until, variantNumber } from '../shop.ts';
import type { World } from '../world.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';

export const PASSWORD = 'a rather long password';

export interface PlacedOrder {
  id: string;
  number: string;
  token: string;
}

/** A customer with rows of every kind. */
export interface Customer {
  shopper: Shopper;
  id: string;
  email: string;
  refreshToken: string;
  addressIds: string[];
  cart: { id: string; itemIds: string[] };
  /** What came of each. */
  orders: Record<'delivered' | 'refunded' | 'open', PlacedOrder>;
  paymentMethodId: string;
  notificationIds: string[];
}

export interface Cast {
  owner: Customer;
  other: Customer;
  /** Guests: one with a cart, and one who shows the token of the order that was paid, shipped and refunded in part. */
  cartHolder: Shopper;
  guestCart: { id: string };
  orderHolder: Shopper;
  guestOrders: Record<'shipped' | 'open', PlacedOrder>;
  staff: Shopper;
  admin: Shopper;
  catalogue: Catalogue;
}

const address = (name: string) => ({
  fullName: `${name} Shopper`,
  company: `${name} and Sons`,
  line1: `1 ${name} Lane`,
  line2: 'Second floor',
  city: 'Oakland',
  region: 'CA',
  postalCode: '94607',
  countryCode: 'US',
  phone: '+1 510 555 0100',
});

export async function assemble(world: World): Promise<Cast> {
  const [staff, admin] = [await world.staff(), world.guest()];
  await admin.signIn('root@storegraph.example', 'correct horse battery staple');
  const catalogue = await createCatalogue(staff);
  const [owner, other, guests, cartHolder] = await Promise.all([
    furnish(world, staff, 'Olga', catalogue),
    furnish(world, staff, 'Otto', catalogue),
    guestsWithOrders(world, staff),
    guestWithCart(world),
  ]);
  await catalogue.archive();
  const price = { amount: '31.00', currencyCode: 'USD' };
  await staff.run('updateVariant', 'UpdateVariantInput', { id: variantNumber(7), price }, 'variant { id }');
  await settled(world);
  return { owner, other, ...guests, ...cartHolder, staff, admin, catalogue };
}

async function furnish(world: World, staff: Shopper, name: string, { archived }: Catalogue): Promise<Customer> {
  const shopper = world.guest();
  const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@shop.example`;
  const id = await shopper.register(email);
  const device = world.guest();
  const { refreshToken } = await device.run('signIn', 'SignInInput', { email, password: PASSWORD }, 'refreshToken');
  await shopper.run('updateProfile', 'UpdateProfileInput', { displayName: `${name} Shopper` }, 'user { id }');
  const addressIds: string[] = [];
  for (const number of [1, 2]) {
    const input = { address: address(`${name} ${number}`) };
    addressIds.push((await shopper.run('createAddress', 'CreateAddressInput', input, 'address { id }')).address.id);
  }
  const open = await openOrder(world, shopper, email);
  const delivered = await paidOrder(shopper, email, { savePaymentMethod: true });
  await ship(staff, delivered, `${name}-PP-1`);
  await staff.run('markDelivered', 'MarkDeliveredInput', { orderId: delivered.id }, 'order { id }');
  const refunded = await paidOrder(shopper, email);
  await refund(staff, refunded);
  await shopper.orderWhen(refunded.id, { paymentStatus: 'REFUNDED' });
  const cart = await fillCart(shopper, email, [variantNumber(7), archived.variantId]);
  const notificationIds = await until(
    async () => {
      const { data } = await shopper.graph('{ me { notifications(first: 50) { nodes { id kind } } } }');
      return data.me.notifications.nodes as { id: string; kind: string }[];
    },
    (nodes) =>
      ['ORDER_PLACED', 'ORDER_PAID', 'ORDER_FULFILLED', 'ORDER_REFUNDED'].every((kind) =>
        nodes.some((node) => node.kind === kind),
      ),
  ).then((nodes) => nodes.map((node) => node.id));
  await shopper.run(
    'markNotificationsRead',
    'MarkNotificationsReadInput',
    { ids: notificationIds.slice(0, 1) },
    'unreadCount',
  );
  const cards = await shopper.graph('{ me { paymentMethods { id } } }');
  const [{ id: paymentMethodId }] = cards.data.me.paymentMethods;
  const orders = { delivered, refunded, open };
  return { shopper, id, email, refreshToken, addressIds, cart, orders, paymentMethodId, notificationIds };
}

/** Placed by a customer from a cart that they had as a guest, so that their own stays open. */
async function openOrder(world: World, shopper: Shopper, email: string): Promise<PlacedOrder> {
  const device = world.guest();
  const { cart } = await device.add(variantNumber(4));
  const { total } = await device.prepareCheckout(email);
  device.accessToken = shopper.accessToken;
  const input = { cartId: cart.id, cartToken: device.cartToken, idempotencyKey: randomUUID(), expectedTotal: total };
  const { order, orderToken } = await device.run(
    'placeOrder',
    'PlaceOrderInput',
    input,
    'orderToken order { id number }',
  );
  device.orderToken = orderToken;
  await device.pay(order.id, 'pm_card_chargeDeclined');
  return { ...order, token: orderToken };
}

export async function paidOrder(
  shopper: Shopper,
  email: string,
  options: { savePaymentMethod?: boolean } = {},
): Promise<PlacedOrder> {
  const { id, number } = await shopper.order(variantNumber(1), email, 2);
  const input = {
    orderId: id,
    orderToken: shopper.orderToken,
    paymentMethod: 'pm_card_visa',
    idempotencyKey: randomUUID(),
    ...options,
  };
  await shopper.run('payOrder', 'PayOrderInput', input, 'payment { id }');
  await shopper.orderWhen(id, { paymentStatus: 'PAID' });
  return { id, number, token: shopper.orderToken! };
}

const ship = (staff: Shopper, { id: orderId }: PlacedOrder, trackingNumber: string): Promise<unknown> =>
  staff.run(
    'fulfillOrder',
    'FulfillOrderInput',
    { orderId, carrier: 'Parcel Post', trackingNumber, idempotencyKey: randomUUID() },
    'order { id }',
  );

const refund = (staff: Shopper, { id: orderId }: PlacedOrder, amount?: object): Promise<unknown> =>
  staff.run(
    'refundOrder',
    'RefundOrderInput',
    { orderId, amount, reason: 'scratched', idempotencyKey: randomUUID() },
    'order { id }',
  );

/** An open cart that could be ordered as it is. */
export async function fillCart(
  shopper: Shopper,
  email: string,
  variantIds: string[],
): Promise<{ id: string; itemIds: string[] }> {
  await until(
    () => shopper.add(variantIds[0]!),
    ({ userErrors }) => userErrors.length === 0,
  );
  for (const variantId of variantIds.slice(1)) await shopper.add(variantId);
  const { cartId: id } = await shopper.prepareCheckout(email);
  const { data } = await shopper.graph('{ cart { items { id } } }');
  return { id, itemIds: data.cart.items.map((item: { id: string }) => item.id) };
}

async function guestWithCart(world: World): Promise<Pick<Cast, 'cartHolder' | 'guestCart'>> {
  const cartHolder = world.guest();
  return { cartHolder, guestCart: await fillCart(cartHolder, 'gala-guest@shop.example', [variantNumber(7)]) };
}

async function guestsWithOrders(world: World, staff: Shopper): Promise<Pick<Cast, 'orderHolder' | 'guestOrders'>> {
  const [buyer, waiting, orderHolder] = [world.guest(), world.guest(), world.guest()];
  const email = 'gustav-guest@shop.example';
  const shipped = await paidOrder(buyer, email);
  await refund(staff, shipped, { amount: '1.00', currencyCode: 'USD' });
  await buyer.orderWhen(shipped.id, { paymentStatus: 'PARTIALLY_REFUNDED' });
  await ship(staff, shipped, 'Gustav-PP-1');
  const order = await waiting.order(variantNumber(4), email);
  await waiting.pay(order.id, 'pm_card_chargeDeclined');
  orderHolder.orderToken = shipped.token;
  const open = { id: order.id, number: order.number, token: waiting.orderToken! };
  return { orderHolder, guestOrders: { shipped, open } };
}

/** Until nothing is on its way any more: then whatever changes was changed by who is looked at. */
export const settled = (world: World): Promise<unknown> =>
  until(
    async () => {
      const waiting = domains.map((domain) =>
        world.inDatabase(domain, (sql) => sql`SELECT id::text FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL`),
      );
      const mails = world.inDatabase(
        'notifications',
        (sql) => sql`SELECT id FROM notifications WHERE status = 'QUEUED'`,
      );
      return (await Promise.all([...waiting, mails])).flatMap((rows) => [...rows]);
    },
    (rows) => rows.length === 0,
    30_000,
  );
