import { startProcess } from '@storegraph/kit/process';
import { runStorefront } from './server/server.ts';
import { storefrontEnvironment } from './storefront.env.ts';

await startProcess({ name: 'storefront', shape: storefrontEnvironment, isPublic: true }, () => runStorefront());
