import { startSubgraph } from '@storegraph/kit';
import { users } from './subgraph.ts';

await startSubgraph(users);
