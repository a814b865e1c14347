import { z } from 'zod';
import { MAX_QUANTITY } from './cart.table.ts';

export const cartEnvironment = {
  MAX_QUANTITY_PER_VARIANT: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_QUANTITY)
    .default(MAX_QUANTITY)
    .describe('How many of one variant the shop sells in one order: at most those that fit into a cart.'),
};
export type CartEnvironment = z.output<z.ZodObject<typeof cartEnvironment>>;
