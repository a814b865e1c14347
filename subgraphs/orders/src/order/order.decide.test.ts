import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type OrderMessage, type OrderTrigger } from './order.decide.ts';
import { isTerminal, type OrderState, orderStates, statesBefore, transitions } from './order.states.ts';

const triggers: OrderTrigger[] = [
  { type: 'cartLocked' },
  { type: 'refused', during: 'NEW', reason: 'EMPTY_CART' },
  { type: 'refused', during: 'RESERVING', reason: 'INSUFFICIENT_STOCK' },
  { type: 'readyToPay' },
  { type: 'cancelRequested' },
  { type: 'timeIsUp' },
  { type: 'intentDead' },
  { type: 'paid' },
  { type: 'refundRequested' },
  { type: 'refunded', inFull: true },
  { type: 'refunded', inFull: false },
];
const after = (start: OrderState, ...happened: OrderTrigger['type'][]) =>
  happened.reduce<OrderState>(
    (state, type) => decide(state, triggers.find((trigger) => trigger.type === type)!)?.to ?? state,
    start,
  );

test('no sequence of triggers leaves the transition table, and ended orders stay ended', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...triggers), { maxLength: 40 }), (sequence) => {
      let state: OrderState = 'NEW';
      for (const trigger of sequence) {
        const decision = decide(state, trigger);
        if (isTerminal(state)) expect(decision).toBeNull();
        if (decision) {
          expect(transitions[state]).toContain(decision.to);
          state = decision.to;
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test('stock is freed or committed at most once, and never both unless money goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...triggers), { maxLength: 40 }), (sequence) => {
      let state: OrderState = 'NEW';
      const sent: OrderMessage[] = [];
      for (const trigger of sequence) {
        const decision = decide(state, trigger);
        if (!decision) continue;
        sent.push(...decision.messages);
        state = decision.to;
      }
      const freed = sent.filter((message) =>
        ['OrderCancelled', 'OrderExpired', 'OrderRejected', 'StockFreed'].includes(message),
      ).length;
      const committed = sent.filter((message) => message === 'OrderPaid').length;
      expect(freed + committed).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2_000 },
  );
});

test('paying wins over time that is up, because the stock is still held', () =>
  expect(after('AWAITING_PAYMENT', 'timeIsUp', 'paid')).toBe('PAID'));
test('a payment during a cancel is given back', () =>
  expect(after('AWAITING_PAYMENT', 'cancelRequested', 'paid', 'refunded')).toBe('REFUNDED'));
test('a dead intent ends an expiring order', () =>
  expect(after('AWAITING_PAYMENT', 'timeIsUp', 'intentDead')).toBe('EXPIRED'));
test('a second payment message changes nothing', () => expect(decide('PAID', { type: 'paid' })).toBeNull());
test('time that is up changes nothing for a paid order', () => expect(decide('PAID', { type: 'timeIsUp' })).toBeNull());
test('a refusal counts in the state that asked: a late one of the cart does not reject what may be payable by now', () => {
  expect(decide('NEW', { type: 'refused', during: 'NEW', reason: 'EMPTY_CART' })?.to).toBe('REJECTED');
  expect(decide('RESERVING', { type: 'refused', during: 'NEW', reason: 'EMPTY_CART' })).toBeNull();
});
test('every state but the first can be reached', () => {
  for (const state of orderStates.slice(1)) expect(statesBefore(state)).not.toEqual([]);
});
