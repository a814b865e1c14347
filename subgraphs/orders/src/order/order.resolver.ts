import { assertId, badInput, ConnectionArgs, type Context, listPage, requireRole } from '@storegraph/kit';
import { Money, STAFF, isStaff, showOrderToken, storefrontUrl } from '@storegraph/commerce';
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { mayChange } from './order.access.ts';
import { OrderFilter } from './order.input.ts';
import { orderByToken, orderList, timelineList, toOrder } from './order.list.ts';
import type { OrderLoaders } from './order.loaders.ts';
import {
  FulfillmentStatus,
  isCancellable,
  nextStatuses,
  OrderStatus,
  orderStatus,
  PaymentStatus,
  paymentStatus,
} from './order.status.ts';
import { kindOf, OrderEventType } from './order.timeline.ts';
import {
  Order,
  OrderConnection,
  OrderEvent,
  OrderEventConnection,
  OrderItem,
  OrderTotals,
  Product,
  Shipment,
  User,
  Variant,
} from './order.type.ts';

type OrderContext = Context<OrderLoaders>;

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, {
    nullable: true,
    description:
      'One order, by id or by number; null when there is none. Whose it is, who has its token in the header x-order-token, or staff. Guests without the header: `orderByToken`.',
  })
  async order(
    @Ctx() { loaders }: OrderContext,
    @Arg('id', () => ID, { nullable: true, description: '`Order.id`. Give this or `number`, not both.' }) id?: string,
    @Arg('number', () => String, {
      nullable: true,
      description: '`Order.number`, such as SG-100001. Give this or `id`, not both.',
    })
    number?: string,
  ): Promise<Order | null> {
    if ((id == null) === (number == null)) throw badInput('id', 'exclusive', 'Give either id or number');
    const row =
      id != null
        ? await loaders.order.load(assertId('ord', id, 'id'))
        : number && /^[A-Z]{1,4}-\d{1,15}$/.test(number)
          ? await loaders.orderByNumber.load(number)
          : null;
    return row && toOrder(row);
  }

  @Query(() => Order, {
    nullable: true,
    description: 'The order of a token; null for a token of none. Whoever has the token, signed in or not.',
  })
  async orderByToken(
    @Ctx() { db, request }: OrderContext,
    @Arg('token', () => String, { description: 'The `orderToken` of `placeOrder`, which mails link with as well.' })
    token: string,
  ): Promise<Order | null> {
    const row = await orderByToken(db, token);
    if (row) showOrderToken(request, token);
    return row && toOrder(row);
  }

  @Authorized(...STAFF)
  @Query(() => OrderConnection, { nullable: true, description: 'All orders, the newest first. Staff.' })
  orders(
    @Ctx() context: OrderContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => OrderFilter, { nullable: true, description: 'Which of them. Default: all.' })
    filter?: OrderFilter,
  ) {
    requireRole(context, ...STAFF);
    return listPage(context.db, orderList(context.db, page, filter));
  }

  @FieldResolver(() => OrderStatus, { description: 'Where the order stands.' })
  status(@Root() { row }: Order): OrderStatus {
    return orderStatus(row);
  }

  @FieldResolver(() => PaymentStatus, { description: 'Where the money stands.' })
  paymentStatus(@Root() { row }: Order): PaymentStatus {
    return paymentStatus(row);
  }

  @FieldResolver(() => FulfillmentStatus, { description: 'Where the goods stand.' })
  fulfillmentStatus(@Root() { row }: Order): FulfillmentStatus {
    return FulfillmentStatus[row.fulfillment];
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Whose it is; null for a guest, and for whoever may not see the account.',
  })
  customer(@Root() { row }: Order): User | null {
    return row.userId ? { id: row.userId } : null;
  }

  @FieldResolver(() => [OrderItem], {
    description: 'What was ordered, 1 to 50, in the order of the cart; empty before the cart was read.',
  })
  async items(@Root() { row }: Order, @Ctx() { loaders }: OrderContext): Promise<OrderItem[]> {
    const items = await loaders.itemsOfOrder.load(row.id);
    return items.map((item) => ({ ...item, row: item, currencyCode: row.currencyCode as OrderItem['currencyCode'] }));
  }

  @FieldResolver(() => OrderTotals, { description: 'What it costs; zero before the cart was read.' })
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

  @FieldResolver(() => OrderEventConnection, { description: 'What happened to it, the oldest first.' })
  timeline(
    @Root() { row }: Order,
    @Ctx() { db, loaders }: OrderContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
  ) {
    return loaders.pages(timelineList(db, page)).load(row.id);
  }

  @FieldResolver(() => [Shipment], { description: 'Its parcels, the newest first; empty before anything was shipped.' })
  shipments(@Root() { row }: Order, @Ctx() { loaders }: OrderContext): Promise<Shipment[]> {
    return loaders.shipmentsOfOrder.load(row.id);
  }

  @FieldResolver(() => Boolean, { description: '`cancelOrder` is possible now, for who asks.' })
  cancellable(@Root() { row }: Order, @Ctx() { viewer }: OrderContext): boolean {
    return isCancellable(row) && mayChange(viewer, row);
  }

  @FieldResolver(() => String, {
    description:
      "The page of the shop that pays it: where a bank's own page, or an app of one, leads back to. Stripe calls it `return_url`.",
  })
  paymentReturnUrl(@Root() { id }: Order, @Ctx() { service }: OrderContext): string {
    return `${storefrontUrl(service)}/pay/${id}`;
  }

  @FieldResolver(() => [OrderStatus], { description: 'Where it can go from here; empty at the end.' })
  nextStatuses(@Root() { row }: Order): OrderStatus[] {
    return nextStatuses(row);
  }
}

@Resolver(() => OrderEvent)
export class OrderEventResolver {
  @FieldResolver(() => OrderEventType, { description: 'What happened.' })
  kind(@Root() { type }: OrderEvent): OrderEventType | undefined {
    return kindOf(type);
  }
}

@Resolver(() => OrderItem)
export class OrderItemResolver {
  @FieldResolver(() => Money, { description: 'What one cost, before tax.' })
  unitPrice(@Root() { row, currencyCode }: OrderItem): Money {
    return Money.of(row.unitPriceMinor, currencyCode);
  }

  @FieldResolver(() => Money, { description: 'The quantity times the price of one; before tax.' })
  total(@Root() { row, currencyCode }: OrderItem): Money {
    return Money.of(row.totalMinor, currencyCode);
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'As it is today; null when it is not for sale any more, or the catalogue cannot be reached.',
  })
  product(@Root() { row }: OrderItem): Product {
    return { id: row.productId };
  }

  @FieldResolver(() => Variant, {
    nullable: true,
    description: 'As it is today; null when it is not for sale any more, or the catalogue cannot be reached.',
  })
  variant(@Root() { row }: OrderItem): Variant {
    return { id: row.variantId };
  }
}

@Resolver(() => User)
export class UserOrdersResolver {
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: 'Orders of this account, the newest first. For themselves and staff; null for everybody else.',
  })
  orders(
    @Root() user: User,
    @Ctx() { db, viewer, loaders }: OrderContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => OrderFilter, { nullable: true, description: 'Which of them. Default: all.' })
    filter?: OrderFilter,
  ) {
    const allowed = viewer?.id === user.id || isStaff(viewer);
    return allowed ? loaders.pages(orderList(db, page, filter)).load(user.id) : null;
  }
}
