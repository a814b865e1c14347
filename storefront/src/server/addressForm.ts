import { type AddressFormFragment, StorefrontError } from '@storegraph/client';
import { createContext, type LoaderFunctionArgs, redirect } from 'react-router';

type Asking = Pick<LoaderFunctionArgs, 'context' | 'request'>;

/** The country in the form that this request has sent: the page that answers it goes on with that one. */
export const typedCountry = createContext('');

const countryInAddress = (request: Request): string => new URL(request.url).searchParams.get('country') ?? '';

/** Whether an address is asked for in a country that somebody has chosen. */
export const isCountryChosen = ({ context, request }: Asking): boolean =>
  Boolean(context.get(typedCountry) || countryInAddress(request));

/** Asks a page's operation with the country that was chosen; without one, and for one that does not exist, with its usual one. */
export async function askForCountry<T>(
  asking: Asking,
  ask: (variables: { countryCode?: string }) => Promise<T>,
): Promise<T> {
  const countryCode = asking.context.get(typedCountry) || countryInAddress(asking.request);
  if (!/^[A-Z]{2}$/.test(countryCode)) return ask({});
  try {
    return await ask({ countryCode });
  } catch (error) {
    if (error instanceof StorefrontError && error.code === 'BAD_USER_INPUT') return ask({});
    throw error;
  }
}

/** As long as nobody has chosen a country, it is that of the address that is changed, or one that the shop sends to. */
export function preferCountry(asking: Asking, { storefront, addressRules }: AddressFormFragment, kept?: string): void {
  if (!addressRules || isCountryChosen(asking)) return;
  const countries = storefront?.countries.map(({ code }) => code) ?? [];
  const usual = countries.includes(addressRules.countryCode) ? addressRules.countryCode : countries[0];
  const country = kept ?? usual;
  if (!country || country === addressRules.countryCode) return;
  throw redirect(`${new URL(asking.request.url).pathname}?${new URLSearchParams({ country })}`);
}
