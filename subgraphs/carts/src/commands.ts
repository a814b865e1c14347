import type { PostalAddress } from '@storegraph/commerce';

/** A cart as it was when checkout locked it: the order copies it. All amounts in minor units. */
export interface CartSnapshot {
  cartId: string;
  email: string;
  currencyCode: string;
  lines: {
    variantId: string;
    productId: string;
    quantity: number;
    unitPriceMinor: number;
    totalMinor: number;
    sku: string;
    title: string;
    imageUrl: string | null;
  }[];
  subtotalMinor: number;
  discountMinor: number;
  shippingMinor: number;
  taxMinor: number;
  totalMinor: number;
  shippingAddress: PostalAddress;
  shippingMethod: string;
}

export type LockRefusalCode = 'EMPTY_CART' | 'CHECKOUT_IN_PROGRESS' | 'NOT_FOUND' | 'BAD_USER_INPUT' | 'INVALID_STATE';

export type LockCartOutcome =
  | { outcome: 'LOCKED'; cart: CartSnapshot }
  | { outcome: 'REFUSED'; code: LockRefusalCode; message: string; path: string[] };

/** Which cart a shopper makes an order of. */
export interface CheckoutTarget {
  viewerId: string | null;
  cartId?: string | null;
  cartTokenHash?: string | null;
}

export interface CartCheck {
  currencyCode: string;
  /** What is not left in the quantity wanted, or no longer for sale. */
  shortages: { variantId: string; available: number }[];
}

export interface CartsCommands {
  /** A look at an open cart before there is an order: promises nothing, locks nothing. Null: there is none to look at. */
  checkCart(input: CheckoutTarget): Promise<CartCheck | null>;
  /** Freezes and prices the cart for one order. The same order again: the same snapshot. An order that was released before is refused. */
  lockCart(input: CheckoutTarget & { orderId: string }): Promise<LockCartOutcome>;
  /** Opens the cart again; remembered, so that a late lock of the same order is refused. */
  unlockCart(input: { orderId: string }): Promise<{ outcome: 'UNLOCKED' | 'NOT_LOCKED' }>;
  /** The order is paid: the cart is done. */
  closeCart(input: { orderId: string }): Promise<{ outcome: 'CLOSED' | 'NOT_LOCKED' }>;
  /** At sign-in: the guest's cart joins the user's. */
  mergeCart(input: {
    userId: string;
    cartToken: string;
    strategy: MergeStrategyName;
  }): Promise<{ merged: number; dropped: string[] }>;
}

export type MergeStrategyName = 'SUM' | 'MAX' | 'KEEP_MINE' | 'KEEP_GUEST';
