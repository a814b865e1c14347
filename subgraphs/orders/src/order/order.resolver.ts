import { answer, assertId, badInput, ConnectionArgs, type Context, listPage, requireRole } from '@storegraph/kit';
import { Money, STAFF, isStaff } from '@storegraph/commerce';
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { cancelOrder } from '../checkout/cancelOrder.service.ts';
import { refundOrder } from '../checkout/refundOrder.service.ts';
import { fulfillOrder, markDelivered } from '../shipment/shipment.service.ts';
import {
  FulfillmentStatus,
  isCancellable,
  nextStatuses,
  OrderStatus,
  orderStatus,
  PaymentStatus,
  paymentStatus,
} from './order.axes.ts';
import { orderByToken, orderList, timelineList, toOrder } from './order.list.ts';
import type { OrderLoaders } from './order.loaders.ts';
import {
  CancelOrderInput,
  FulfillOrderInput,
  MarkDeliveredInput,
  Order,
  OrderConnection,
  OrderEventConnection,
  OrderFilter,
  OrderItem,
  OrderPayload,
  OrderTotals,
  Product,
  RefundOrderInput,
  Shipment,
  User,
  Variant,
} from './order.type.ts';

type OrderContext = Context<OrderLoaders>;

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, { nullable: true, description: "The viewer's order, or as staff any. Guests: orderByToken." })
  async order(
    @Ctx() { loaders }: OrderContext,
    @Arg('id', () => ID, { nullable: true }) id?: string,
    @Arg('number', () => String, { nullable: true }) number?: string,
  ): Promise<Order | null> {
    if ((id == null) === (number == null)) throw badInput('id', 'exclusive', 'Give either id or number');
    const row =
      id != null
        ? await loaders.order.load(assertId('ord', id, 'id'))
        : /^[A-Z]{1,4}-\d{1,15}$/.test(number!)
          ? await loaders.orderByNumber.load(number!)
          : null;
    return row && toOrder(row);
  }

  @Query(() => Order, { nullable: true, description: 'For guests: the token from the confirmation.' })
  async orderByToken(@Ctx() { db }: OrderContext, @Arg('token', () => String) token: string): Promise<Order | null> {
    const row = await orderByToken(db, token);
    return row && toOrder(row);
  }

  @Authorized(...STAFF)
  @Query(() => OrderConnection, { nullable: true, description: 'All orders, newest first. Staff.' })
  orders(
    @Ctx() context: OrderContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => OrderFilter, { nullable: true }) filter?: OrderFilter,
  ) {
    requireRole(context, ...STAFF);
    return listPage(context.db, orderList(context.db, page, filter));
  }

  @Mutation(() => OrderPayload, {
    description: 'By the shopper until something was shipped, or by staff. A paid order is refunded.',
  })
  cancelOrder(
    @Ctx() context: OrderContext,
    @Arg('input', () => CancelOrderInput) input: CancelOrderInput,
  ): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await cancelOrder(context, input)) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => OrderPayload, { description: 'Gives money back, all or a part. Staff.' })
  refundOrder(
    @Ctx() context: OrderContext,
    @Arg('input', () => RefundOrderInput) input: RefundOrderInput,
  ): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await refundOrder(context, input)) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => OrderPayload, { description: 'Ships items as one parcel. Staff.' })
  fulfillOrder(
    @Ctx() context: OrderContext,
    @Arg('input', () => FulfillOrderInput) input: FulfillOrderInput,
  ): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await fulfillOrder(context, input)) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => OrderPayload, { description: 'Everything shipped has arrived. Staff.' })
  markDelivered(
    @Ctx() context: OrderContext,
    @Arg('input', () => MarkDeliveredInput) input: MarkDeliveredInput,
  ): Promise<OrderPayload> {
    return answer<OrderPayload>(async () => ({ order: toOrder(await markDelivered(context, input)) }));
  }

  @FieldResolver(() => OrderStatus)
  status(@Root() { row }: Order): OrderStatus {
    return orderStatus(row);
  }

  @FieldResolver(() => PaymentStatus)
  paymentStatus(@Root() { row }: Order): PaymentStatus {
    return paymentStatus(row);
  }

  @FieldResolver(() => FulfillmentStatus)
  fulfillmentStatus(@Root() { row }: Order): FulfillmentStatus {
    return FulfillmentStatus[row.fulfillment];
  }

  @FieldResolver(() => User, { nullable: true, description: 'Null for guests.' })
  customer(@Root() { row }: Order): User | null {
    return row.userId ? { id: row.userId } : null;
  }

  @FieldResolver(() => [OrderItem])
  async items(@Root() { row }: Order, @Ctx() { loaders }: OrderContext): Promise<OrderItem[]> {
    const items = await loaders.itemsOfOrder.load(row.id);
    return items.map((item) => ({ ...item, row: item, currencyCode: row.currencyCode as OrderItem['currencyCode'] }));
  }

  @FieldResolver(() => OrderTotals)
  totals(@Root() { row }: Order): OrderTotals {
    const money = (minor: number) => Money.of(minor, row.currencyCode);
    return {
      subtotal: money(row.subtotalMinor),
      discount: money(row.discountMinor),
      shipping: money(row.shippingMinor),
      tax: money(row.taxMinor),
      total: money(row.totalMinor),
    };
  }

  @FieldResolver(() => OrderEventConnection, { description: 'What happened, oldest first.' })
  timeline(
    @Root() { row }: Order,
    @Ctx() { db, loaders }: OrderContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
  ) {
    return loaders.pages(timelineList(db, page)).load(row.id);
  }

  @FieldResolver(() => [Shipment])
  shipments(@Root() { row }: Order, @Ctx() { loaders }: OrderContext): Promise<Shipment[]> {
    return loaders.shipmentsOfOrder.load(row.id);
  }

  @FieldResolver(() => Boolean)
  cancellable(@Root() { row }: Order): boolean {
    return isCancellable(row);
  }

  @FieldResolver(() => [OrderStatus], { description: 'Where it can go from here.' })
  nextStatuses(@Root() { row }: Order): OrderStatus[] {
    return nextStatuses(row);
  }
}

@Resolver(() => OrderItem)
export class OrderItemResolver {
  @FieldResolver(() => Money)
  unitPrice(@Root() { row, currencyCode }: OrderItem): Money {
    return Money.of(row.unitPriceMinor, currencyCode);
  }

  @FieldResolver(() => Money)
  total(@Root() { row, currencyCode }: OrderItem): Money {
    return Money.of(row.totalMinor, currencyCode);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'As it is today; null when it is gone.' })
  product(@Root() { row }: OrderItem): Product {
    return { id: row.productId };
  }

  @FieldResolver(() => Variant, { nullable: true, description: 'As it is today; null when it is gone.' })
  variant(@Root() { row }: OrderItem): Variant {
    return { id: row.variantId };
  }
}

@Resolver(() => User)
export class UserOrdersResolver {
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: 'Newest first. For themselves and staff; null for everybody else.',
  })
  orders(
    @Root() user: User,
    @Ctx() { db, viewer, loaders }: OrderContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => OrderFilter, { nullable: true }) filter?: OrderFilter,
  ) {
    const allowed = viewer?.id === user.id || isStaff(viewer);
    return allowed ? loaders.pages(orderList(db, page, filter)).load(user.id) : null;
  }
}
