import { reconcile } from '@storegraph/commerce';
import { command, contract, event } from '@storegraph/kit';
import { z } from 'zod';

const id = z.string().min(1).max(100);

const variantQuote = z.object({
  variantId: z.string(),
  productId: z.string(),
  sku: z.string(),
  /** The variant's own title, such as "Blue / Large". */
  title: z.string(),
  productTitle: z.string(),
  imageUrl: z.string().nullable(),
  /** Minor units. */
  unitPriceMinor: z.number().int(),
  /** As in PriceChanged. */
  priceVersion: z.number().int(),
  currencyCode: z.string(),
  available: z.number().int(),
  purchasable: z.boolean(),
});
export type VariantQuote = z.output<typeof variantQuote>;

const priceChanged = z.object({
  variantId: z.string(),
  /** Minor units. */
  unitPriceMinor: z.number().int(),
  currencyCode: z.string(),
  /** Events overtake one another: a lower one than what is known is old. */
  priceVersion: z.number().int(),
});
export type PriceChanged = z.output<typeof priceChanged>;

const reserveStockOutcome = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('RESERVED'),
    lines: z.array(z.object({ variantId: z.string(), unitPriceMinor: z.number().int(), currencyCode: z.string() })),
  }),
  z.object({
    outcome: z.literal('REJECTED'),
    shortages: z.array(z.object({ variantId: z.string(), available: z.number().int() })),
    /** There is enough, but not for this holder. */
    overLimit: z.array(z.string()).optional(),
  }),
]);
export type ReserveStockOutcome = z.output<typeof reserveStockOutcome>;

export const products = contract('products', {
  events: {
    PriceChanged: event(priceChanged, { to: ['carts'] }),
    /** Published by triggers, whoever writes (migrations 0003 and 0004): what answers showed may be something else now. */
    CatalogueChanged: event(z.object({ tags: z.array(z.string()).optional() }), { to: ['gateway'] }),
  },
  commands: {
    reconcile,
    /** Price and availability of now. Unknown variants are left out. */
    quoteVariants: command({
      input: z.object({ variantIds: z.array(z.string()).max(200) }),
      output: z.object({ variants: z.array(variantQuote) }),
      from: ['carts'],
    }),
    /** Takes all lines or none. The same order again: the stored outcome. After a release: rejected without shortages. */
    reserveStock: command({
      input: z.object({
        orderId: id,
        lines: z
          .array(z.object({ variantId: id, quantity: z.number().int().min(1).max(10_000) }))
          .min(1)
          .max(200),
        /** All orders of a holder together hold at most so many units of a variant. Null: no limit. */
        holder: z
          .object({ key: id, atMost: z.number().int().min(1) })
          .nullable()
          .default(null),
      }),
      output: reserveStockOutcome,
      from: ['orders'],
    }),
  },
});
