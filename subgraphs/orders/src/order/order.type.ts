import { connectionType, DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Address, type CurrencyCode, Totals } from '@storegraph/commerce';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FulfillmentStatus, OrderStatus, PaymentStatus } from './order.status.ts';
import { OrderEventType } from './order.timeline.ts';
import type { OrderEventRow, OrderItemRow, OrderRow, ShipmentRow } from './order.table.ts';

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: 'Where an order stands. What is on its way to another status keeps the old one until it arrives.',
  valuesConfig: {
    PENDING: {
      description: 'It is being placed: cart and stock are asked. Goes on by itself, and is in no list until then.',
    },
    AWAITING_PAYMENT: { description: 'The stock is reserved and `payOrder` is possible, until `expiresAt`.' },
    CONFIRMED: { description: 'It was paid, and is shipped or waits for it.' },
    COMPLETED: { description: 'It was paid and everything has arrived.' },
    CANCELLED: { description: 'It was given up before anything was shipped; what was paid is given back.' },
    EXPIRED: { description: 'Nobody paid in time; the stock is free again.' },
    REJECTED: {
      description: 'Never: what could not be placed is no order. `placeOrder` says why.',
      deprecationReason: 'read the userErrors of placeOrder; removed after 2027-06',
    },
  },
});
registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'Where the money of an order stands.',
  valuesConfig: {
    UNPAID: { description: 'Nothing was charged, or it has not arrived yet.' },
    PAID: { description: 'The whole total was charged.' },
    PARTIALLY_REFUNDED: { description: 'A part of it has gone back to the buyer.' },
    REFUNDED: { description: 'All of it has gone back to the buyer.' },
  },
});
registerEnumType(FulfillmentStatus, {
  name: 'FulfillmentStatus',
  description: 'Where the goods of an order stand.',
  valuesConfig: {
    UNFULFILLED: { description: 'Nothing was shipped.' },
    PARTIALLY_FULFILLED: { description: 'Some items were shipped.' },
    FULFILLED: { description: 'Everything was shipped.' },
    DELIVERED: { description: 'Everything has arrived.' },
  },
});
registerEnumType(OrderEventType, {
  name: 'OrderEventType',
  description: 'What can happen to an order. More may come: keep a default branch.',
  valuesConfig: {
    PLACE_REQUESTED: { description: '`placeOrder` was called.' },
    CART_LOCKED: { description: 'The cart was taken over, with its prices of then.' },
    READY_TO_PAY: { description: 'The stock was reserved: it waits for its payment.' },
    PAYMENT_FAILED: {
      description: 'A card was declined, which changes nothing: another one may be tried. `note` has the reason.',
    },
    PAID: { description: 'The money has arrived.' },
    CANCEL_REQUESTED: { description: '`cancelOrder` was called. `note` has the reason.' },
    TIME_IS_UP: { description: 'Nobody had paid in time.' },
    PAYMENT_CLOSED: { description: 'It can no longer be paid, after it was cancelled or its time was up.' },
    FULFILLED: { description: 'A parcel was handed over. `note` has its carrier and number.' },
    DELIVERED: { description: 'Everything has arrived.' },
    REFUND_REQUESTED: { description: '`refundOrder` was called. `note` has the reason.' },
    REFUNDED: { description: 'Money has gone back to the buyer.' },
  },
});

/** Owned by users; orders adds their orders. */
@ObjectType()
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}

/** Owned by products; orders only points at it. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Product {
  @Field(() => ID)
  id: string;
}

/** Owned by products; orders only points at it. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Variant {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'What an order costs, as it was when it was placed. Refunds do not change it.' })
export class OrderTotals extends Totals {}

@ObjectType({
  description: 'A line of an order, as it was when the order was placed; only `product` and `variant` are as of today.',
})
export class OrderItem {
  row: OrderItemRow;
  currencyCode: CurrencyCode;

  @Field(() => ID, { description: idOf('item') })
  id: string;

  @Field(() => String, { description: 'The stock code of the merchant.' })
  sku: string;

  @Field(() => String, { description: 'The titles of product and variant, such as "Oak bowl, M".' })
  title: string;

  @Field(() => String, { nullable: true, description: 'The address of a picture; null when there was none.' })
  imageUrl: string | null;

  @Field(() => Int, { description: 'How many were ordered: 1 to 99.' })
  quantity: number;

  @Field(() => Int, { description: 'How many of them were shipped.' })
  fulfilledQuantity: number;
}

@ObjectType({ description: 'Something that happened to an order.' })
export class OrderEvent implements Pick<OrderEventRow, 'type' | 'note' | 'occurredAt'> {
  @Field(() => ID, { description: 'A number that grows from one event to the next. Never changes.' })
  id: number;

  @Field(() => String, {
    description: 'What happened, as `kind` says it in another spelling.',
    deprecationReason: 'use kind; removed after 2027-06',
  })
  type: OrderEventRow['type'];

  @Field(() => String, {
    nullable: true,
    description: 'What goes with it, such as a reason or carrier and number; null for nothing.',
  })
  note: string | null;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt: Date;
}

@ObjectType({ description: 'A parcel with some or all items of an order.' })
export class Shipment implements Pick<ShipmentRow, 'id' | 'carrier' | 'trackingNumber' | 'shippedAt' | 'deliveredAt'> {
  @Field(() => ID, { description: idOf('ship') })
  id: string;

  @Field(() => String, { description: 'Who carries it, in the words of staff.' })
  carrier: string;

  @Field(() => String, { description: 'What the carrier calls it.' })
  trackingNumber: string;

  @Field(() => DateTimeScalar, { description: 'When staff said that it was handed over.' })
  shippedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When staff said that it has arrived; null until then.' })
  deliveredAt: Date | null;
}

export const { Connection: OrderEventConnection } = connectionType(OrderEvent, 'OrderEvent');

@ObjectType({
  description:
    'A promise to deliver, with the prices of the moment when it was placed. Seen by whose it is, who has its token, and staff; to everybody else it does not exist.',
})
@Directive('@key(fields: "id")')
export class Order {
  row: OrderRow;

  @Field(() => ID, { description: idOf('ord') })
  id: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Short and for people, such as SG-100001; unique, counted up without gaps. Null while PENDING: it is given when the order can be paid. Opens nothing by itself.',
  })
  number: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where its mails go to: the address of the cart, or that of the account. Null while PENDING, until the cart was read.',
  })
  email: string | null;

  @Field(() => Address, { nullable: true, description: 'Where it goes to; null for the same reasons as `email`.' })
  shippingAddress: Address | null;

  @Field(() => Address, {
    nullable: true,
    description:
      'The address on the bill: that of the cart, which is the shipping address unless another was given; null for the same reasons as `email`.',
  })
  billingAddress: Address | null;

  @Field(() => String, {
    nullable: true,
    description: 'The `name` of the chosen shipping option; null for the same reasons as `email`.',
  })
  shippingMethod: string | null;

  @Field(() => DateTimeScalar, { description: 'When `placeOrder` was called.' })
  placedAt: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Until when it has to be paid, 15 minutes unless the shop set another time; null before AWAITING_PAYMENT.',
  })
  expiresAt: Date | null;
}

export const { Connection: OrderConnection } = connectionType(Order, 'Order');

@ObjectType({ description: 'What a change of an order led to.' })
export class OrderPayload extends Payload {
  @Field(() => Order, {
    nullable: true,
    description: 'As it is now; null when it was refused. What takes longer goes on by itself: read it again.',
  })
  order?: Order;
}
