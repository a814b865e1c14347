import { expect, test } from 'vitest';
import { isOwnPath, LONGEST_RETURN_TO } from './returnTo.rules.ts';

test.each(['/', '/account', '/search?q=lamp&sort=NEW#first', '/p/caf%C3%A9', '/a//b', '/@elsewhere.example'])(
  'a page of the shop is one to come back to: %s',
  (path) => expect(isOwnPath(path)).toBe(true),
);

test.each([
  ['another site', 'https://elsewhere.example/'],
  ['another site without a protocol', '//elsewhere.example/'],
  ['what becomes one', '/.//elsewhere.example'],
  ['what browsers read as one', '/\\elsewhere.example'],
  ['a backslash later on', '/account\\..\\x'],
  ['no path', 'account'],
  ['nothing', ''],
  ['a script', 'javascript:alert(1)'],
  ['a tab that browsers leave out', '/\t/elsewhere.example'],
  ['a line', '/account\r\nset-cookie: a=b'],
  ['NUL', '/account\u0000'],
  ['a space', '/a b'],
  ['half of a letter', '/\ud800'],
  ['more than a thousand characters', `/${'a'.repeat(LONGEST_RETURN_TO)}`],
])('%s is not', (_what, given) => expect(isOwnPath(given)).toBe(false));
