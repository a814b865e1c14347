import { startSubgraph } from '@storegraph/kit';
import { products } from './subgraph.ts';

await startSubgraph(products);
