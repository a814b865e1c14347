import { globSync, readFileSync } from 'node:fs';
import { type EnvironmentShape, environmentShape } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { gatewayEnvironment } from '../gateway/src/gateway.env.ts';
import { definitions } from '../local/definitions.generated.ts';
import { settingsAsMarkdown } from '../local/settings.ts';

const page = readFileSync('docs/settings.md', 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (.*?) \| (.*?) \|/gm)].map(([, name, usual, meaning]) => ({
  name: name!,
  usual: usual!,
  meaning: meaning!,
}));

test('the page of settings is as the parsers are', () => {
  expect(page).toBe(settingsAsMarkdown());
});

test.each(rows)('$name says in a sentence what it means', ({ meaning }) => {
  expect(meaning).toMatch(/^[A-Z].{14,}\.$/);
});

test.each([
  { name: 'gateway', shape: gatewayEnvironment as EnvironmentShape },
  ...definitions.map((one) => ({ name: one.name, shape: environmentShape(one) })),
])('whatever $name reads is on the page', ({ shape }) => {
  const known = rows.map(({ name }) => name);
  expect(Object.keys(shape).filter((name) => !known.includes(name))).toEqual([]);
});

/** Of Node and of shells, and of a program that one process starts for itself. */
const NOT_OURS = ['PATH', 'HOME', 'FORCE_COLOR', 'ROOT', 'ENVIRONMENTS', 'SEEDS'];

test('what is read past the parsers is on the page, too', () => {
  const sources = globSync('{gateway,packages/*,subgraphs/*}/src/**/*.ts')
    .concat(
      globSync('local/**/*.{ts,mjs}', { exclude: (name) => ['dist', 'node_modules', 'new'].includes(String(name)) }),
    )
    .concat(globSync('proof/invariants/*.ts'))
    .filter((file) => !/\.(test|testing|vitest)\.ts$|\/testing\.ts$/.test(file));
  const read = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/process\.env\.([A-Z]\w+)/g)].map(([, name]) => name!),
  );
  expect(read).toContain('CRASH_POINTS');
  const known = [...rows.map(({ name }) => name), ...NOT_OURS];
  expect([...new Set(read)].filter((name) => !known.includes(name))).toEqual([]);
});
