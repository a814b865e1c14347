import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { ReserveStockOutcome } from '../contract.ts';
import { variants } from '../product/product.table.ts';
import { holdStates, reservationStates } from './stock.rules.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });
export const reservationState = pgEnum('reservation_state', reservationStates);
export const holdState = pgEnum('hold_state', holdStates);

export const stock = pgTable(
  'stock',
  {
    variantId: text('variant_id')
      .primaryKey()
      .references(() => variants.id, { onDelete: 'cascade' }),
    onHand: integer('on_hand').notNull().default(0),
    reserved: integer().notNull().default(0),
  },
  (row) => [check('never_oversold', sql`0 <= ${row.reserved} and ${row.reserved} <= ${row.onHand}`)],
);

/** Why the stock on hand changed: its sum is the stock on hand. */
export const stockMovements = pgTable(
  'stock_movements',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    variantId: text('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    delta: integer().notNull(),
    reason: text().notNull(),
    orderId: text('order_id'),
    occurredAt: moment('occurred_at').notNull().defaultNow(),
  },
  (movement) => [
    index('movements_of_variant').on(movement.variantId, movement.id),
    check('moves_something', sql`${movement.delta} <> 0`),
  ],
);

/** One row per order: what was decided, so that a repeated command answers the same, and the tombstone of a release. */
export const reservations = pgTable(
  'reservations',
  {
    orderId: text('order_id').primaryKey(),
    state: reservationState().notNull(),
    /** Whose units are counted together; null: nobody's. */
    holder: text(),
    outcome: jsonb().$type<ReserveStockOutcome>().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    changedAt: moment('changed_at').notNull().defaultNow(),
  },
  (reservation) => [index('held_by_holder').on(reservation.holder).where(sql`${reservation.state} = 'HELD'`)],
);

/** The units that an order holds. */
export const holds = pgTable(
  'holds',
  {
    orderId: text('order_id')
      .notNull()
      .references(() => reservations.orderId),
    variantId: text('variant_id').notNull(),
    quantity: integer().notNull(),
    unitPriceMinor: bigint('unit_price_minor', { mode: 'number' }).notNull(),
    state: holdState().notNull().default('HELD'),
  },
  (hold) => [
    primaryKey({ columns: [hold.orderId, hold.variantId] }),
    index('holds_of_variant').on(hold.variantId),
    check('holds_something', sql`${hold.quantity} > 0`),
  ],
);

export type StockMovementRow = typeof stockMovements.$inferSelect;
