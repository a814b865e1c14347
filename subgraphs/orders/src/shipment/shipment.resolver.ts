import { STAFF } from '@storegraph/commerce';
import { answer, type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { FulfillOrderInput, MarkDeliveredInput } from '../order/order.input.ts';
import { toOrder } from '../order/order.list.ts';
import { OrderPayload } from '../order/order.type.ts';
import { fulfillOrder, markDelivered } from './shipment.service.ts';

@Resolver()
export class ShipmentResolver {
  @Authorized(...STAFF)
  @Mutation(() => OrderPayload, {
    description:
      'Ships items of a paid order as one parcel, and writes to the buyer. Safe to repeat with the same key: a double click is one parcel. Staff. Errors: INVALID_STATE, NOT_FOUND, IDEMPOTENCY_KEY_REUSED.',
  })
  fulfillOrder(
    @Ctx() context: Context,
    @Input(() => FulfillOrderInput) input: FulfillOrderInput,
  ): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await fulfillOrder(context, input)) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => OrderPayload, {
    description:
      'Says that all parcels of an order have arrived. Staff. Errors: INVALID_STATE before everything was shipped, NOT_FOUND.',
  })
  markDelivered(
    @Ctx() context: Context,
    @Input(() => MarkDeliveredInput) input: MarkDeliveredInput,
  ): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await markDelivered(context, input)) }));
  }
}
