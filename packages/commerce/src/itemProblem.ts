import { z } from 'zod';

/** Why a variant cannot be ordered: the codes of `CartProblem`, and those by which an order is refused. */
export const itemProblemMeanings = {
  OUT_OF_STOCK: 'None is left.',
  INSUFFICIENT_STOCK: 'Fewer are left than were asked for.',
  NOT_FOR_SALE: 'It is not in the catalogue any more.',
  NOT_DELIVERABLE: 'There is no way of shipping that gets it there.',
  QUANTITY_LIMIT: 'More of one variant than the shop sells in one order.',
};
export type ItemProblemCode = keyof typeof itemProblemMeanings;
export const itemProblemCodes = Object.keys(itemProblemMeanings) as ItemProblemCode[];

/** As services tell each other. `available`: how many can be ordered; null where a lower number would not help. */
export const itemProblem = z.object({
  code: z.enum(itemProblemCodes),
  variantId: z.string(),
  available: z.number().int().min(0).nullable(),
});
export type ItemProblem = z.output<typeof itemProblem>;

/** The same words in a cart and where its order is refused. */
export function itemProblemMessage({ code, available }: Pick<ItemProblem, 'code' | 'available'>): string {
  switch (code) {
    case 'OUT_OF_STOCK':
      return 'This is sold out';
    case 'INSUFFICIENT_STOCK':
      return `Only ${available} are left`;
    case 'NOT_FOR_SALE':
      return 'This is not for sale any more';
    case 'NOT_DELIVERABLE':
      return 'There is no way to ship this';
    case 'QUANTITY_LIMIT':
      return `At most ${available} of one variant`;
  }
}

/** Of what is for sale: too few are left, or none. */
export const shortageOf = (available: number): Omit<ItemProblem, 'variantId'> =>
  available > 0 ? { code: 'INSUFFICIENT_STOCK', available } : { code: 'OUT_OF_STOCK', available: 0 };
