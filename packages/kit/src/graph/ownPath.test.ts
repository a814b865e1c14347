import { expect, test } from 'vitest';
import { LONGEST_PATH, ownPath } from './ownPath.ts';

test.each([
  '/',
  '/account/orders/SG-100001',
  '/search?q=tea%20pot&sort=newest#list',
  '/p/caf%C3%A9',
  '/p/%5C%5Celsewhere.example',
  '/a//b',
  '/@elsewhere.example',
])('%s is a page of the site', (path) => expect(ownPath(path)).toBe(path));

test.each([
  ['/p/café', '/p/caf%C3%A9'],
  ['/a b', '/a%20b'],
  ['/search?q=\\', '/search?q=%5C'],
  ['/account\\..\\x', '/x'],
  ['/a/./b/../c', '/a/c'],
])('%s is one, which a browser writes as %s', (given, path) => expect(ownPath(given)).toBe(path));

test.each([
  ['another site', 'https://elsewhere.example/'],
  ['another site without a protocol', '//elsewhere.example/'],
  ['another site with a name and a port', '//user@elsewhere.example:80/'],
  ['what becomes one', '/.//elsewhere.example'],
  ['what becomes one further on', '/a/..//elsewhere.example'],
  ['what becomes one when it is decoded', '/%2e//elsewhere.example'],
  ['what browsers read as one', '/\\elsewhere.example'],
  ['two backslashes', '\\\\elsewhere.example'],
  ['a tab that browsers leave out', '/\t/elsewhere.example'],
  ['a line that browsers leave out', '/\n//elsewhere.example'],
  ['no path', 'account'],
  ['nothing', ''],
  ['a script', 'javascript:alert(1)'],
  ['half of a letter', '/\ud800'],
  ['more than a thousand characters', `/${'a'.repeat(LONGEST_PATH)}`],
  ['what has more than a thousand when a browser writes it', `/${'茶'.repeat(200)}`],
])('%s is none', (_what, given) => expect(ownPath(given)).toBeNull());

test('what is one is a page of the same site for a browser, too, and stays as it is', () => {
  const parts = ['/', '\\', '.', '\t', '\r', '%2f', '@', ':', '?', '#'];
  for (const first of parts)
    for (const second of parts)
      for (const third of ['/', '\\', './', '../', '']) {
        const path = ownPath(`/${first}${second}${third}elsewhere.example`);
        if (path === null) continue;
        expect([path, new URL(path, 'https://shop.example').host]).toEqual([path, 'shop.example']);
        expect(ownPath(path)).toBe(path);
      }
});
