import { expect, test } from 'vitest';
import { type AgreedRefund, decideRefund, type RefundFacts, refundStates, statesBefore } from './refund.rules.ts';

const agreed: AgreedRefund = { orderId: 'ord_1', amountMinor: 500, currencyCode: 'USD', status: 'REQUESTED' };
const given: RefundFacts = { status: 'succeeded', amount: 500, currency: 'usd', orderId: 'ord_1' };

test.each([
  ['pending', 'PENDING'],
  ['requires_action', 'PENDING'],
  ['succeeded', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['canceled', 'FAILED'],
] as const)('a refund that is %s at Stripe is %s here', (status, to) => {
  expect(decideRefund(agreed, { ...given, status })).toEqual({ kind: 'move', to });
});

test.each<[string, Partial<RefundFacts>]>([
  ['order', { orderId: 'ord_2' }],
  ['amount', { amount: 501 }],
  ['currency', { currency: 'eur' }],
  ['status', { status: 'new_at_stripe' }],
  ['status', { status: null }],
])('another %s than agreed moves nothing', (_what, changes) => {
  expect(decideRefund(agreed, { ...given, ...changes })).toEqual({ kind: 'mismatch' });
});

test('a refund that has ended stays as it ended, whatever comes late', () => {
  for (const status of ['SUCCEEDED', 'FAILED'] as const)
    for (const said of ['pending', 'succeeded', 'failed'])
      expect(decideRefund({ ...agreed, status }, { ...given, status: said })).toEqual({ kind: 'stay' });
  expect(decideRefund({ ...agreed, status: 'PENDING' }, { ...given, status: 'pending' })).toEqual({ kind: 'stay' });
});

test('a refund that Stripe knows of never becomes one that was only requested', () => {
  expect(refundStates.filter((state) => statesBefore(state).length === 0)).toEqual(['REQUESTED']);
});
