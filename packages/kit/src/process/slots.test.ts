import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

test('of one there are so many, in all so many, and what is given back is there again', () => {
  const slots = new Slots({ each: 2, inAll: 3 });
  const first = slots.take('ada') as () => void;
  expect(slots.take('ada')).toBeTypeOf('function');
  expect(slots.take('ada')).toBe('own');
  expect(slots.take('bob')).toBeTypeOf('function');
  expect(slots.take('cyd')).toBe('all');

  first();
  expect(slots.take('cyd')).toBeTypeOf('function');
  expect(slots.take('ada')).toBe('all');
});

test('it is counted for each of several, and none is taken when one of them has too many', () => {
  const slots = new Slots({ each: 1, inAll: 9 });
  const office = slots.take('office', 'ada') as () => void;
  expect(slots.take('home', 'ada')).toBe('own');
  expect(slots.take('office', 'bob')).toBe('own');
  expect(slots.take('home', 'bob')).toBeTypeOf('function');

  office();
  expect(slots.take('office', 'ada')).toBeTypeOf('function');
});

test('what is given back twice is one', () => {
  const slots = new Slots({ each: 2, inAll: 2 });
  const first = slots.take('ada') as () => void;
  slots.take('ada');
  first();
  first();
  expect(slots.take('ada')).toBeTypeOf('function');
  expect(slots.take('ada')).toBe('own');
});
