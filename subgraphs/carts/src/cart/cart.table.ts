import type { PostalAddress } from '@storegraph/commerce';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { CartSnapshot } from '../contract.ts';

export const cartStatuses = ['OPEN', 'LOCKED', 'CONVERTED', 'MERGED', 'ABANDONED'] as const;
export const cartStatus = pgEnum('cart_status', cartStatuses);
const moment = (name: string) => timestamp(name, { withTimezone: true });
const minor = (name: string) => bigint(name, { mode: 'number' });

/** Of one variant in one cart, as `quantity_within_limits` has it. */
export const MAX_QUANTITY = 99;

export const carts = pgTable(
  'carts',
  {
    id: text().primaryKey(),
    userId: text('user_id'),
    tokenHash: text('token_hash').unique(),
    status: cartStatus().notNull().default('OPEN'),
    version: integer().notNull().default(1),
    currencyCode: text('currency_code').notNull().default('USD'),
    email: text(),
    shippingAddress: jsonb('shipping_address').$type<PostalAddress>(),
    /** Null: the shipping address. */
    billingAddress: jsonb('billing_address').$type<PostalAddress>(),
    shippingMethodId: text('shipping_method_id').references(() => shippingMethods.id),
    /** The order that holds it, while locked and after. */
    orderId: text('order_id'),
    snapshot: jsonb().$type<CartSnapshot>(),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull().default(sql`now() + interval '30 days'`),
  },
  (cart) => [
    uniqueIndex('one_live_cart_per_user').on(cart.userId).where(sql`${cart.status} in ('OPEN', 'LOCKED')`),
    uniqueIndex('one_cart_per_order').on(cart.orderId).where(sql`${cart.status} in ('LOCKED', 'CONVERTED')`),
    check(
      'a_locked_cart_has_its_order',
      sql`${cart.status} <> 'LOCKED' or (${cart.orderId} is not null and ${cart.snapshot} is not null)`,
    ),
    check('belongs_to_somebody', sql`${cart.userId} is not null or ${cart.tokenHash} is not null`),
    index('carts_by_expiry').on(cart.expiresAt).where(sql`${cart.status} = 'OPEN'`),
  ],
);

export const cartItems = pgTable(
  'cart_items',
  {
    id: text().primaryKey(),
    cartId: text('cart_id')
      .notNull()
      .references(() => carts.id, { onDelete: 'cascade' }),
    variantId: text('variant_id').notNull(),
    productId: text('product_id').notNull(),
    sku: text().notNull(),
    title: text().notNull(),
    imageUrl: text('image_url'),
    quantity: integer().notNull(),
    unitPriceMinor: minor('unit_price_minor').notNull(),
    addedPriceMinor: minor('added_price_minor').notNull(),
    /** Which of its prices products has published: an older one never replaces it. */
    priceVersion: integer('price_version').notNull().default(0),
    addedAt: moment('added_at').notNull().defaultNow(),
  },
  (item) => [
    unique('one_item_per_variant').on(item.cartId, item.variantId),
    check('quantity_within_limits', sql`${item.quantity} between 1 and 99`),
    check('price_is_not_negative', sql`${item.unitPriceMinor} >= 0`),
    index('items_of_variant').on(item.variantId),
  ],
);

export const shippingMethods = pgTable('shipping_methods', {
  id: text().primaryKey(),
  name: text().notNull(),
  description: text().notNull(),
  priceMinor: minor('price_minor').notNull(),
  freeFromMinor: minor('free_from_minor'),
  currencyCode: text('currency_code').notNull(),
  position: integer().notNull(),
});

export const taxRates = pgTable(
  'tax_rates',
  {
    countryCode: text('country_code').notNull(),
    region: text(),
    rateBasisPoints: integer('rate_basis_points').notNull(),
    onShipping: boolean('on_shipping').notNull(),
  },
  (rate) => [
    unique('one_rate_per_place').on(rate.countryCode, rate.region).nullsNotDistinct(),
    check('rate_is_a_share', sql`${rate.rateBasisPoints} between 0 and 10000`),
  ],
);

/** Shoppers whose accounts are gone: no cart is opened for them any more. */
export const forgottenShoppers = pgTable('forgotten_shoppers', {
  userId: text('user_id').primaryKey(),
  forgottenAt: moment('forgotten_at').notNull().defaultNow(),
});

/** Orders that let go of their cart. A lock that arrives later than its release finds this and is refused. */
export const releasedOrders = pgTable('released_orders', {
  orderId: text('order_id').primaryKey(),
  releasedAt: moment('released_at').notNull().defaultNow(),
});

/** Which change of its address an account's carts have followed last: one that comes late changes nothing. */
export const accountEmails = pgTable('account_emails', {
  userId: text('user_id').primaryKey(),
  latest: bigint({ mode: 'number' }).notNull(),
});

export type CartRow = typeof carts.$inferSelect;
export type CartItemRow = typeof cartItems.$inferSelect;
export type ShippingMethodRow = typeof shippingMethods.$inferSelect;
