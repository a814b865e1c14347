import { validator } from '@storegraph/kit';

/** How many of something: a whole number from `min` (1) to `max` (99). */
export const Quantity = ({ min = 1, max = 99 } = {}): PropertyDecorator =>
  validator(
    'quantity',
    (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    `a whole number from ${min} to ${max}`,
  );
