import { inProduction, reachable, type Service } from '@storegraph/kit';
import { z } from 'zod';

/** Of domains that lead shoppers to pages. */
export const storefrontAddress = {
  STOREFRONT_URL: inProduction(
    z
      .url({ error: 'where shoppers reach the shop, such as http://localhost:4100' })
      .optional()
      .describe(
        'Where shoppers reach the shop: links of mails and the way back from a bank lead there. Without it: `PUBLIC_URL`, where the gateway has pages for links of mails.',
      ),
    reachable,
  ),
};

/** Of domains that say who writes. */
export const shopName = {
  SHOP_NAME: z.string().trim().min(1).max(60).default('Storegraph').describe('What the shop is called.'),
};

/** Without a slash at its end. */
export const storefrontUrl = ({ env }: Pick<Service, 'env'>): string =>
  String(env.STOREFRONT_URL ?? env.PUBLIC_URL).replace(/\/$/, '');
