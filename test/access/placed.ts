import { randomUUID } from 'node:crypto';
import { type Shopper, variantNumber } from '../shop.ts';
import type { World } from '../world.ts';

export interface PlacedOrder {
  id: string;
  number: string;
  token: string;
}

export interface Buyer {
  email: string;
  /** Absent: a guest. */
  accessToken?: string;
}

/** From a cart that the buyer had as a guest: so a customer may have many at once, and their own cart stays open. */
export async function placeOrder(world: World, { email, accessToken }: Buyer): Promise<[PlacedOrder, Shopper]> {
  const device = world.guest();
  const { cart } = await device.add(variantNumber(4));
  const { total } = await device.prepareCheckout(email);
  device.accessToken = accessToken;
  const input = { cartId: cart.id, cartToken: device.cartToken, idempotencyKey: randomUUID(), expectedTotal: total };
  const { order, orderToken } = await device.run(
    'placeOrder',
    'PlaceOrderInput',
    input,
    'orderToken order { id number }',
  );
  device.orderToken = orderToken;
  return [{ ...order, token: orderToken }, device];
}

/** Waits for its payment, which was declined once. */
export async function openOrder(world: World, buyer: Buyer): Promise<PlacedOrder> {
  const [order, device] = await placeOrder(world, buyer);
  await device.pay(order.id, 'pm_card_chargeDeclined');
  return order;
}

export async function paidOrder(world: World, buyer: Buyer): Promise<PlacedOrder> {
  const [order, device] = await placeOrder(world, buyer);
  const input = {
    orderId: order.id,
    orderToken: order.token,
    paymentMethod: 'pm_card_visa',
    savePaymentMethod: buyer.accessToken !== undefined,
    idempotencyKey: randomUUID(),
  };
  await device.run('payOrder', 'PayOrderInput', input, 'payment { id }');
  await device.orderWhen(order.id, { paymentStatus: 'PAID' });
  return order;
}

export async function shippedOrder(
  world: World,
  staff: Shopper,
  { trackingNumber, ...buyer }: Buyer & { trackingNumber: string },
): Promise<PlacedOrder> {
  const order = await paidOrder(world, buyer);
  const input = { orderId: order.id, carrier: 'Parcel Post', trackingNumber, idempotencyKey: randomUUID() };
  await staff.run('fulfillOrder', 'FulfillOrderInput', input, 'order { id }');
  return order;
}

export async function refund(staff: Shopper, { id: orderId }: PlacedOrder, amount?: object): Promise<void> {
  const input = { orderId, amount, reason: 'scratched', idempotencyKey: randomUUID() };
  await staff.run('refundOrder', 'RefundOrderInput', input, 'order { id }');
  await staff.orderWhen(orderId, { paymentStatus: amount ? 'PARTIALLY_REFUNDED' : 'REFUNDED' });
}
