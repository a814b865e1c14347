import { assertId, type Database, handle, on, type SubgraphDefinition } from '@storegraph/kit';
import { orders } from '@storegraph/orders/contract';
import { products } from '@storegraph/products/contract';
import { users } from '@storegraph/users/contract';
import { checkCart } from './cart/cart.check.ts';
import { abandonIdleCarts, closeCart, lockCart, releaseCart } from './cart/cart.checkout.ts';
import { followEmail } from './cart/cart.email.ts';
import { cartEnvironment } from './cart/cart.env.ts';
import { FORGET, forgetCartOfOrder, forgetLater, forgetShopper } from './cart/cart.forget.ts';
import { type CartLoaders, cartLoaders } from './cart/cart.loaders.ts';
import { mergeGuestCart } from './cart/cart.merge.ts';
import { cartsOf } from './cart/cart.personalData.ts';
import { followPrice } from './cart/cart.prices.ts';
import { CartResolver, UserCartResolver } from './cart/cart.resolver.ts';
import { InsufficientStock, toCart, User } from './cart/cart.type.ts';
import { CartChangeResolver } from './cart/cartChange.resolver.ts';
import { CartItemResolver } from './cart/cartItem.resolver.ts';
import { carts as contract } from './contract.ts';

const release = (tx: Database, { orderId }: { orderId: string }) => releaseCart(tx, orderId);

export const carts: SubgraphDefinition<CartLoaders> = {
  name: 'carts',
  migrations: new URL('../migrations', import.meta.url),
  env: cartEnvironment,
  resolvers: [CartResolver, CartChangeResolver, CartItemResolver, UserCartResolver],
  orphanedTypes: [InsufficientStock, User],
  loaders: cartLoaders,
  entities: {
    Cart: async ({ id }, { loaders }) => {
      const row = await loaders.cart.load(assertId('cart', id, 'id'));
      return row && toCart(row);
    },
    User: ({ id }) => ({ id: assertId('usr', id, 'id') }),
  },
  commands: handle(contract, {
    personalData: cartsOf,
    checkCart,
    lockCart,
    async mergeCart({ db }, { userId, cartToken, strategy }) {
      const { merged, dropped } = await db.transaction((tx) => mergeGuestCart(tx, userId, cartToken, strategy));
      return { merged, dropped };
    },
  }),
  on: [
    on(orders.OrderPaid, (tx, { orderId }) => closeCart(tx, orderId)),
    on(orders.OrderCancelled, release),
    on(orders.OrderExpired, release),
    on(orders.OrderRejected, release),
    on(orders.StockFreed, release),
    on(users.AccountDeleted, forgetLater),
    on(orders.OrderForgotten, forgetCartOfOrder),
    on(users.EmailChanged, (tx, change) => followEmail(tx, change)),
    on(products.PriceChanged, (tx, price) => followPrice(tx, price)),
  ],
  jobs: { [FORGET]: forgetShopper },
  every: { abandonIdleCarts: { seconds: 3600, run: abandonIdleCarts } },
};
