import { expect, test } from 'vitest';
import { filterOf, nextPage, readListing } from './listing.ts';

const read = (query: string) => readListing(new URLSearchParams(query));

test('an address says what is shown, and how', () => {
  const listing = read('sort=cheapest&min=5&max=20.50&stock=in&after=abc_-1==');
  expect(listing).toEqual({
    sort: 'cheapest',
    minPrice: '5',
    maxPrice: '20.50',
    inStock: true,
    after: 'abc_-1==',
    ignored: [],
  });
  expect(filterOf(listing, 'EUR')).toEqual({
    price: { min: { amount: '5', currencyCode: 'EUR' }, max: { amount: '20.50', currencyCode: 'EUR' } },
    inStock: true,
  });
});

test.each([
  ['sort=evil', 'sort'],
  ['sort=constructor', 'sort'],
  ['min=-1', 'min'],
  ['max=1e9', 'max'],
  ['min=1.999', 'min'],
  ['stock=yes', 'stock'],
  ['after=%00', 'after'],
  [`after=${'a'.repeat(501)}`, 'after'],
])('%s in an address is left out, and the reader is told', (query, name) => {
  const listing = read(query);
  expect(listing.ignored).toEqual([name]);
  expect(filterOf(listing, 'EUR')).toEqual({});
  expect([listing.sort, listing.after]).toEqual([null, null]);
});

test('prices are left out, and said so, while nobody knows the currency of the shop', () => {
  const listing = read('min=5&stock=in');
  expect(filterOf(listing, undefined)).toEqual({ inStock: true });
  expect([listing.ignored, listing.minPrice]).toEqual([['min'], '']);
});

test('what is empty is as if it were not there', () => {
  expect(read('sort=&min=&max=&stock=&after=').ignored).toEqual([]);
});

test('the next page is the same list', () => {
  expect(nextPage(new URLSearchParams('q=oak bowl&sort=title&after=one'), 'two')).toBe(
    '?q=oak+bowl&sort=title&after=two',
  );
});
