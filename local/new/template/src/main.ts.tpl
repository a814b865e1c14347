import { startSubgraph } from '@storegraph/kit';
import { samples } from './subgraph.ts';

await startSubgraph(samples);
