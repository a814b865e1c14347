import { validateSync } from 'class-validator';
import { expect, test } from 'vitest';
import { OrderToken } from './orderToken.ts';

class Guest {
  @OrderToken()
  orderToken: unknown;
}

test.for([
  ['x', []],
  ['x'.repeat(200), []],
  ['x'.repeat(201), ['orderToken']],
  ['', ['orderToken']],
  [7, ['orderToken']],
] as [unknown, string[]][])('%j as the token of an order breaks the rule of: %j', ([orderToken, broken]) =>
  expect(validateSync(Object.assign(new Guest(), { orderToken })).map(({ property }) => property)).toEqual(broken),
);
