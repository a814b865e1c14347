import { itemProblem, itemProblemCodes, personalData, postalAddress } from '@storegraph/commerce';
import { command, contract } from '@storegraph/kit';
import { z } from 'zod';

const minor = z.number().int();

/** A cart as it was when checkout locked it: the order copies it. All amounts in minor units. */
const cartSnapshot = z.object({
  cartId: z.string(),
  email: z.string(),
  currencyCode: z.string(),
  lines: z.array(
    z.object({
      variantId: z.string(),
      productId: z.string(),
      quantity: z.number().int(),
      unitPriceMinor: minor,
      totalMinor: minor,
      sku: z.string(),
      title: z.string(),
      imageUrl: z.string().nullable(),
    }),
  ),
  subtotalMinor: minor,
  discountMinor: minor,
  shippingMinor: minor,
  taxMinor: minor,
  totalMinor: minor,
  shippingAddress: postalAddress,
  /** None: the shipping address is that on the bill. */
  billingAddress: postalAddress.nullish(),
  shippingMethod: z.string(),
});
export type CartSnapshot = z.output<typeof cartSnapshot>;

const lockRefusalCode = z.enum([
  'EMPTY_CART',
  'CHECKOUT_IN_PROGRESS',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'INVALID_STATE',
  ...itemProblemCodes,
]);
export type LockRefusalCode = z.output<typeof lockRefusalCode>;

const lockCartOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('LOCKED'), cart: cartSnapshot }),
  z.object({
    outcome: z.literal('REFUSED'),
    code: lockRefusalCode,
    message: z.string(),
    path: z.array(z.string()),
  }),
]);
export type LockCartOutcome = z.output<typeof lockCartOutcome>;

/** Which cart a shopper makes an order of. */
const checkoutTarget = z.object({
  viewerId: z.string().nullable(),
  cartId: z.string().nullish(),
  cartTokenHash: z.string().nullish(),
});
export type CheckoutTarget = z.output<typeof checkoutTarget>;

const cartCheck = z.object({
  currencyCode: z.string(),
  hasEmail: z.boolean(),
  /** What keeps its items from being ordered, as `Cart.problems` shows it. */
  problems: z.array(itemProblem),
});
export type CartCheck = z.output<typeof cartCheck>;

const mergeStrategy = z.enum(['SUM', 'MAX', 'KEEP_MINE', 'KEEP_GUEST']);
export type MergeStrategyName = z.output<typeof mergeStrategy>;

export const carts = contract('carts', {
  events: {},
  commands: {
    personalData,
    /** A look at a cart before there is an order: promises nothing, locks nothing. Null: there is none, neither open nor locked. */
    checkCart: command({ input: checkoutTarget, output: cartCheck.nullable(), from: ['orders'] }),
    /** Freezes and prices the cart for one order. The same order again: the same snapshot. An order that was released before is refused. */
    lockCart: command({
      input: checkoutTarget.extend({
        orderId: z.string(),
        /** Where mails go to when the cart names no address. */
        defaultEmail: z.string().nullish(),
      }),
      output: lockCartOutcome,
      from: ['orders'],
    }),
    /** At sign-in: the guest's cart joins the user's. */
    mergeCart: command({
      input: z.object({ userId: z.string(), cartToken: z.string(), strategy: mergeStrategy }),
      output: z.object({ merged: z.number().int(), dropped: z.array(z.string()) }),
      from: ['users'],
    }),
  },
});
