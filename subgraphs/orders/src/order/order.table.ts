import type { PostalAddress } from '@storegraph/commerce';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { liveStates, type OrderState, orderStates, unnumberedStates } from './order.life.ts';
import { fulfillmentStates } from './order.status.ts';
import { type Happening, happenings } from './order.timeline.ts';

export const orderState = pgEnum('order_state', orderStates);
export const fulfillmentState = pgEnum('fulfillment_state', fulfillmentStates);
export const listOf = (states: readonly OrderState[]) => sql.raw(states.map((state) => `'${state}'`).join(', '));
const moment = (name: string) => timestamp(name, { withTimezone: true });
const minor = (name: string) => bigint(name, { mode: 'number' });

export const orders = pgTable(
  'orders',
  {
    id: text().primaryKey(),
    /** Short and public; the id stays the key. */
    number: text().unique(),
    state: orderState().notNull().default('NEW'),
    fulfillment: fulfillmentState().notNull().default('UNFULFILLED'),
    userId: text('user_id'),
    /** Which cart was asked for; `cartId` is set when it is locked. */
    requestedCartId: text('requested_cart_id'),
    cartTokenHash: text('cart_token_hash'),
    cartId: text('cart_id'),
    /** Before the cart is locked: where mails go to when the cart names no address. */
    email: text(),
    orderTokenHash: text('order_token_hash').notNull().unique(),
    /** From which network address a guest has placed it, keyed: to count what guests there hold, not to know where they are. */
    guestHolder: text('guest_holder'),
    currencyCode: text('currency_code').notNull(),
    expectedTotalMinor: minor('expected_total_minor').notNull(),
    subtotalMinor: minor('subtotal_minor').notNull().default(0),
    discountMinor: minor('discount_minor').notNull().default(0),
    shippingMinor: minor('shipping_minor').notNull().default(0),
    taxMinor: minor('tax_minor').notNull().default(0),
    totalMinor: minor('total_minor').notNull().default(0),
    capturedMinor: minor('captured_minor').notNull().default(0),
    refundedMinor: minor('refunded_minor').notNull().default(0),
    shippingAddress: jsonb('shipping_address').$type<PostalAddress>(),
    /** Null: the shipping address. */
    billingAddress: jsonb('billing_address').$type<PostalAddress>(),
    shippingMethod: text('shipping_method'),
    /** Why it was rejected: an array of coded reasons, so that a repeated placeOrder answers the same. */
    rejection: jsonb().$type<RejectionReason[]>(),
    reason: text(),
    /** In milliseconds, as its cursors. */
    placedAt: timestamp('placed_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    expiresAt: moment('expires_at'),
  },
  (order) => [
    check(
      'total_adds_up',
      sql`${order.totalMinor} = ${order.subtotalMinor} - ${order.discountMinor} + ${order.shippingMinor} + ${order.taxMinor}`,
    ),
    check(
      'numbered_once_it_can_be_paid',
      sql`(${order.number} is null) = (${order.state} in (${listOf(unnumberedStates)}))`,
    ),
    check('refunded_within_captured', sql`${order.refundedMinor} between 0 and ${order.capturedMinor}`),
    check(
      'amounts_are_not_negative',
      sql`least(${order.subtotalMinor}, ${order.discountMinor}, ${order.shippingMinor}, ${order.taxMinor}, ${order.totalMinor}) >= 0`,
    ),
    uniqueIndex('one_live_order_per_cart')
      .on(order.cartId)
      .where(sql`${order.state} in (${listOf(liveStates)})`),
    index('live_orders_of_guests')
      .on(sql`lower(${order.email})`)
      .where(sql`${order.userId} is null and ${order.state} in (${listOf(liveStates)})`),
    index('orders_of_user').on(order.userId, order.placedAt, order.id),
    index('orders_by_time').on(order.placedAt, order.id),
    index('orders_that_move').on(order.state, order.updatedAt),
  ],
);

/**
 * The one row that counts the numbers of orders. A sequence would leave one out for every transaction that is rolled back. Orders take
 * turns here, so whoever takes a number does little more and commits.
 */
export const orderNumbers = pgTable(
  'order_numbers',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    /** From this one on none is left out; those before were given by a sequence. */
    first: bigint({ mode: 'number' }).notNull(),
    last: bigint({ mode: 'number' }).notNull(),
  },
  (numbers) => [check('one_row', sql`${numbers.isOnly}`)],
);

export type RejectionReason =
  | { kind: 'GENERAL'; code: string; message: string; path: string[] }
  | { kind: 'INSUFFICIENT_STOCK'; variantId: string; available: number }
  | { kind: 'PRICE_CHANGED'; expectedMinor: number; actualMinor: number };

export const orderItems = pgTable(
  'order_items',
  {
    id: text().primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    productId: text('product_id').notNull(),
    variantId: text('variant_id').notNull(),
    sku: text().notNull(),
    title: text().notNull(),
    imageUrl: text('image_url'),
    quantity: integer().notNull(),
    fulfilledQuantity: integer('fulfilled_quantity').notNull().default(0),
    unitPriceMinor: minor('unit_price_minor').notNull(),
    totalMinor: minor('total_minor').notNull(),
  },
  (item) => [
    unique('one_item_per_variant').on(item.orderId, item.variantId),
    check('quantity_is_positive', sql`${item.quantity} > 0`),
    check('line_total_adds_up', sql`${item.totalMinor} = ${item.unitPriceMinor} * ${item.quantity}`),
    check('never_fulfilled_twice', sql`${item.fulfilledQuantity} between 0 and ${item.quantity}`),
  ],
);

/** The history of an order: one row per move and per thing worth knowing. */
export const orderEvents = pgTable(
  'order_events',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    type: text().$type<Happening>().notNull(),
    fromState: orderState('from_state'),
    toState: orderState('to_state'),
    note: text(),
    occurredAt: moment('occurred_at').notNull().defaultNow(),
  },
  (event) => [
    index('events_of_order').on(event.orderId, event.id),
    check('known_happening', sql`${event.type} in (${sql.raw(happenings.map((one) => `'${one}'`).join(', '))})`),
  ],
);

export const shipments = pgTable(
  'shipments',
  {
    id: text().primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    carrier: text().notNull(),
    trackingNumber: text('tracking_number').notNull(),
    shippedAt: moment('shipped_at').notNull().defaultNow(),
    deliveredAt: moment('delivered_at'),
  },
  (shipment) => [index('shipments_of_order').on(shipment.orderId)],
);

export const shipmentItems = pgTable(
  'shipment_items',
  {
    shipmentId: text('shipment_id')
      .notNull()
      .references(() => shipments.id, { onDelete: 'cascade' }),
    orderItemId: text('order_item_id')
      .notNull()
      .references(() => orderItems.id, { onDelete: 'cascade' }),
    quantity: integer().notNull(),
  },
  (item) => [
    primaryKey({ columns: [item.shipmentId, item.orderItemId] }),
    check('shipped_quantity_is_positive', sql`${item.quantity} > 0`),
  ],
);

export const refundStatus = pgEnum('refund_status', ['REQUESTED', 'REFUNDED']);

export const refundRequests = pgTable(
  'refund_requests',
  {
    id: text().primaryKey(),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    amountMinor: minor('amount_minor').notNull(),
    reason: text().notNull(),
    status: refundStatus().notNull().default('REQUESTED'),
    requestedAt: moment('requested_at').notNull().defaultNow(),
  },
  (request) => [
    uniqueIndex('one_open_refund_per_order').on(request.orderId).where(sql`${request.status} = 'REQUESTED'`),
    check('refund_is_positive', sql`${request.amountMinor} > 0`),
  ],
);

/** Customers whose accounts are gone: nobody orders for them any more. */
export const forgottenCustomers = pgTable('forgotten_customers', {
  userId: text('user_id').primaryKey(),
  forgottenAt: moment('forgotten_at').notNull().defaultNow(),
});

export type OrderRow = typeof orders.$inferSelect;
export type OrderItemRow = typeof orderItems.$inferSelect;
export type OrderEventRow = typeof orderEvents.$inferSelect;
export type ShipmentRow = typeof shipments.$inferSelect;
