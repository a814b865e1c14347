import { expect, test } from 'vitest';
import { isFromElsewhere } from './origin.ts';

const HOST = 'shop.example:4100';

test.each([
  [{ origin: 'https://evil.example' }, true],
  [{ origin: 'https://shop.example' }, true], // another port is another site's
  [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'null' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, true],
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ origin: `https://${HOST}` }, false],
  [{ 'sec-fetch-site': 'same-origin' }, false],
  [{}, false],
])('a form with %j is from elsewhere: %s', (headers, expected) => {
  expect(isFromElsewhere(headers, HOST)).toBe(expected);
});
