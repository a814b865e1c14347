import { SHOP_CURRENCY } from '@storegraph/commerce';
import type { Service } from '@storegraph/kit';
import { countryCodes, countryName } from '../country/country.code.ts';
import { hasGoogle } from '../google/google.client.ts';
import type { GoogleEnvironment } from '../google/google.env.ts';
import { hasPasskeys } from '../passkey/passkey.device.ts';
import { SignInMethod } from '../user/signInMethod.type.ts';
import type { StorefrontEnvironment } from './storefront.env.ts';
import { LegalLinkKind, type StorefrontSettings } from './storefront.type.ts';

export function readSettings({
  env,
}: Pick<Service<StorefrontEnvironment & GoogleEnvironment>, 'env'>): StorefrontSettings {
  const { SHOP_NAME, SUPPORT_EMAIL, SHIPS_TO, TERMS_URL, PRIVACY_URL, IMPRINT_URL } = env;
  const shipsTo = SHIPS_TO.length > 0 ? SHIPS_TO : countryCodes;
  const pages = {
    [LegalLinkKind.TERMS]: TERMS_URL,
    [LegalLinkKind.PRIVACY]: PRIVACY_URL,
    [LegalLinkKind.IMPRINT]: IMPRINT_URL,
  };
  return {
    name: SHOP_NAME,
    currencyCode: SHOP_CURRENCY,
    supportEmail: SUPPORT_EMAIL ?? null,
    countries: shipsTo
      .map((code) => ({ code, name: countryName(code) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    signInWith: [
      SignInMethod.PASSWORD,
      ...(hasGoogle({ env }) ? [SignInMethod.GOOGLE] : []),
      ...(hasPasskeys({ env }) ? [SignInMethod.PASSKEY] : []),
    ],
    legalLinks: Object.values(LegalLinkKind).flatMap((kind) => (pages[kind] ? [{ kind, url: pages[kind] }] : [])),
  };
}
