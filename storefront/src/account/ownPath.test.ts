import { expect, test } from 'vitest';
import { ownPath } from './ownPath.ts';

test.each([
  ['/cart'],
  ['/account/orders/SG-100001'],
  ['/search?q=tea%20pot&sort=newest#list'],
  ['/p/%5C%5Celsewhere.example'],
])('a shopper goes back to %s after signing in', (path) => {
  expect(ownPath(path, '/account')).toBe(path);
});

test.each([
  [null],
  [''],
  ['cart'],
  ['https://elsewhere.example/'],
  ['//elsewhere.example/'],
  ['/\\elsewhere.example'],
  ['\\\\elsewhere.example'],
  ['/\t/elsewhere.example'],
  ['/\n//elsewhere.example'],
  ['/.//elsewhere.example'],
  ['/a/..//elsewhere.example'],
  ['/%2e//elsewhere.example'],
  ['javascript:alert(1)'],
  ['//user@elsewhere.example:80/'],
  [`/${'a'.repeat(1_000)}`],
  [`/${'茶'.repeat(200)}`],
])('a shopper is never sent to %j after signing in', (given) => {
  expect(ownPath(given, '/account')).toBe('/account');
});

test('whatever is let through is a path of the same site for a browser, too', () => {
  for (const first of ['/', '\\', '.', '\t', '%2f', '@', ':'])
    for (const second of ['/', '\\', '.', '\t', '%2f', '@', ':'])
      for (const third of ['/', '\\', './', '../', '']) {
        const path = ownPath(`/${first}${second}${third}elsewhere.example`, '/account');
        expect(new URL(path, 'https://shop.example').host).toBe('shop.example');
      }
});
