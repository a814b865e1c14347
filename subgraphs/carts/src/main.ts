import { startSubgraph } from '@storegraph/kit';
import { carts } from './subgraph.ts';

await startSubgraph(carts);
