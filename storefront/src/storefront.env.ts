import {
  type EnvironmentShape,
  inProduction,
  processEnvironment,
  reachable,
  signalsEnvironment,
} from '@storegraph/kit/process';
import { z } from 'zod';

const { NODE_ENV, LOG_LEVEL, HOST, PORT } = processEnvironment;

export const storefrontEnvironment = {
  NODE_ENV,
  LOG_LEVEL,
  HOST,
  PORT: PORT.default(4100).describe('The port to listen at; 0 for any that is free.'),
  GATEWAY_URL: z.url().default('http://127.0.0.1:4000').describe('Where this server reaches the gateway.'),
  STOREFRONT_URL: inProduction(
    z.url().default('http://localhost:4100').describe('Where shoppers reach the shop: its canonical address.'),
    reachable,
  ),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .describe('Addresses and ranges of load balancers whose `x-forwarded-for` counts: `10.0.0.0/8,192.0.2.1`.'),
  ...signalsEnvironment,
} satisfies EnvironmentShape;
