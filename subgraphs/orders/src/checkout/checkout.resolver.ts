import { type Context, Input, isErrorCode, Refusal, type UserError, userError } from '@storegraph/kit';
import { Money } from '@storegraph/commerce';
import { Ctx, Mutation, Resolver } from 'type-graphql';
import { toOrder } from '../order/order.list.ts';
import type { OrderRow, RejectionReason } from '../order/order.table.ts';
import { insufficientStock, PlaceOrderInput, PlaceOrderPayload, PriceChanged } from './checkout.type.ts';
import { placeOrder } from './placeOrder.service.ts';

@Resolver()
export class CheckoutResolver {
  @Mutation(() => PlaceOrderPayload, {
    description:
      'Turns a cart into an order that waits for its payment, and reserves its stock, all or nothing. Safe to repeat with the same key. Whose cart it is, or who has its token. Errors: EMPTY_CART, CHECKOUT_IN_PROGRESS, InsufficientStock, PriceChanged, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, RATE_LIMITED at more than 5 orders that wait for their payment.',
  })
  async placeOrder(
    @Ctx() context: Context,
    @Input(() => PlaceOrderInput) input: PlaceOrderInput,
  ): Promise<PlaceOrderPayload> {
    try {
      const { order, orderToken } = await placeOrder(context, input);
      return { order: toOrder(order), orderToken, userErrors: rejectionErrors(order) };
    } catch (error) {
      if (error instanceof Refusal) return { userErrors: error.userErrors };
      throw error;
    }
  }
}

const rejectionErrors = (order: OrderRow): UserError[] =>
  order.state === 'REJECTED' ? (order.rejection ?? []).map((reason) => toUserError(reason, order.currencyCode)) : [];

function toUserError(reason: RejectionReason, currencyCode: string): UserError {
  switch (reason.kind) {
    case 'GENERAL':
      return userError(isErrorCode(reason.code) ? reason.code : 'INVALID_STATE', reason.message, reason.path);
    case 'INSUFFICIENT_STOCK':
      return insufficientStock(reason);
    case 'PRICE_CHANGED':
      return Object.assign(new PriceChanged(), {
        code: 'PRICE_CHANGED',
        message: 'The total has changed',
        path: ['input', 'expectedTotal'],
        expected: Money.of(reason.expectedMinor, currencyCode),
        actual: Money.of(reason.actualMinor, currencyCode),
      });
  }
}
