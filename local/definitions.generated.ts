// Written from supergraph.yaml by "pnpm generate".
import type { SubgraphDefinition } from '@storegraph/kit';
import { carts } from '@storegraph/carts/subgraph';
import { notifications } from '@storegraph/notifications/subgraph';
import { orders } from '@storegraph/orders/subgraph';
import { payments } from '@storegraph/payments/subgraph';
import { products } from '@storegraph/products/subgraph';
import { users } from '@storegraph/users/subgraph';

export const definitions: readonly SubgraphDefinition[] = [users, products, carts, orders, payments, notifications];
