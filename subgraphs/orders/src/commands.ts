import type { OrderState } from './order/order.states.ts';

export interface OrdersCommands {
  /** The internal state, for reconciliation; null for an unknown order. */
  orderState(input: {
    orderId: string;
  }): Promise<{ orderId: string; state: OrderState; totalMinor: number; currencyCode: string } | null>;
}
