import { startSubgraph } from '@storegraph/kit';
import { payments } from './subgraph.ts';

await startSubgraph(payments);
