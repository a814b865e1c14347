import { startSubgraph } from '@storegraph/kit';
import { orders } from './subgraph.ts';

await startSubgraph(orders);
