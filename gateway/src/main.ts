import { pages } from '@storegraph/pages';
import { startGateway } from './gateway.ts';

await startGateway({ pages });
