import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { domains } from '../local/system/layout.ts';

/** A field of the schema, or a column. */
const VERSION = /^ {2}version: Int|"(\w+_)?version" integer/m;

test.each(domains)('whatever has a version in %s has tests of when it counts', (domain) => {
  const promised = globSync(`subgraphs/${domain}/{schema.graphql,migrations/*.sql}`);
  expect(promised.length).toBeGreaterThan(1);
  const tests = `subgraphs/${domain}/test/versions.test.ts`;
  expect(existsSync(tests) && readFileSync(tests, 'utf8').includes('describeVersions(')).toBe(
    promised.some((file) => VERSION.test(readFileSync(file, 'utf8'))),
  );
});
