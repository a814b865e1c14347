import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Agreed, decide, type IntentFacts, paymentStates, statesBefore } from './payment.rules.ts';

const agreed: Agreed = {
  id: 'pay_1',
  orderId: 'ord_1',
  amountMinor: 500,
  currencyCode: 'USD',
  status: 'REQUIRES_PAYMENT_METHOD',
  stripeIntentId: 'pi_1',
};
const paid: IntentFacts = {
  id: 'pi_1',
  status: 'succeeded',
  amount: 500,
  amountReceived: 500,
  currency: 'usd',
  livemode: false,
  orderId: 'ord_1',
  paymentId: 'pay_1',
};

test('a payment has succeeded when the money is as agreed', () => {
  expect(decide(agreed, paid, false)).toEqual({ kind: 'move', to: 'SUCCEEDED' });
});

test.each<[string, Partial<IntentFacts>]>([
  ['payment', { paymentId: 'pay_2' }],
  ['order', { orderId: 'ord_2' }],
  ['intent', { id: 'pi_2' }],
  ['amount', { amount: 501 }],
  ['amountReceived', { amountReceived: 499 }],
  ['currency', { currency: 'eur' }],
  ['livemode', { livemode: true }],
  ['status', { status: 'new_at_stripe' }],
])('another %s than agreed moves nothing', (what, changes) => {
  expect(decide(agreed, { ...paid, ...changes }, false)).toEqual({ kind: 'mismatch', what });
});

test('a success after a cancel is an alarm, and what comes late about an open intent is none', () => {
  expect(decide({ ...agreed, status: 'CANCELED' }, paid, false)).toEqual({ kind: 'mismatch', what: 'end' });
  expect(decide({ ...agreed, status: 'SUCCEEDED' }, { ...paid, status: 'requires_action' }, false)).toEqual({
    kind: 'stay',
  });
});

test('whatever Stripe says in whatever order, an end is never left', () => {
  const says = fc.constantFrom(
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'succeeded',
    'canceled',
  );
  fc.assert(
    fc.property(fc.array(says), (history) => {
      let status: Agreed['status'] = 'CREATING';
      let end: Agreed['status'] | undefined;
      for (const said of history) {
        const verdict = decide({ ...agreed, status }, { ...paid, status: said }, false);
        if (verdict.kind === 'move') {
          expect(statesBefore(verdict.to)).toContain(status);
          status = verdict.to;
        }
        if (status === 'SUCCEEDED' || status === 'CANCELED') end ??= status;
        if (end) expect(status).toBe(end);
      }
    }),
  );
});

test('nothing leads back to CREATING, and every other state can be reached', () => {
  expect(paymentStates.filter((state) => statesBefore(state).length === 0)).toEqual(['CREATING']);
});
