import { assertId, command, type EventHandler, type SubgraphDefinition } from '@storegraph/kit';
import type { OrderEventPayload } from '@storegraph/orders/events';
import type { PriceChanged } from '@storegraph/products/events';
import { z } from 'zod';
import { checkCart } from './cart/cart.check.ts';
import { abandonIdleCarts, closeCart, lockCart, releaseCart } from './cart/cart.checkout.ts';
import { type CartLoaders, cartLoaders } from './cart/cart.loaders.ts';
import { mergeGuestCart } from './cart/cart.merge.ts';
import { followPrice } from './cart/cart.prices.ts';
import { CartItemResolver, CartResolver, toCart, UserCartResolver } from './cart/cart.resolver.ts';
import { InsufficientStock, User } from './cart/cart.type.ts';

const release: EventHandler = async (tx, { payload }) =>
  void (await releaseCart(tx, (payload as OrderEventPayload).orderId));
const order = z.object({ orderId: z.string() });
const target = z.object({
  viewerId: z.string().nullable(),
  cartId: z.string().nullish(),
  cartTokenHash: z.string().nullish(),
});

export const carts: SubgraphDefinition<CartLoaders> = {
  name: 'carts',
  migrations: new URL('../migrations', import.meta.url),
  resolvers: [CartResolver, CartItemResolver, UserCartResolver],
  orphanedTypes: [InsufficientStock, User],
  loaders: cartLoaders,
  entities: {
    Cart: async ({ id }, { loaders }) => {
      const row = await loaders.cart.load(assertId('cart', id, 'id'));
      return row && toCart(row);
    },
    User: ({ id }) => ({ id }),
  },
  commands: {
    checkCart: command(target, checkCart),
    lockCart: command(target.extend({ orderId: z.string() }), lockCart),
    unlockCart: command(order, async ({ db }, { orderId }) => ({
      outcome: (await db.transaction((tx) => releaseCart(tx, orderId))) ? 'UNLOCKED' : 'NOT_LOCKED',
    })),
    closeCart: command(order, async ({ db }, { orderId }) => ({
      outcome: (await closeCart(db, orderId)) ? 'CLOSED' : 'NOT_LOCKED',
    })),
    mergeCart: command(
      z.object({
        userId: z.string(),
        cartToken: z.string(),
        strategy: z.enum(['SUM', 'MAX', 'KEEP_MINE', 'KEEP_GUEST']),
      }),
      async ({ db }, { userId, cartToken, strategy }) => {
        const { merged, dropped } = await db.transaction((tx) => mergeGuestCart(tx, userId, cartToken, strategy));
        return { merged, dropped };
      },
    ),
  },
  on: {
    OrderPaid: async (tx, { payload }) => void (await closeCart(tx, (payload as OrderEventPayload).orderId)),
    OrderCancelled: release,
    OrderExpired: release,
    OrderRejected: release,
    StockFreed: release,
    PriceChanged: (tx, { payload }) => followPrice(tx, payload as PriceChanged),
  },
  every: { abandonIdleCarts: { seconds: 3600, run: abandonIdleCarts } },
};
