import { z } from 'zod';

/** Whoever has them is the shop, to this Google alone. */
export const LOCAL_CLIENT = { id: 'storegraph.local', secret: 'local-google-secret' } as const;

export const googleEnvironment = {
  HOST: z.string().default('127.0.0.1').describe('The address to listen at.'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(4012)
    .describe('The port of its pages and of what servers ask it for.'),
  GOOGLE_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'such as http://localhost:4012' })
    .optional()
    .describe('Where browsers reach it. Without it: `http://localhost` at its port.'),
  GOOGLE_REDIRECT_URLS: z
    .string()
    .default('http://localhost:4100/sign-in/google')
    .describe('Where it may send browsers back to, with commas between: the page `/sign-in/google` of the shop.'),
};
