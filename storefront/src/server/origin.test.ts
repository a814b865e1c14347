import { expect, test } from 'vitest';
import { isFromElsewhere } from './origin.ts';

const HOST = 'shop.example:4100';
const SHOP = { host: HOST, origin: `https://${HOST}` };

test.each([
  [{ origin: 'https://evil.example' }, true],
  [{ origin: 'https://shop.example' }, true], // another port is another site's
  [{ origin: `http://${HOST}` }, true], // without TLS it may be anybody's
  [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'null' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, true],
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ origin: `https://${HOST}` }, false],
  [{ 'sec-fetch-site': 'same-origin' }, false],
  [{}, false],
])('a form with %j is from elsewhere: %s', (headers, expected) => {
  expect(isFromElsewhere(headers, SHOP)).toBe(expected);
});

test('a shop whose proxy asks for another host takes its own forms, and no others', () => {
  const shop = { host: 'storefront:4100', origin: 'https://shop.example' };
  expect(isFromElsewhere({ origin: 'https://shop.example' }, shop)).toBe(false);
  expect(isFromElsewhere({ origin: 'https://evil.example' }, shop)).toBe(true);
});

test('a shop on a laptop takes its forms by each of its names', () => {
  const shop = { host: '127.0.0.1:4100', origin: 'http://localhost:4100' };
  expect(isFromElsewhere({ origin: 'http://127.0.0.1:4100' }, shop)).toBe(false);
  expect(isFromElsewhere({ origin: 'http://127.0.0.1:4200' }, shop)).toBe(true);
});
