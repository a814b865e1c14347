import { startSubgraph } from '@storegraph/kit';
import { notifications } from './subgraph.ts';

await startSubgraph(notifications);
