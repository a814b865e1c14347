import { z } from 'zod';
import { MAX_QUANTITY } from './cart.table.ts';

export const cartEnvironment = {
  /** For shops that sell fewer of one variant in one order than fit into a cart. */
  MAX_QUANTITY_PER_VARIANT: z.coerce.number().int().min(1).max(MAX_QUANTITY).default(MAX_QUANTITY),
};
export type CartEnvironment = z.output<z.ZodObject<typeof cartEnvironment>>;
