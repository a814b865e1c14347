import { reconciling, storefrontAddress } from '@storegraph/commerce';
import { assertId, handle, inProduction, secret, type SubgraphDefinition } from '@storegraph/kit';
import { authorityByUsers } from '@storegraph/users/contract';
import { z } from 'zod';
import { advanceJob, expireJob } from './checkout/checkout.advance.ts';
import { findOrders, reconcileOrders } from './checkout/checkout.reconcile.ts';
import { CheckoutResolver } from './checkout/checkout.resolver.ts';
import { InsufficientStock, PriceChanged } from './checkout/checkout.type.ts';
import { orders as contract } from './contract.ts';
import { orderSubscriptions } from './order/order.events.ts';
import { FORGET, forgetCustomer, openOrdersOf } from './order/order.forget.ts';
import { toOrder } from './order/order.list.ts';
import { type OrderLoaders, orderLoaders } from './order/order.loaders.ts';
import { OrderEventResolver, OrderItemResolver, OrderResolver, UserOrdersResolver } from './order/order.resolver.ts';
import { ordersOf } from './order/order.personalData.ts';
import { ADVANCE, EXPIRE, orderState, orderToken } from './order/order.service.ts';
import { ShipmentResolver } from './shipment/shipment.resolver.ts';

export const orders: SubgraphDefinition<OrderLoaders> = {
  name: 'orders',
  authority: authorityByUsers,
  migrations: new URL('../migrations', import.meta.url),
  env: {
    ...storefrontAddress,
    ORDER_TOKEN_SECRET: inProduction(
      z
        .string()
        .min(32, 'at least 32 random characters')
        .describe(
          'What the order tokens of guests are made of. After it changes, links in mails about older orders lead nowhere.',
        ),
      secret,
    ),
    ORDER_TOKEN_DAYS: z.coerce
      .number()
      .int()
      .min(0)
      .max(3_650)
      .default(30)
      .describe(
        "Days after its delivery for which the token of a guest's order may still change it; it goes on showing it.",
      ),
    GUEST_UNPAID_ORDERS: z.coerce
      .number()
      .int()
      .min(1)
      .default(5)
      .describe('Orders of guests that may wait for their payment at once, for each e-mail address.'),
    GUEST_UNITS_PER_VARIANT: z.coerce
      .number()
      .int()
      .min(1)
      .default(10)
      .describe('Units of one variant that unpaid orders of guests may hold, for each e-mail address.'),
    GUEST_UNITS_PER_ADDRESS: z.coerce
      .number()
      .int()
      .min(1)
      .default(20)
      .describe(
        'Units of one variant that unpaid orders of guests may hold, for each network address; of IPv6, for each /64 network.',
      ),
    PAYMENT_WINDOW_SECONDS: z.coerce
      .number()
      .int()
      .min(1)
      .default(900)
      .describe('Seconds that an order waits for its payment and holds its stock.'),
  },
  resolvers: [
    CheckoutResolver,
    OrderResolver,
    ShipmentResolver,
    OrderItemResolver,
    OrderEventResolver,
    UserOrdersResolver,
  ],
  orphanedTypes: [InsufficientStock, PriceChanged],
  loaders: orderLoaders,
  entities: {
    Order: async ({ id }, { loaders }) => {
      const row = await loaders.order.load(assertId('ord', id, 'id'));
      return row && toOrder(row);
    },
    User: ({ id }) => ({ id: assertId('usr', id, 'id') }),
  },
  commands: handle(contract, {
    reconcile: reconciling(findOrders, reconcileOrders),
    openOrdersOf,
    personalData: ordersOf,
    orderToken,
    orderState: ({ db }, { orderId }) => orderState(db, orderId),
  }),
  on: orderSubscriptions,
  jobs: { [ADVANCE]: advanceJob, [EXPIRE]: expireJob, [FORGET]: forgetCustomer },
  every: { reconcileOrders: { seconds: 45, run: reconcileOrders } },
};
