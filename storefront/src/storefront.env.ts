import {
  connectionsEnvironment,
  type EnvironmentShape,
  inProduction,
  processEnvironment,
  reachable,
  signalsEnvironment,
} from '@storegraph/kit/process';
import { z } from 'zod';

const GOOGLE = 'https://accounts.google.com';
/** The release that @stripe/stripe-js is made for. */
const STRIPE_SCRIPT = 'https://js.stripe.com/endive/stripe.js';

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
  STRIPE_PUBLISHABLE_KEY: inProduction(
    z
      .string()
      .regex(/^pk_(test|live)_\w+$/, 'such as pk_test_…')
      .describe('The key of the Stripe account that pages may show: `pk_…`, of the same account as that of payments.'),
    { words: 'must be a live key of Stripe', isMet: (key) => key.startsWith('pk_live_') },
  ),
  STRIPE_SCRIPT_URL: inProduction(
    z
      .url({ error: 'such as http://localhost:4010/endive/stripe.js, of the local Stripe' })
      .default(STRIPE_SCRIPT)
      .describe("Stripe's script for pages: another one than Stripe's is the local one's."),
    { words: "must be Stripe's own", isMet: (url) => new URL(url).origin === new URL(STRIPE_SCRIPT).origin },
  ),
  GOOGLE_ORIGIN: inProduction(
    z
      .url({ protocol: /^https?$/, error: 'such as http://localhost:4012, of the local Google' })
      .default(GOOGLE)
      .describe('Where browsers choose a Google account: another one than Google is the local one.'),
    { words: "must be Google's own", isMet: (url) => url === GOOGLE },
  ),
  ...connectionsEnvironment,
  ...signalsEnvironment,
} satisfies EnvironmentShape;
