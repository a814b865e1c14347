import { requestInfo } from '@storegraph/kit';
import { validateSync } from 'class-validator';
import { expect, test } from 'vitest';
import { OrderToken, orderTokensOf, showOrderToken } from './orderToken.ts';

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

const asked = (header?: string) => {
  const carried: string[] = [];
  const request = requestInfo({
    id: '1',
    address: '127.0.0.1',
    header: (name) => (name === 'x-order-token' ? header : undefined),
    appendResponseHeader: (name, value) => void carried.push(`${name}: ${value}`),
  });
  return { request, carried };
};

test('a guest shows the token that is given, otherwise those of the header, each once and not more than twenty', () => {
  expect(orderTokensOf(asked().request)).toEqual([]);
  expect(orderTokensOf(asked('').request)).toEqual([]);
  expect(orderTokensOf(asked('one, two,one,,').request)).toEqual(['one', 'two']);
  expect(orderTokensOf(asked('one').request, 'another')).toEqual(['another']);
  const many = Array.from({ length: 30 }, (_, index) => `token-${index}`);
  expect(orderTokensOf(asked(many.join()).request)).toEqual(many.slice(0, 20));
});

test('a token that opened an order is shown from then on, beside those that were', () => {
  const { request, carried } = asked('one');
  showOrderToken(request, 'two');
  showOrderToken(request, 'two');
  showOrderToken(request, 'three');
  expect(orderTokensOf(request)).toEqual(['three', 'two', 'one']);
  expect(carried.at(-1)).toBe('carry-x-order-token: three,two,one');
});

test('whoever shows twenty tokens is shown what the next one opens, too', () => {
  const { request } = asked(Array.from({ length: 20 }, (_, index) => `token-${index}`).join());
  showOrderToken(request, 'opened');
  expect(orderTokensOf(request)).toHaveLength(20);
  expect(orderTokensOf(request)[0]).toBe('opened');
});
