import { assertId, command, reconcileCommand, type SubgraphDefinition } from '@storegraph/kit';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { driveOrder, expireOrder } from './checkout/checkout.drive.ts';
import { findOrders, reconcileOrders } from './checkout/checkout.reconcile.ts';
import { CheckoutResolver } from './checkout/checkout.resolver.ts';
import { InsufficientStock, PriceChanged } from './checkout/checkout.type.ts';
import { orderEventHandlers } from './order/order.events.ts';
import { toOrder } from './order/order.list.ts';
import { type OrderLoaders, orderLoaders } from './order/order.loaders.ts';
import { OrderItemResolver, OrderResolver, UserOrdersResolver } from './order/order.resolver.ts';
import { DRIVE, EXPIRE } from './order/order.service.ts';
import { orders as orderTable } from './order/order.table.ts';

export const orders: SubgraphDefinition<OrderLoaders> = {
  name: 'orders',
  migrations: new URL('../migrations', import.meta.url),
  env: {
    ORDER_TOKEN_SECRET: z.string().min(32, 'at least 32 random characters'),
    PAYMENT_WINDOW_SECONDS: z.coerce.number().int().min(1).default(900),
  },
  resolvers: [CheckoutResolver, OrderResolver, OrderItemResolver, UserOrdersResolver],
  orphanedTypes: [InsufficientStock, PriceChanged],
  loaders: orderLoaders,
  entities: {
    Order: async ({ id }, { loaders }) => {
      const row = await loaders.order.load(assertId('ord', id, 'id'));
      return row && toOrder(row);
    },
    User: ({ id }) => ({ id }),
  },
  commands: {
    reconcile: reconcileCommand(findOrders, reconcileOrders),
    orderState: command(z.object({ orderId: z.string() }), async ({ db }, { orderId }) => {
      const [order] = await db
        .select({
          orderId: orderTable.id,
          state: orderTable.state,
          totalMinor: orderTable.totalMinor,
          currencyCode: orderTable.currencyCode,
        })
        .from(orderTable)
        .where(eq(orderTable.id, orderId));
      return order ?? null;
    }),
  },
  emits: {
    OrderPlaced: ['notifications'],
    OrderPaid: ['carts', 'products', 'notifications'],
    OrderCancelled: ['carts', 'products', 'notifications'],
    OrderExpired: ['carts', 'products', 'notifications'],
    OrderRejected: ['carts', 'products'],
    StockFreed: ['carts', 'products'],
    OrderRefunded: ['products', 'notifications'],
    OrderFulfilled: ['notifications'],
  },
  on: orderEventHandlers,
  jobs: {
    [DRIVE]: async (service, { orderId }) =>
      (await driveOrder(service, orderId)) === 'later' ? { runAgainInSeconds: 5 } : undefined,
    [EXPIRE]: (service, { orderId }) => expireOrder(service, orderId),
  },
  every: { reconcileOrders: { seconds: 45, run: reconcileOrders } },
};
