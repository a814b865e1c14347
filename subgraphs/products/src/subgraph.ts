import { isStaff } from '@storegraph/commerce';
import { command, reconcileCommand, type EventHandler, type SubgraphDefinition } from '@storegraph/kit';
import type { OrderEventPayload, OrderRefunded } from '@storegraph/orders/events';
import { z } from 'zod';
import { CategoryResolver, findCategory } from './category/category.resolver.ts';
import { drawPicture } from './media/picture.ts';
import { type ProductLoaders, productLoaders } from './product/product.loaders.ts';
import {
  findProduct,
  findVariant,
  InventoryResolver,
  ProductResolver,
  VariantResolver,
} from './product/product.resolver.ts';
import { quoteVariants } from './product/quote.service.ts';
import { findHolds, reconcileHolds } from './stock/stock.reconcile.ts';
import { reserveStock, settleStock } from './stock/stock.service.ts';

const release: EventHandler = async (tx, { payload }) =>
  void (await settleStock(tx, (payload as OrderEventPayload).orderId, { type: 'release' }));
const orderInput = z.object({ orderId: z.string().min(1) });

export const products: SubgraphDefinition<ProductLoaders> = {
  name: 'products',
  isPublic: (viewer) => !isStaff(viewer),
  tagged: ['product', 'variant', 'category'],
  migrations: new URL('../migrations', import.meta.url),
  resolvers: [ProductResolver, VariantResolver, InventoryResolver, CategoryResolver],
  loaders: productLoaders,
  entities: {
    Product: ({ id, slug }, context) => findProduct(context, { id, slug }),
    Variant: ({ id }, context) => findVariant(context, { id }),
    Category: ({ id, slug }, context) => findCategory(context, { id, slug }),
  },
  commands: {
    reconcile: reconcileCommand(findHolds, reconcileHolds),
    quoteVariants: command(z.object({ variantIds: z.array(z.string()).max(200) }), quoteVariants),
    reserveStock: command(
      z.object({
        orderId: z.string().min(1),
        lines: z
          .array(z.object({ variantId: z.string(), quantity: z.number().int().min(1).max(10_000) }))
          .min(1)
          .max(200),
      }),
      reserveStock,
    ),
    releaseStock: command(orderInput, async ({ db }, { orderId }) => ({
      outcome: (await db.transaction((tx) => settleStock(tx, orderId, { type: 'release' }))) ? 'RELEASED' : 'UNCHANGED',
    })),
    commitStock: command(orderInput, async ({ db }, { orderId }) => ({
      outcome: (await db.transaction((tx) => settleStock(tx, orderId, { type: 'commit' }))) ? 'COMMITTED' : 'UNCHANGED',
    })),
  },
  // CatalogueChanged is told by triggers, whoever writes (migrations 0003 and 0004)
  emits: { PriceChanged: ['carts'], CatalogueChanged: ['gateway'] },
  on: {
    OrderPaid: async (tx, { payload }) =>
      void (await settleStock(tx, (payload as OrderEventPayload).orderId, { type: 'commit' })),
    OrderCancelled: release,
    OrderExpired: release,
    OrderRejected: release,
    StockFreed: release,
    OrderRefunded: async (tx, { payload }) => {
      const { orderId, restock } = payload as OrderRefunded;
      if (restock) await settleStock(tx, orderId, { type: 'return' });
    },
  },
  every: { reconcileHolds: { seconds: 300, run: reconcileHolds } },
  routes(app) {
    app.get<{ Params: { file: string } }>('/media/:file', (request, reply) => {
      const match = /^([a-z0-9-]{1,120})\.svg$/.exec(request.params.file);
      if (!match)
        return reply
          .code(404)
          .send({ errors: [{ message: 'There is no such picture', extensions: { code: 'NOT_FOUND' } }] });
      return reply
        .headers({
          'content-type': 'image/svg+xml',
          'cache-control': 'public, max-age=86400',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        })
        .send(drawPicture(match[1]!));
    });
  },
};
