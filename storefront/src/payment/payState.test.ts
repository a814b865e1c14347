import { expect, test } from 'vitest';
import { asClock, type PayableOrder, payStateOf, secondsUntil } from './payState.ts';

const waiting = {
  status: 'AWAITING_PAYMENT',
  payments: [{}],
  paymentClientSecret: 'pi_1_secret_2',
} as unknown as PayableOrder;

test.each<[string, Partial<PayableOrder>, string]>([
  ['an order that waits for its payment can be paid', {}, 'OPEN'],
  ['one whose money is on its way cannot', { paymentClientSecret: null }, 'WAITING'],
  ['one that is being placed is waited for', { status: 'PENDING', paymentClientSecret: null }, 'WAITING'],
  [
    'while nobody can say where the money is, nobody is asked for it',
    { payments: null, paymentClientSecret: null },
    'AWAY',
  ],
  ['a paid one is paid', { status: 'CONFIRMED', paymentClientSecret: null }, 'PAID'],
  ['so is one that was delivered', { status: 'COMPLETED', paymentClientSecret: null }, 'PAID'],
  ['one whose time is over is ordered again', { status: 'EXPIRED', paymentClientSecret: null }, 'LATE'],
  ['a cancelled one, too', { status: 'CANCELLED', paymentClientSecret: null }, 'CANCELLED'],
])('%s', (_title, change, state) => {
  expect(payStateOf({ ...waiting, ...change })).toBe(state);
});

test('the time that is left is whole seconds, and never less than none', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  expect(secondsUntil('2026-11-22T12:01:15.900Z', now)).toBe(75);
  expect(secondsUntil('2026-11-22T11:00:00Z', now)).toBe(0);
  expect(secondsUntil(null, now)).toBe(0);
  expect([asClock(75), asClock(900), asClock(9)]).toEqual(['1:15', '15:00', '0:09']);
});
