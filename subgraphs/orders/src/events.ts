/** What every event of an order carries. */
export interface OrderEventPayload {
  orderId: string;
  number: string;
  cartId: string | null;
  userId: string | null;
  email: string | null;
  /** Lets a guest see the order; part of the links in mails. */
  orderToken: string;
  totalMinor: number;
  currencyCode: string;
  lines: { title: string; quantity: number; totalMinor: number }[];
}
export type OrderPlaced = OrderEventPayload;
export type OrderPaid = OrderEventPayload;
export interface OrderCancelled extends OrderEventPayload {
  reason: string | null;
}
export type OrderExpired = OrderEventPayload;
export interface OrderRejected extends OrderEventPayload {
  reason: string | null;
}
/** The payment came while the order was being cancelled: the stock is free again, a refund is on its way. */
export type StockFreed = OrderEventPayload;
export interface OrderRefunded extends OrderEventPayload {
  refundedMinor: number;
  /** Nothing was shipped and everything was refunded: the units are for sale again. */
  restock: boolean;
}
export interface OrderFulfilled extends OrderEventPayload {
  /** Which parcel: its number is what staff typed. */
  shipmentId: string;
  carrier: string;
  trackingNumber: string;
}
