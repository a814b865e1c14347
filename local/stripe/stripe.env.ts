import { z } from 'zod';

export const stripeEnvironment = {
  HOST: z.string().default('127.0.0.1').describe('The address to listen at.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4010).describe('The port of its API.'),
  STRIPE_WEBHOOK_URL: z
    .string()
    .optional()
    .describe('Where it tells what happened: `http://127.0.0.1:4000/webhooks/stripe`. Without it: nowhere.'),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .optional()
    .describe('What it signs that with: the same as that of payments. Needed with `STRIPE_WEBHOOK_URL`.'),
  STRIPE_DATA_DIRECTORY: z.string().optional().describe('The folder that keeps its data. Without it: in memory only.'),
};
