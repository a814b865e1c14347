import { type ProductFilter, type ProductSort, StorefrontError } from '@storegraph/client';
import type { ShopSettings } from '../server/shopSettings.ts';

export const SORTS: Record<string, { sort: ProductSort; label: string }> = {
  popular: { sort: 'BEST_SELLING', label: 'Most loved' },
  newest: { sort: 'NEWEST', label: 'Newest' },
  cheapest: { sort: 'PRICE_ASC', label: 'Price, low to high' },
  dearest: { sort: 'PRICE_DESC', label: 'Price, high to low' },
  title: { sort: 'TITLE', label: 'A to Z' },
};

/** What stands in the address of a list. Everything in it can be linked. */
export interface Listing {
  sort: string | null;
  minPrice: string;
  maxPrice: string;
  inStock: boolean;
  after: string | null;
  /** Parts of the address that say nothing: they are left out, and the reader is told. */
  ignored: string[];
}

const LONGEST_QUERY = 100;

/** What is searched for; empty without anything that can be. */
export const readQuery = (params: URLSearchParams): string =>
  (params.get('q') ?? '').slice(0, LONGEST_QUERY).replace(/\p{C}/gu, '').trim();

/** Reads an address that somebody may have edited by hand. */
export function readListing(params: URLSearchParams): Listing {
  const ignored: string[] = [];
  const take = (name: string, isGood: (value: string) => boolean): string | null => {
    const value = params.get(name);
    if (value === null || value === '') return null;
    if (isGood(value)) return value;
    ignored.push(name);
    return null;
  };
  const price = (name: string) => take(name, (value) => /^\d{1,9}(\.\d{1,2})?$/.test(value)) ?? '';
  return {
    sort: take('sort', (value) => Object.hasOwn(SORTS, value)),
    minPrice: price('min'),
    maxPrice: price('max'),
    inStock: take('stock', (value) => value === 'in') === 'in',
    after: take('after', (value) => /^[\w-]{1,500}={0,2}$/.test(value)),
    ignored,
  };
}

/** Prices mean the shop's currency. As long as nobody has said which that is, they are left out. */
export function filterOf(listing: Listing, currencyCode: ShopSettings['currencyCode'] | undefined): ProductFilter {
  if (!currencyCode) leaveOutPrices(listing);
  const { minPrice, maxPrice, inStock } = listing;
  const money = (amount: string) => (amount ? { amount, currencyCode } : undefined);
  const [min, max] = [money(minPrice), money(maxPrice)];
  return {
    ...((min || max) && { price: { ...(min && { min }), ...(max && { max }) } }),
    ...(inStock && { inStock }),
  } as ProductFilter;
}

function leaveOutPrices(listing: Listing): void {
  if (listing.minPrice) listing.ignored.push('min');
  if (listing.maxPrice) listing.ignored.push('max');
  Object.assign(listing, { minPrice: '', maxPrice: '' });
}

/** Asks with the place that the address names, and from the beginning when there is no such place. */
export async function readFrom<T>(listing: Listing, ask: (after: string | null) => Promise<T>): Promise<T> {
  try {
    return await ask(listing.after);
  } catch (error) {
    const isWrong = error instanceof StorefrontError && error.code === 'BAD_USER_INPUT' && error.field === 'after';
    if (!isWrong || listing.after === null) throw error;
    listing.after = null;
    listing.ignored.push('after');
    return ask(null);
  }
}

/** The same list, further on. */
export function nextPage(params: URLSearchParams, after: string): string {
  const next = new URLSearchParams(params);
  next.set('after', after);
  return `?${next}`;
}
