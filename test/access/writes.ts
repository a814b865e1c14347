import { writesOfAccounts } from './writes.accounts.ts';
import { writesOfCarts } from './writes.carts.ts';
import { writesOfNotifications } from './writes.notifications.ts';
import { writesOfOrders } from './writes.orders.ts';
import { writesOfProducts } from './writes.products.ts';
import type { Write } from './writes.rules.ts';
import { writesOfSessions } from './writes.sessions.ts';

/** Every mutation of the composed schema. Those that end sessions come last. */
export const writes: Readonly<Record<string, Write>> = {
  ...writesOfProducts,
  ...writesOfCarts,
  ...writesOfOrders,
  ...writesOfNotifications,
  ...writesOfAccounts,
  ...writesOfSessions,
};
