import { parseValue as literal } from 'graphql';
import { expect, test } from 'vitest';
import { DateTimeScalar } from './scalars.ts';

const ways: [string, (text: string) => Date][] = [
  ['a variable', (text) => DateTimeScalar.parseValue(text)],
  ['a literal', (text) => DateTimeScalar.parseLiteral(literal(JSON.stringify(text)), {})],
];

test.each(ways)('a moment of the years 1 to 9999 in UTC is one, whatever its offset, as %s', (_way, parse) => {
  for (const [text, utc] of [
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0001-01-01T14:00:00+14:00', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31T09:59:59-14:00', '9999-12-31T23:59:59.000Z'],
  ] as const)
    expect(parse(text).toISOString()).toBe(utc);
});

test.each(ways)('what Postgres has no moment for is refused, as %s', (_way, parse) => {
  for (const text of [
    '0000-01-01T00:00:00Z',
    '0000-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
  ])
    expect(() => parse(text), text).toThrow('A DateTime lies within the years 1 to 9999, in UTC');
});
