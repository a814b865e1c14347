import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import type { Rewrite } from './queryPlan.ts';
import { applyRewrites } from './rewrites.ts';

const schema = buildSchema(`
  type Query { work: Work }
  interface Work { id: ID }
  type Book implements Work { id: ID }
  type Film implements Work { id: ID }
`);

function rewritten(value: unknown, ...rewrites: Rewrite[]): unknown {
  applyRewrites(schema, rewrites, value);
  return value;
}
const rename = (renameKeyTo: string, ...path: string[]): Rewrite => ({ kind: 'KeyRenamer', path, renameKeyTo });
const write = (setValueTo: unknown, ...path: string[]): Rewrite => ({ kind: 'ValueSetter', path, setValueTo });

test('a field that a plan gave another name gets its own back, whatever its value is', () => {
  for (const value of ['text', '', 0, null, false, [], {}])
    expect(rewritten({ a: { size__alias_0: value, b: 1 } }, rename('size', 'a', 'size__alias_0'))).toEqual({
      a: { size: value, b: 1 },
    });
});

test('a field that nobody sent is not made up', () => {
  expect(rewritten({ a: {} }, rename('size', 'a', 'toString'))).toEqual({ a: {} });
  expect(rewritten({ a: null, b: 7 }, rename('size', 'a', 'x'), rename('size', 'b', 'x'))).toEqual({ a: null, b: 7 });
});

test('lists are gone through, also lists in lists', () => {
  expect(rewritten([{ a: [[{ x: 1 }, null], [{ x: 2 }]] }], rename('y', 'a', 'x'))).toEqual([
    { a: [[{ y: 1 }, null], [{ y: 2 }]] },
  ]);
});

test('a condition chooses by the name of the type; an object without one is meant by each', () => {
  const things = () => [{ __typename: 'Book' }, { __typename: 'Film' }, { __typename: 'Nothing' }, {}];
  const named = (condition: string) => rewritten(things(), write('Other', `... on ${condition}`, 'kind'));
  expect(named('Book')).toEqual([
    { __typename: 'Book', kind: 'Other' },
    { __typename: 'Film' },
    { __typename: 'Nothing' },
    { kind: 'Other' },
  ]);
  expect(named('Work')).toEqual([
    { __typename: 'Book', kind: 'Other' },
    { __typename: 'Film', kind: 'Other' },
    { __typename: 'Nothing' },
    { kind: 'Other' },
  ]);
});

test('names of the prototype are names', () => {
  const value = rewritten(JSON.parse('{"x":{"polluted":true}}'), rename('__proto__', 'x'));
  expect([JSON.stringify(value), Object.keys(Object.prototype)]).toEqual(['{"__proto__":{"polluted":true}}', []]);
  expect(rewritten({}, write(1, 'constructor', 'prototype', 'polluted'))).toEqual({});
});
