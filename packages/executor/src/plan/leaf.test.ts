import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { expect, test } from 'vitest';
import { leafWriter } from './leaf.ts';

const kind = new GraphQLEnumType({ name: 'Kind', values: { PAPER: {}, AUDIO: { value: 7 } } });
const any = new GraphQLScalarType({ name: 'Any' });

test.each<[GraphQLLeafType, unknown[], unknown[]]>([
  [GraphQLString, ['', 'text', '7'], [7, true, {}, ['text']]],
  [GraphQLID, ['', 'text', 7, -7, 2 ** 53 - 1], [1.5, 2 ** 53, true, {}, [1]]],
  [GraphQLInt, [0, -7, 2 ** 31], ['7', 1.5, 2 ** 53, true, [7]]],
  [GraphQLFloat, [0, 1.5, 1e300], ['1.5', true, Number.POSITIVE_INFINITY, Number.NaN, {}]],
  [GraphQLBoolean, [true, false], ['true', 0, 1, []]],
  [kind, ['PAPER', 'AUDIO'], ['SECRET', 'paper', 7, 'toString', ['PAPER'], {}]],
  [any, ['text', 7, false, null, [1, { a: null }], {}], []],
])('%s', (type, allowed, refused) => {
  const write = leafWriter(type);
  for (const value of allowed) expect(write(value)).toBe(JSON.stringify(value));
  for (const value of refused) expect(write(value)).toBe(undefined);
});

test('a text is JSON, whatever is in it and however long it is', () => {
  const write = leafWriter(GraphQLString);
  const awkward = ['"', '\\', '\n', '\u0000', '\u001f', '\u2028', '\ud800', 'a\udfff', '\ud83d\ude00', 'ü'];
  for (const text of [...awkward, ...awkward.map((one) => one.repeat(300)), 'x'.repeat(10_000)])
    expect([write(text), leafWriter(any)(text)]).toEqual([JSON.stringify(text), JSON.stringify(text)]);
});
