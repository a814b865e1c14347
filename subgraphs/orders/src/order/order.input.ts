import { Code, IdempotencyKey, IsId, Text } from '@storegraph/kit';
import { MoneyInput, OrderToken, Quantity } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { OrderStatus } from './order.status.ts';

@InputType({ description: 'Which orders to list. Every condition has to hold.' })
export class OrderFilter {
  @Field(() => OrderStatus, {
    nullable: true,
    description: 'Those that stand there; none is PENDING or REJECTED. Default: all.',
  })
  status?: OrderStatus;

  @Field(() => String, {
    nullable: true,
    description: 'An order number, or the start of one; 1 to 40 characters. Default: all.',
  })
  @Code({ max: 40 })
  number?: string;
}

@InputType({ description: 'Which order to cancel, and why.' })
export class CancelOrderInput {
  @Field(() => ID, { description: "The order to cancel. Someone else's is NOT_FOUND." })
  @IsId('ord')
  orderId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the timeline; 1 to 500 characters. Default: that the shopper cancelled it.',
  })
  @Text({ max: 500 })
  reason?: string;

  @IdempotencyKey()
  idempotencyKey: string;

  @OrderToken()
  orderToken?: string;
}

@InputType({ description: 'An item to ship, and how many of it.' })
export class FulfillItemInput {
  @Field(() => ID, { description: '`OrderItem.id`; one of another order is NOT_FOUND.' })
  @IsId('item')
  orderItemId: string;

  @Field(() => Int, { description: 'From 1 to as many as were not shipped yet; more is INVALID_STATE.' })
  @Quantity({ max: 999 })
  quantity: number;
}

@InputType({ description: 'A parcel, and what is in it.' })
export class FulfillOrderInput {
  @Field(() => ID, { description: 'The order to ship.' })
  @IsId('ord')
  orderId: string;

  @Field(() => [FulfillItemInput], {
    nullable: true,
    description: '1 to 100, each item once. Default: everything that was not shipped yet.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  items?: FulfillItemInput[];

  @Field(() => String, { description: 'Who carries it; 1 to 60 characters. The buyer reads it in a mail.' })
  @Text({ max: 60 })
  carrier: string;

  @Field(() => String, { description: 'What the carrier calls it; 1 to 100 characters.' })
  @Code({ max: 100 })
  trackingNumber: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'Which order has arrived.' })
export class MarkDeliveredInput {
  @Field(() => ID, { description: 'An order that was shipped completely.' })
  @IsId('ord')
  orderId: string;
}

@InputType({ description: 'How much to give back, and why.' })
export class RefundOrderInput {
  @Field(() => ID, { description: 'A paid order, shipped or not.' })
  @IsId('ord')
  orderId: string;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'More than zero, in the currency of the order, at most what was paid and is not given back. Default: all of that.',
  })
  @ValidateNested()
  amount?: MoneyInput;

  @Field(() => String, { description: 'Why; 1 to 500 characters. The buyer reads it as `Refund.reason`.' })
  @Text({ max: 500 })
  reason: string;

  @IdempotencyKey()
  idempotencyKey: string;
}
