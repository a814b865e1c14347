import { answer, type Context } from '@storegraph/kit';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Refund, toRefund } from '../refund/refund.type.ts';
import { payOrder } from './payOrder.service.ts';
import { ownedBy, tokenHashOf } from './payment.access.ts';
import type { PaymentLoaders } from './payment.loaders.ts';
import { isPayable } from './payment.rules.ts';
import { Order, outcomeOf, Payment, PayOrderInput, PayOrderPayload, toPayment } from './payment.type.ts';

@Resolver(() => Payment)
export class PaymentResolver {
  @Mutation(() => PayOrderPayload, {
    description: 'Pays an order with a payment method. A declined one leaves the order payable.',
  })
  async payOrder(
    @Arg('input', () => PayOrderInput) input: PayOrderInput,
    @Ctx() { service, viewer, request }: Context,
  ): Promise<PayOrderPayload> {
    const payload = await answer<PayOrderPayload>(async () => {
      const { payment, declined } = await payOrder(
        service,
        { viewer, tokenHash: tokenHashOf(request, input.orderToken) },
        input,
      );
      return { payment: toPayment(payment), ...(declined ? { declined } : { outcome: outcomeOf(payment) }) };
    });
    const { declined, ...rest } = payload as PayOrderPayload & { declined?: PayOrderPayload['userErrors'][number] };
    return declined ? { ...rest, userErrors: [declined] } : rest;
  }

  /** Nullable: orders answers this. */
  @FieldResolver(() => Order, { nullable: true })
  order(@Root() { row }: Payment): Order {
    return { id: row.orderId };
  }

  @FieldResolver(() => [Refund])
  async refunds(@Root() { id }: Payment, @Ctx() { loaders }: Context<PaymentLoaders>): Promise<Refund[]> {
    return (await loaders.refundsOfPayment.load(id)).map(toRefund);
  }
}

@Resolver(() => Order)
export class OrderPaymentsResolver {
  @FieldResolver(() => [Payment], {
    nullable: true,
    description:
      "Every attempt to collect the money, oldest first. The buyer's and staff's; null for everybody else, and while there is none.",
  })
  async payments(@Root() { id }: Order, @Ctx() { loaders }: Context<PaymentLoaders>): Promise<Payment[] | null> {
    const payments = await loaders.paymentsOfOrder.load(id);
    return payments.length > 0 ? payments.map(toPayment) : null;
  }

  @FieldResolver(() => [Refund], {
    nullable: true,
    description: "What was given back, oldest first. The buyer's and staff's; null for everybody else.",
  })
  async refunds(@Root() { id }: Order, @Ctx() { loaders }: Context<PaymentLoaders>): Promise<Refund[] | null> {
    const [payments, refunds] = await Promise.all([loaders.paymentsOfOrder.load(id), loaders.refundsOfOrder.load(id)]);
    return payments.length > 0 ? refunds.map(toRefund) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The buyer's only, and only while the order can be paid: for Stripe's library in the client.",
  })
  async paymentClientSecret(
    @Root() { id }: Order,
    @Ctx() { loaders, viewer, request }: Context<PaymentLoaders>,
  ): Promise<string | null> {
    const latest = (await loaders.paymentsOfOrder.load(id)).at(-1);
    if (!latest || !isPayable(latest.status) || !ownedBy(latest, { viewer, tokenHash: tokenHashOf(request) }))
      return null;
    return latest.clientSecret;
  }
}
