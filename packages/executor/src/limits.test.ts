import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { type Limits, problemsOf, usualLimits } from './limits.ts';

const limits: Limits = { ...usualLimits, depth: 3, aliases: 2, rootFields: 2, rootMutations: 1, selections: 6 };

const rulesOf = (query: string, within = limits) =>
  problemsOf(parse(query), within).map(({ extensions: { code, message: _, ...rest } }) => {
    expect(code).toBe('OPERATION_NOT_ALLOWED');
    return rest;
  });

test('an operation at every limit passes', () => {
  expect(rulesOf('{ a { b { x: c y: d e } } f }')).toEqual([]);
  expect(rulesOf('mutation { a { b { x: c y: d } } }')).toEqual([]);
});

test.each([
  ['{ a { b { c { d } } } }', 'depth', 3, 4],
  ['{ x: a y: b { z: c } }', 'aliases', 2, 3],
  ['{ a b c }', 'rootFields', 2, 3],
  ['mutation { a b }', 'rootMutations', 1, 2],
  ['{ a { b { c d e f g } } }', 'selections', 6, 7],
] as const)('%s is beyond the limit of %s', (query, rule, limit, requested) => {
  expect(rulesOf(query)).toEqual([{ rule, limit, requested }]);
});

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

test.each([
  ['an argument', (value: string) => `{ a(b: { c: ${value} }) }`],
  ['an argument of a fragment', (value: string) => `{ ...F } fragment F on Query { a(b: { c: ${value} }) }`],
  ['a default', (value: string) => `query ($b: B = { c: ${value} }) { a(b: $b) }`],
  ['a directive', (value: string) => `{ a @b(c: { d: ${value} }) }`],
])('lists and objects of %s may be in each other up to a depth, because planners walk each list twice', (_, write) => {
  expect(rulesOf(write(nested(9)))).toEqual([]);
  expect(rulesOf(write(nested(10)))).toEqual([{ rule: 'depth', limit: 10, requested: 11 }]);
  expect(rulesOf(write(`[${nested(8).repeat(20)}]`))).toEqual([]);
});

test('fragments count as if they were written out, wherever they are spread', () => {
  expect(rulesOf('{ a { ...F } b { ...F } } fragment F on T { c { d } }')).toEqual([]);
  expect(rulesOf('{ a { ...F } b { ...F } } fragment F on T { c { d e } }')).toEqual([
    { rule: 'selections', limit: 6, requested: 8 },
  ]);
  expect(rulesOf('{ a { ...F ...F } } fragment F on T { x: c y: d }')).toEqual([
    { rule: 'aliases', limit: 2, requested: 4 },
  ]);
  expect(rulesOf('{ a { ...F } } fragment F on T { ...G } fragment G on T { b { ... { c { d } } } }')).toEqual([
    { rule: 'depth', limit: 3, requested: 4 },
  ]);
  expect(rulesOf('{ ...F ... on Query { b } ...F } fragment F on Query { a }')).toEqual([
    { rule: 'rootFields', limit: 2, requested: 3 },
  ]);
});

test('each operation of a document is measured, and only what it reaches', () => {
  const query = 'query A { a } query B { a b c } fragment Unused on T { a { b { c { d } } } }';
  expect(rulesOf(query)).toEqual([{ rule: 'rootFields', limit: 2, requested: 3 }]);
});

test('introspection may be deeper, but only when nothing else is asked', () => {
  const deep = '__schema { types { fields { type { name } } } }';
  expect(rulesOf(`{ ${deep} }`)).toEqual([]);
  expect(rulesOf(`{ ${deep} a }`)).toContainEqual({ rule: 'depth', limit: 3, requested: 5 });
});

test('a variable may not have the name that fetches of a plan use', () => {
  const refused = [{ rule: 'reservedName', field: 'representations' }];
  expect(rulesOf('query ($representations: Int) { a }')).toEqual(refused);
  expect(rulesOf('query A { a } mutation ($x: Int, $representations: Int) { a }')).toEqual(refused);
  expect(rulesOf('query ($_entities: Int, $__proto__: Int) { representations: a }')).toEqual([]);
});

test('fragments that double at each of 24 levels are looked at once each', () => {
  const levels = Array.from(
    { length: 24 },
    (_, level) => `fragment F${level} on T { ...F${level + 1} ...F${level + 1} }`,
  );
  const document = parse(`{ a { ...F0 } } ${levels.join(' ')} fragment F24 on T { b }`);
  const last = document.definitions.at(-1)!;
  const { selectionSet } = last as { selectionSet: object };
  let read = 0;
  Object.defineProperty(last, 'selectionSet', {
    get() {
      if (++read > 100) throw new Error('it is read again and again');
      return selectionSet;
    },
  });
  expect(problemsOf(document, limits).map(({ extensions }) => extensions.requested)).toEqual([2 ** 24 + 1]);
  // for its selections, and for the values in them
  expect(read).toBe(2);
});

test('a circle of fragments ends: that it is one is for validation to say', () => {
  expect(rulesOf('{ a { ...A } } fragment A on T { b ...B } fragment B on T { c ...A }')).toEqual([]);
});
