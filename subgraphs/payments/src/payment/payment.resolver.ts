import { answer, type Context, hashToken, Input } from '@storegraph/kit';
import { showOrderToken } from '@storegraph/commerce';
import { Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Refund, toRefund } from '../refund/refund.type.ts';
import { payOrder } from './payOrder.service.ts';
import { mayPay, tokenHashesOf } from './payment.access.ts';
import type { PaymentLoaders } from './payment.loaders.ts';
import { isPayable } from './payment.rules.ts';
import { Order, outcomeOf, Payment, PayOrderInput, PayOrderPayload, toPayment } from './payment.type.ts';

@Resolver(() => Payment)
export class PaymentResolver {
  @Mutation(() => PayOrderPayload, {
    description:
      "Pays an order with a payment method; a declined one leaves it payable. New `idempotencyKey` for every attempt. Whose order it is, or who has the token of a guest's; staff look, but do not pay. Errors: PaymentDeclined, INVALID_STATE when it is paid already or cannot be paid any more, NOT_FOUND, FORBIDDEN by the token of an order that belongs to an account, IDEMPOTENCY_KEY_REUSED.",
  })
  async payOrder(
    @Input(() => PayOrderInput) input: PayOrderInput,
    @Ctx() { service, viewer, request }: Context,
  ): Promise<PayOrderPayload> {
    const payload = await answer<PayOrderPayload>(async () => {
      const { payment, declined } = await payOrder(
        service,
        { viewer, tokenHashes: tokenHashesOf(request, input.orderToken) },
        input,
      );
      if (input.orderToken && hashToken(input.orderToken) === payment.orderTokenHash)
        showOrderToken(request, input.orderToken);
      return { payment: toPayment(payment), ...(declined ? { declined } : { outcome: outcomeOf(payment) }) };
    });
    const { declined, ...rest } = payload as PayOrderPayload & { declined?: PayOrderPayload['userErrors'][number] };
    return declined ? { ...rest, userErrors: [declined] } : rest;
  }

  /** Nullable: orders answers this. */
  @FieldResolver(() => Order, { nullable: true, description: 'What it pays; null when orders cannot be reached.' })
  order(@Root() { row }: Payment): Order {
    return { id: row.orderId };
  }

  @FieldResolver(() => [Refund], {
    description: 'What of it was given back, the oldest first; empty when nothing was.',
  })
  async refunds(@Root() { id }: Payment, @Ctx() { loaders }: Context<PaymentLoaders>): Promise<Refund[]> {
    return (await loaders.refundsOfPayment.load(id)).map(toRefund);
  }
}

@Resolver(() => Order)
export class OrderPaymentsResolver {
  @FieldResolver(() => [Payment], {
    nullable: true,
    description:
      'Every attempt to collect the money, the oldest first. For whose order it is, who has its token, and staff; null for everybody else, and while there is none.',
  })
  async payments(@Root() { id }: Order, @Ctx() { loaders }: Context<PaymentLoaders>): Promise<Payment[] | null> {
    const payments = await loaders.paymentsOfOrder.load(id);
    return payments.length > 0 ? payments.map(toPayment) : null;
  }

  @FieldResolver(() => [Refund], {
    nullable: true,
    description:
      'What was given back, the oldest first. For whose order it is, who has its token, and staff; null for everybody else, and while there is no payment.',
  })
  async refunds(@Root() { id }: Order, @Ctx() { loaders }: Context<PaymentLoaders>): Promise<Refund[] | null> {
    const [payments, refunds] = await Promise.all([loaders.paymentsOfOrder.load(id), loaders.refundsOfOrder.load(id)]);
    return payments.length > 0 ? refunds.map(toRefund) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "What Stripe's library in the client pays the order with. For whose order it is and who has the token of a guest's, not for staff; null once it cannot be paid any more.",
  })
  async paymentClientSecret(
    @Root() { id }: Order,
    @Ctx() { loaders, viewer, request }: Context<PaymentLoaders>,
  ): Promise<string | null> {
    const latest = (await loaders.paymentsOfOrder.load(id)).at(-1);
    if (!latest || !isPayable(latest.status) || !mayPay(latest, { viewer, tokenHashes: tokenHashesOf(request) }))
      return null;
    return latest.clientSecret;
  }
}
