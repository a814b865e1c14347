import { expect, test } from 'vitest';
import { Changes, EVERYTHING } from './changes.ts';

test('what is kept holds until something that it shows changes', () => {
  const changes = new Changes();
  const before = changes.now();
  changes.publish(['Product:a']);
  const after = changes.now();
  expect(changes.hold(['Product:a'], before)).toBe(false);
  expect(changes.hold(['Product:b'], before)).toBe(true);
  expect(changes.hold(['Product:b', 'Product:a'], before)).toBe(false);
  expect(changes.hold([], before)).toBe(true);
  expect(changes.hold(['Product:a'], after)).toBe(true);
});

test('what shows everything holds until anything changes', () => {
  const changes = new Changes();
  const before = changes.now();
  expect(changes.hold([EVERYTHING], before)).toBe(true);
  changes.publish(['Product:a']);
  expect(changes.hold([EVERYTHING], before)).toBe(false);
  expect(changes.hold([EVERYTHING], changes.now())).toBe(true);
});

test('a change without tags is one of anything', () => {
  const changes = new Changes();
  const before = changes.now();
  changes.publish();
  expect(changes.hold([], before)).toBe(false);
  expect(changes.hold(['Product:b'], before)).toBe(false);
});

test('a change that is too long ago to be remembered counts for everything', () => {
  const changes = new Changes();
  const before = changes.now();
  changes.publish(['Product:a']);
  for (let index = 0; index < 10_000; index++) changes.publish([`Product:${index}`]);
  expect(changes.hold(['Product:a'], before)).toBe(false);
  expect(changes.hold(['Product:unheard of'], changes.now() - 10_001)).toBe(false);
  expect(changes.hold(['Product:unheard of'], changes.now() - 1)).toBe(true);
});

test('to forget what changed before does not take back that anything may have changed since', () => {
  const changes = new Changes();
  changes.publish(['Product:a']);
  const between = changes.now();
  changes.publish();
  for (let index = 0; index < 10_000; index++) changes.publish([`Product:${index}`]);
  expect(changes.hold(['Product:unheard of'], between)).toBe(false);
});
