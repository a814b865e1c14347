import { connectionType, DateTimeScalar, IsId, Payload, Text, UUIDScalar } from '@storegraph/kit';
import { Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum AvailabilityState {
  IN_STOCK = 'IN_STOCK',
  LOW_STOCK = 'LOW_STOCK',
  OUT_OF_STOCK = 'OUT_OF_STOCK',
  BACKORDER = 'BACKORDER',
}
registerEnumType(AvailabilityState, {
  name: 'AvailabilityState',
  description: 'How it stands, without telling exact counts.',
});

export const LOW_STOCK_UP_TO = 5;

@ObjectType({ description: 'Whether it can be bought.' })
export class Availability {
  @Field(() => AvailabilityState)
  state: AvailabilityState;

  @Field(() => Int, { nullable: true, description: `Only when it is low: 1 to ${LOW_STOCK_UP_TO}.` })
  quantity: number | null;
}

export const toAvailability = (available: number): Availability => ({
  state:
    available <= 0
      ? AvailabilityState.OUT_OF_STOCK
      : available <= LOW_STOCK_UP_TO
        ? AvailabilityState.LOW_STOCK
        : AvailabilityState.IN_STOCK,
  quantity: available > 0 && available <= LOW_STOCK_UP_TO ? available : null,
});

@ObjectType({ description: 'A change of the stock on hand.' })
export class StockMovement {
  @Field(() => ID)
  id: number;

  @Field(() => Int)
  delta: number;

  @Field(() => String, { description: 'Such as sold, returned, or what staff said.' })
  reason: string;

  @Field(() => DateTimeScalar)
  occurredAt: Date;
}
export const { Connection: StockMovementConnection } = connectionType(StockMovement, 'StockMovement');

@ObjectType({ description: 'Exact counts. Staff.' })
export class Inventory {
  variantId: string;

  @Field(() => Int, { description: 'In the warehouse.' })
  onHand: number;

  @Field(() => Int, { description: 'Promised to orders that are not paid yet.' })
  reserved: number;

  @Field(() => Int, { description: 'On hand - reserved.' })
  available: number;
}

@InputType()
export class AdjustInventoryInput {
  @Field(() => ID)
  @IsId('var')
  variantId: string;

  @Field(() => Int, { nullable: true, description: 'How many more (or less).' })
  @Min(-1_000_000)
  @Max(1_000_000)
  delta?: number;

  @Field(() => Int, { nullable: true, description: 'How many there are after a count.' })
  @Min(0)
  @Max(1_000_000)
  setTo?: number;

  @Field(() => String)
  @Text({ max: 200 })
  reason: string;

  @Field(() => UUIDScalar)
  idempotencyKey: string;
}

@ObjectType()
export class InventoryPayload extends Payload {
  @Field(() => Inventory, { nullable: true })
  inventory?: Inventory;
}
