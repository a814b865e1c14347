import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

test('no folder of orders needs one that needs it: an order can be read without its checkout', () => {
  const needs = globSync('*/*.ts', { cwd: SRC }).flatMap((file) => {
    const [folder] = file.split(/[\\/]/);
    return [...readFileSync(join(SRC, file), 'utf8').matchAll(/from '\.\.\/(\w+)\//g)].map(
      ([, other]) => `${folder} ${other}`,
    );
  });
  const reversed = new Set(needs.map((one) => one.split(' ').reverse().join(' ')));
  expect(needs).toContain('checkout order');
  expect(needs.filter((one) => reversed.has(one))).toEqual([]);
});
