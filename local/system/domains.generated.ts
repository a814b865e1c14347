// Written from supergraph.yaml by "pnpm generate".

/** Every subgraph: the variable of its port, and what it is without it. */
export const domainPorts = {
  users: ['USERS_PORT', 4001],
  products: ['PRODUCTS_PORT', 4002],
  carts: ['CARTS_PORT', 4003],
  orders: ['ORDERS_PORT', 4004],
  payments: ['PAYMENTS_PORT', 4005],
  notifications: ['NOTIFICATIONS_PORT', 4006],
} as const;
export const domains = ['users', 'products', 'carts', 'orders', 'payments', 'notifications'] as const;
export type Domain = (typeof domains)[number];
