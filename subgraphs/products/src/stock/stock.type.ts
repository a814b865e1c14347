import { connectionType, DateTimeScalar, IdempotencyKey, IsId, Payload, Text } from '@storegraph/kit';
import { Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum AvailabilityState {
  IN_STOCK = 'IN_STOCK',
  LOW_STOCK = 'LOW_STOCK',
  OUT_OF_STOCK = 'OUT_OF_STOCK',
}
export const LOW_STOCK_UP_TO = 5;
registerEnumType(AvailabilityState, {
  name: 'AvailabilityState',
  description: 'How much can be bought, without exact counts: what is on hand and not reserved for orders.',
  valuesConfig: {
    IN_STOCK: { description: `More than ${LOW_STOCK_UP_TO} are available.` },
    LOW_STOCK: { description: `1 to ${LOW_STOCK_UP_TO} are available.` },
    OUT_OF_STOCK: { description: 'Sold out: it cannot be added to a cart.' },
  },
});

@ObjectType({ description: 'Whether something can be bought now.' })
export class Availability {
  @Field(() => AvailabilityState, { description: 'In a word, to show or to filter by.' })
  state: AvailabilityState;

  @Field(() => Int, {
    nullable: true,
    description: `How many are available, only when it is low: 1 to ${LOW_STOCK_UP_TO}. Null otherwise.`,
  })
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

@ObjectType({ description: 'A change of the stock on hand. For staff.' })
export class StockMovement {
  @Field(() => ID, { description: 'A number that grows from one movement to the next. Never changes.' })
  id: number;

  @Field(() => Int, { description: 'How many more, or less when it is negative. Never zero.' })
  delta: number;

  @Field(() => String, {
    description:
      '`sold` for a paid order, `returned` for one that was given back before it was shipped, or what staff said.',
  })
  reason: string;

  @Field(() => DateTimeScalar, { description: 'When it was counted.' })
  occurredAt: Date;
}
export const { Connection: StockMovementConnection } = connectionType(StockMovement, 'StockMovement');

@ObjectType({ description: 'Exact counts of a variant. For staff.' })
export class Inventory {
  variantId: string;

  @Field(() => Int, { description: 'In the warehouse, reserved or not.' })
  onHand: number;

  @Field(() => Int, { description: 'Promised to orders that wait for their payment; never more than on hand.' })
  reserved: number;

  @Field(() => Int, { description: 'On hand - reserved: what shoppers can still buy.' })
  available: number;
}

@InputType({ description: 'A change of the stock on hand: either `delta` or `setTo`.' })
export class AdjustInventoryInput {
  @Field(() => ID, { description: 'The variant that was counted.' })
  @IsId('var')
  variantId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How many more, or less when it is negative: -1,000,000 to 1,000,000.',
  })
  @Min(-1_000_000)
  @Max(1_000_000)
  delta?: number;

  @Field(() => Int, { nullable: true, description: 'How many there are after a count: 0 to 1,000,000.' })
  @Min(0)
  @Max(1_000_000)
  setTo?: number;

  @Field(() => String, { description: 'Why, for the list of movements; 1 to 200 characters.' })
  @Text({ max: 200 })
  reason: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@ObjectType({ description: 'What a change of the stock led to.' })
export class InventoryPayload extends Payload {
  @Field(() => Inventory, { nullable: true, description: 'As it is now; null when it was refused.' })
  inventory?: Inventory;
}
