import { assertId, command, type EventHandler, type SubgraphDefinition } from '@storegraph/kit';
import type { OrderEventPayload } from '@storegraph/orders/events';
import type { PriceChanged } from '@storegraph/products/events';
import { z } from 'zod';
import { abandonIdleCarts, closeCart, followPrice, lockCart, releaseCart } from './cart/cart.checkout.ts';
import { type CartLoaders, cartLoaders } from './cart/cart.loaders.ts';
import { mergeGuestCart } from './cart/cart.merge.ts';
import { CartItemResolver, CartResolver, toCart, UserCartResolver } from './cart/cart.resolver.ts';
import { InsufficientStock, User } from './cart/cart.type.ts';

const release: EventHandler = async (tx, { payload }) =>
  void (await releaseCart(tx, (payload as OrderEventPayload).orderId));
const order = z.object({ orderId: z.string() });

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
    lockCart: command(
      z.object({
        orderId: z.string(),
        viewerId: z.string().nullable(),
        cartId: z.string().nullish(),
        cartTokenHash: z.string().nullish(),
      }),
      lockCart,
    ),
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
    PriceChanged: (tx, { payload }) => {
      const { variantId, unitPriceMinor } = payload as PriceChanged;
      return followPrice(tx, variantId, unitPriceMinor);
    },
  },
  every: { abandonIdleCarts: { seconds: 3600, run: abandonIdleCarts } },
};
