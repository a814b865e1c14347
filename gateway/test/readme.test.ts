import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gatewayEnvironment } from '../src/gateway.env.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const known = `${read('../README.md')}${read('../../README.md')}`;

test.each(Object.keys(gatewayEnvironment))('the README says what %s is for', (name) => {
  expect(known).toContain(`\`${name}\``);
});
