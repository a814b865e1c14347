import { validateSync } from 'class-validator';
import { expect, test } from 'vitest';
import { Quantity } from './quantity.ts';

class Line {
  @Quantity()
  quantity: unknown = 1;

  @Quantity({ min: 0, max: 3 })
  left: unknown = 0;
}

test.for([
  [{ quantity: 99 }, []],
  [{ quantity: 100 }, ['quantity']],
  [{ quantity: 0 }, ['quantity']],
  [{ quantity: 1.5 }, ['quantity']],
  [{ quantity: '1' }, ['quantity']],
  [{ left: 3 }, []],
  [{ left: 4 }, ['left']],
  [{ left: -1 }, ['left']],
] as [object, string[]][])('of %j these are no quantities: %j', ([values, wrong]) =>
  expect(validateSync(Object.assign(new Line(), values)).map(({ property }) => property)).toEqual(wrong),
);
