import { answer, type Context, Input } from '@storegraph/kit';
import { showOrderToken, STAFF } from '@storegraph/commerce';
import { Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { CancelOrderInput, RefundOrderInput } from '../order/order.input.ts';
import { toOrder } from '../order/order.list.ts';
import { OrderPayload } from '../order/order.type.ts';
import { cancelOrder } from './cancelOrder.service.ts';
import { PlaceOrderInput, PlaceOrderPayload } from './checkout.type.ts';
import { placeOrder } from './placeOrder.service.ts';
import { refundOrder } from './refundOrder.service.ts';

@Resolver()
export class CheckoutResolver {
  @Mutation(() => PlaceOrderPayload, {
    description:
      'Turns a cart into an order that waits for its payment, and reserves its stock, all or nothing. When it is refused there is no order. Safe to repeat with the same key: the same order, or the same refusal. Whose cart it is, or who has its token. Errors: EMPTY_CART, CHECKOUT_IN_PROGRESS, InsufficientStock, NOT_DELIVERABLE, QUANTITY_LIMIT, PriceChanged, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, RATE_LIMITED at more than 5 orders that wait for their payment, and without an account at more than 10 units of one variant in them, by one e-mail address, unless the shop set other limits.',
  })
  placeOrder(
    @Ctx() context: Context,
    @Input(() => PlaceOrderInput) input: PlaceOrderInput,
  ): Promise<PlaceOrderPayload> {
    return answer<PlaceOrderPayload>(async () => {
      const { order, orderToken } = await placeOrder(context, input);
      showOrderToken(context.request, orderToken);
      return { order: toOrder(order), orderToken };
    });
  }

  @Mutation(() => OrderPayload, {
    description:
      "Gives an order up: while it waits for its payment, or when it is paid and nothing was shipped; then the money goes back by itself. Whose it is, who has the token of a guest's order, or staff. Errors: INVALID_STATE, which names the parcel when something was shipped, NOT_FOUND, FORBIDDEN by the token of an order that belongs to an account, IDEMPOTENCY_KEY_REUSED.",
  })
  cancelOrder(@Ctx() context: Context, @Input(() => CancelOrderInput) input: CancelOrderInput): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await cancelOrder(context, input)) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => OrderPayload, {
    description:
      'Gives money back, all or a part, one refund at a time. When all goes back before anything was shipped, the stock does, too. Staff. Errors: NOT_REFUNDABLE, REFUND_TOO_LARGE, NOT_FOUND, IDEMPOTENCY_KEY_REUSED.',
  })
  refundOrder(@Ctx() context: Context, @Input(() => RefundOrderInput) input: RefundOrderInput): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await refundOrder(context, input)) }));
  }
}
