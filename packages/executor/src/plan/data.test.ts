import { afterEach, expect, test } from 'vitest';
import { mergeInto, objectsAt, placesAt, set, structuredCopy } from './data.ts';

afterEach(() => expect(Object.keys(Object.prototype)).toEqual([]));

const merged = (target: object, source: object) => {
  mergeInto(target as never, source as never);
  return target;
};
const PROTO = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

test('objects come together, a later leaf wins, and so does a null', () => {
  expect(merged({ a: { x: 1, y: 1 }, b: 1, c: { x: 1 } }, { a: { y: 2, z: 2 }, b: 2, c: null })).toEqual({
    a: { x: 1, y: 2, z: 2 },
    b: 2,
    c: null,
  });
});

test('lists of one length come together element by element; of two lengths the later one is taken', () => {
  expect(merged({ a: [{ x: 1 }, null, [{ x: 1 }]] }, { a: [{ y: 2 }, { y: 2 }, [{ y: 2 }]] })).toEqual({
    a: [{ x: 1, y: 2 }, { y: 2 }, [{ x: 1, y: 2 }]],
  });
  expect(merged({ a: [{ x: 1 }, { x: 1 }] }, { a: [{ y: 2 }] })).toEqual({ a: [{ y: 2 }] });
  expect(merged({ a: [{ x: 1 }] }, { a: { 0: { y: 2 } } })).toEqual({ a: { 0: { y: 2 } } });
  expect(merged({ a: { x: 1 } }, { a: [1] })).toEqual({ a: [1] });
});

test('names of the prototype are names', () => {
  expect(JSON.stringify(merged({}, JSON.parse(PROTO)))).toBe(PROTO);
  expect(JSON.stringify(merged(JSON.parse(PROTO), JSON.parse('{"__proto__":{"b":2},"toString":{"c":3}}')))).toBe(
    '{"__proto__":{"polluted":true,"b":2},"constructor":{"prototype":{"polluted":true}},"toString":{"c":3}}',
  );
  expect(JSON.stringify(merged({ list: [{}] }, JSON.parse(`{"list":[${PROTO}]}`)))).toBe(`{"list":[${PROTO}]}`);
  expect(JSON.stringify(structuredCopy(JSON.parse(`{"list":[${PROTO}]}`)))).toBe(`{"list":[${PROTO}]}`);
});

test('what is merged in stays as it is, and nothing that is merged later reaches it', () => {
  const source = { a: { list: [{ x: 1 }] } };
  const [one, other] = [{}, {}];
  merged(one, source);
  merged(other, source);
  merged(one, { a: { list: [{ y: 2 }] } });
  expect([source, one, other]).toEqual([
    { a: { list: [{ x: 1 }] } },
    { a: { list: [{ x: 1, y: 2 }] } },
    { a: { list: [{ x: 1 }] } },
  ]);
});

test('a value that is set under the name of the prototype is a value', () => {
  const object: Record<string, unknown> = {};
  set(object, '__proto__', { polluted: true });
  expect([JSON.stringify(object), object.polluted]).toEqual(['{"__proto__":{"polluted":true}}', undefined]);
});

test('a path leads to every object there, in order, through lists in lists and past what is missing', () => {
  const data = {
    a: [
      { b: [[{ c: { id: 1 } }, null], [{ c: { id: 2 } }]] },
      null,
      7,
      { b: null },
      { b: [[{ c: 'text' }], [{ c: { id: 3 } }]] },
    ],
  };
  const path = ['a', '@', 'b', '@', '@', 'c'];
  expect(objectsAt(data, path)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(placesAt(data, path)).toEqual([
    ['a', 0, 'b', 0, 0, 'c'],
    ['a', 0, 'b', 1, 0, 'c'],
    ['a', 4, 'b', 1, 0, 'c'],
  ]);
});

test('where a list is and a path does not say so, all of its objects are meant; where none is, none', () => {
  const data = { a: [[{ id: 1 }], [{ id: 2 }]], b: { id: 3 } };
  expect([objectsAt(data, ['a']), placesAt(data, ['a'])]).toEqual([
    [{ id: 1 }, { id: 2 }],
    [
      ['a', 0, 0],
      ['a', 1, 0],
    ],
  ]);
  expect([objectsAt(data, ['b', '@']), placesAt(data, ['b', '@'])]).toEqual([[], []]);
});

test.each(['constructor', 'toString', '__proto__', 'prototype'])(
  'a path does not lead through %s to what all objects have',
  (name) => {
    expect(objectsAt({ a: {} }, ['a', name])).toEqual([]);
    expect(objectsAt({ a: {} }, ['a', name, 'prototype'])).toEqual([]);
    expect(placesAt({ a: {} }, ['a', name])).toEqual([]);
  },
);
