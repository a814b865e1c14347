import { expect, test } from 'vitest';
import { canonicalJson, wouldChange } from './canonical.ts';

test('the order of keys does not matter, that of a list does', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  expect(canonicalJson({ a: 'x', b: [{ c: null, d: 1 }] })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  expect(canonicalJson([2, 1])).toBe('[2,1]');
});

test.each<[object, boolean]>([
  [{}, false],
  [{ title: 'Bowl' }, false],
  [{ title: 'Vase' }, true],
  [{ title: undefined }, false],
  [{ vendor: null }, false],
  [{ vendor: 'Potter' }, true],
  [{ title: 'Bowl', vendor: 'Potter' }, true],
  [{ names: [{ value: 'M', name: 'size' }] }, false],
  [{ names: [{ name: 'size', value: 'L' }] }, true],
  [{ names: [] }, true],
])('of a bowl of size M by nobody, %j changes something: %s', (update, expected) => {
  const row = { title: 'Bowl', vendor: null, names: [{ name: 'size', value: 'M' }] };
  expect(wouldChange(row, update)).toBe(expected);
});
