import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mistakes } from './mistakes.ts';

test.each(mistakes)('the place of this mistake is there: $name', ({ file, search, replace }) => {
  const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
  expect(source.split(search)).toHaveLength(2);
  expect(replace).not.toBe(search);
});
