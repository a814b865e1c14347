import { shopName } from '@storegraph/commerce';
import { type EnvironmentShape, inProduction, reachable } from '@storegraph/kit';
import { z } from 'zod';
import { isCountry } from '../country/country.code.ts';

const page = (words: string) =>
  inProduction(
    z
      .url({ protocol: /^https?$/, error: 'such as https://shop.example/terms' })
      .optional()
      .describe(words),
    reachable,
  );

export const storefrontSettings = {
  ...shopName,
  SUPPORT_EMAIL: z
    .email({ error: 'such as help@shop.example' })
    .optional()
    .describe('Where shoppers write to. Without it pages name nobody.'),
  SHIPS_TO: z
    .string()
    .default('')
    .transform((list) => [...new Set(list.split(',').flatMap((code) => code.trim() || []))])
    .refine((codes) => codes.every(isCountry), { error: 'codes of countries, such as US,DE,GB' })
    .describe('The countries that forms of addresses offer: `US,DE,GB`. Without it: all.'),
  TERMS_URL: page('The page with the terms of sale.'),
  PRIVACY_URL: page('The page about data of people.'),
  IMPRINT_URL: page('The page that says who runs the shop.'),
} satisfies EnvironmentShape;

export type StorefrontEnvironment = z.output<z.ZodObject<typeof storefrontSettings>>;
