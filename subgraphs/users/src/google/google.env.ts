import { type EnvironmentShape, inProduction } from '@storegraph/kit';
import { z } from 'zod';

const GOOGLE = 'https://accounts.google.com';

export const googleSettings = {
  GOOGLE_CLIENT_ID: inProduction(
    z
      .string()
      .optional()
      .describe(
        'What Google calls this shop: `….apps.googleusercontent.com`. At Google, the address to come back to is `STOREFRONT_URL` + `/sign-in/google`. Without it nobody signs in with Google.',
      ),
    {
      words: 'must be one that Google has given',
      isMet: (id) => id === undefined || id.endsWith('.apps.googleusercontent.com'),
    },
  ),
  GOOGLE_CLIENT_SECRET: inProduction(
    z.string().optional().describe('The secret that belongs to it: `GOCSPX-…`. Needed with `GOOGLE_CLIENT_ID`.'),
    { words: 'must be one that Google has given', isMet: (secret) => !secret?.includes('local') },
  ),
  GOOGLE_ISSUER: inProduction(
    z
      .url({ protocol: /^https?$/, error: 'such as http://127.0.0.1:4012, the local Google' })
      .default(GOOGLE)
      .describe('Another Google than the real one: the local one, `http://127.0.0.1:4012`.'),
    { words: "must be Google's own", isMet: (url) => url === GOOGLE },
  ),
  // less than the gateway waits for a query
  GOOGLE_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(2_000)
    .describe('Milliseconds that an answer of Google may take.'),
} satisfies EnvironmentShape;

export type GoogleEnvironment = z.output<z.ZodObject<typeof googleSettings>>;
