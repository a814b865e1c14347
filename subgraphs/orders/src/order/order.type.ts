import { connectionType, DateTimeScalar, IsId, Payload, Text, UUIDScalar } from '@storegraph/kit';
import { Address, type CurrencyCode, Money, MoneyInput, Quantity } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FulfillmentStatus, OrderStatus, PaymentStatus } from './order.axes.ts';
import type { OrderEventRow, OrderItemRow, OrderRow, ShipmentRow } from './order.table.ts';

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: 'Where the order stands. PENDING: it is being placed.',
});
registerEnumType(PaymentStatus, { name: 'PaymentStatus', description: 'Where the money stands.' });
registerEnumType(FulfillmentStatus, { name: 'FulfillmentStatus', description: 'Where the goods stand.' });

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

@ObjectType({ description: 'What an order costs.' })
export class OrderTotals {
  @Field(() => Money)
  subtotal: Money;

  @Field(() => Money)
  discount: Money;

  @Field(() => Money)
  shipping: Money;

  @Field(() => Money)
  tax: Money;

  @Field(() => Money, { description: 'subtotal - discount + shipping + tax: what is charged.' })
  total: Money;
}

@ObjectType({ description: 'A line as it was when the order was placed; product and variant are live links.' })
export class OrderItem {
  row: OrderItemRow;
  currencyCode: CurrencyCode;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  sku: string;

  @Field(() => String)
  title: string;

  @Field(() => String, { nullable: true })
  imageUrl: string | null;

  @Field(() => Int)
  quantity: number;

  @Field(() => Int, { description: 'How many were shipped.' })
  fulfilledQuantity: number;
}

@ObjectType({ description: 'Something that happened to an order.' })
export class OrderEvent implements Pick<OrderEventRow, 'type' | 'note' | 'occurredAt'> {
  @Field(() => ID)
  id: number;

  @Field(() => String, { description: 'Such as paid, cancelRequested or fulfilled.' })
  type: string;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => DateTimeScalar)
  occurredAt: Date;
}

@ObjectType({ description: 'One parcel.' })
export class Shipment implements Pick<ShipmentRow, 'id' | 'carrier' | 'trackingNumber' | 'shippedAt' | 'deliveredAt'> {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  carrier: string;

  @Field(() => String)
  trackingNumber: string;

  @Field(() => DateTimeScalar)
  shippedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  deliveredAt: Date | null;
}

export const { Connection: OrderEventConnection } = connectionType(OrderEvent, 'OrderEvent');

@ObjectType({ description: 'A promise to deliver, with the prices of the moment it was placed.' })
@Directive('@key(fields: "id")')
export class Order {
  row: OrderRow;

  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Short and public, such as SG-100001.' })
  number: string;

  @Field(() => String, { nullable: true, description: 'Null when the order was refused before the cart was read.' })
  email: string | null;

  @Field(() => Address, { nullable: true })
  shippingAddress: Address | null;

  @Field(() => Address, { nullable: true, description: 'The shipping address unless another was given.' })
  billingAddress: Address | null;

  @Field(() => String, { nullable: true })
  shippingMethod: string | null;

  @Field(() => DateTimeScalar)
  placedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it has to be paid.' })
  expiresAt: Date | null;
}

export const { Connection: OrderConnection } = connectionType(Order, 'Order');

@InputType()
export class OrderFilter {
  @Field(() => OrderStatus, { nullable: true })
  status?: OrderStatus;

  @Field(() => String, { nullable: true, description: 'An order number, or the start of one.' })
  @Text({ max: 40 })
  number?: string;
}

@ObjectType()
export class OrderPayload extends Payload {
  @Field(() => Order, { nullable: true })
  order?: Order;
}

@InputType()
export class CancelOrderInput {
  @Field(() => ID)
  @IsId('ord')
  orderId: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 500 })
  reason?: string;

  @Field(() => UUIDScalar)
  idempotencyKey: string;

  @Field(() => String, { nullable: true, description: 'For guests: from the confirmation.' })
  @Text({ max: 200 })
  orderToken?: string;
}

@InputType()
export class FulfillItemInput {
  @Field(() => ID)
  @IsId('item')
  orderItemId: string;

  @Field(() => Int)
  @Quantity({ max: 999 })
  quantity: number;
}

@InputType()
export class FulfillOrderInput {
  @Field(() => ID)
  @IsId('ord')
  orderId: string;

  @Field(() => [FulfillItemInput], { nullable: true, description: 'Default: everything that is left.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  items?: FulfillItemInput[];

  @Field(() => String)
  @Text({ max: 60 })
  carrier: string;

  @Field(() => String)
  @Text({ max: 100 })
  trackingNumber: string;

  @Field(() => UUIDScalar, { nullable: true })
  idempotencyKey?: string;
}

@InputType()
export class MarkDeliveredInput {
  @Field(() => ID)
  @IsId('ord')
  orderId: string;
}

@InputType()
export class RefundOrderInput {
  @Field(() => ID)
  @IsId('ord')
  orderId: string;

  @Field(() => MoneyInput, { nullable: true, description: 'Default: all that is left.' })
  @ValidateNested()
  amount?: MoneyInput;

  @Field(() => String)
  @Text({ max: 500 })
  reason: string;

  @Field(() => UUIDScalar)
  idempotencyKey: string;
}
