import { isStaff, reconciling } from '@storegraph/commerce';
import { type Database, handle, on, type SubgraphDefinition } from '@storegraph/kit';
import { orders } from '@storegraph/orders/contract';
import { authorityByUsers } from '@storegraph/users/contract';
import { CategoryResolver, findCategory } from './category/category.resolver.ts';
import { products as contract } from './contract.ts';
import { drawPicture } from './media/media.picture.ts';
import { type ProductLoaders, productLoaders } from './product/product.loaders.ts';
import { findProduct, ProductResolver } from './product/product.resolver.ts';
import { findVariant, VariantResolver } from './product/variant.resolver.ts';
import { quoteVariants } from './product/variant.quote.ts';
import { InventoryResolver, VariantInventoryResolver } from './stock/inventory.resolver.ts';
import { findHolds, reconcileHolds } from './stock/stock.reconcile.ts';
import { reserveStock, settleStock } from './stock/stock.service.ts';

const release = (tx: Database, { orderId }: { orderId: string }) => settleStock(tx, orderId, { type: 'release' });

export const products: SubgraphDefinition<ProductLoaders> = {
  name: 'products',
  isPublic: (viewer) => !isStaff(viewer),
  tagged: ['product', 'variant', 'category'],
  authority: authorityByUsers,
  migrations: new URL('../migrations', import.meta.url),
  resolvers: [ProductResolver, VariantResolver, VariantInventoryResolver, InventoryResolver, CategoryResolver],
  loaders: productLoaders,
  entities: {
    Product: ({ id, slug }, context) => findProduct(context, { id, slug }),
    Variant: ({ id }, context) => findVariant(context, { id }),
    Category: ({ id, slug }, context) => findCategory(context, { id, slug }),
  },
  commands: handle(contract, {
    reconcile: reconciling(findHolds, reconcileHolds),
    quoteVariants,
    reserveStock,
  }),
  on: [
    on(orders.OrderPaid, (tx, { orderId }) => settleStock(tx, orderId, { type: 'commit' })),
    on(orders.OrderCancelled, release),
    on(orders.OrderExpired, release),
    on(orders.OrderRejected, release),
    on(orders.StockFreed, release),
    on(orders.OrderRefunded, async (tx, { orderId, restock }) => {
      if (restock) await settleStock(tx, orderId, { type: 'return' });
    }),
  ],
  every: { reconcileHolds: { seconds: 300, run: reconcileHolds } },
  routes(app) {
    app.get<{ Params: { '*': string } }>('/media/*', (request, reply) => {
      const [, slug] = /^([a-z0-9-]{1,120})\.svg$/.exec(request.params['*']) ?? [];
      if (!slug)
        return reply
          .code(404)
          .send({ errors: [{ message: 'There is no such picture', extensions: { code: 'NOT_FOUND' } }] });
      return reply
        .headers({
          'content-type': 'image/svg+xml',
          'cache-control': 'public, max-age=86400',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        })
        .send(drawPicture(slug));
    });
  },
};
