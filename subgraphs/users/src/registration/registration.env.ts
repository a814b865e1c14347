import type { EnvironmentShape } from '@storegraph/kit';
import { z } from 'zod';

export const registrationSettings = {
  REGISTER_MODE: z
    .enum(['session', 'verified-first'], { error: 'session or verified-first' })
    .default('session')
    .describe(
      'What `register` does: `session` signs the new account in at once, and so tells which addresses are taken; `verified-first` makes the account when its address is verified, and tells nothing.',
    ),
} satisfies EnvironmentShape;
