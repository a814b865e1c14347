import { type OrderState, transitions } from './order.states.ts';

/** What happened to an order, as far as it can change its state. */
export type OrderTrigger =
  | { type: 'cartLocked' }
  | { type: 'refused'; during: 'NEW' | 'RESERVING'; reason: string }
  | { type: 'readyToPay' }
  | { type: 'cancelRequested' }
  | { type: 'timeIsUp' }
  | { type: 'intentDead' }
  | { type: 'paid' }
  | { type: 'refundRequested' }
  | { type: 'refunded'; inFull: boolean };

/** What the transition tells the rest of the system, in its own transaction. */
export type OrderMessage =
  | 'OrderPlaced'
  | 'OrderPaid'
  | 'OrderCancelled'
  | 'OrderExpired'
  | 'OrderRejected'
  | 'OrderRefunded'
  | 'StockFreed';

/** Work that goes on after the commit. */
export type OrderWork = 'drive' | 'expireLater' | 'refundInFull';

export interface Decision {
  to: OrderState;
  messages: readonly OrderMessage[];
  work: readonly OrderWork[];
}

const to = (state: OrderState, messages: readonly OrderMessage[] = [], work: readonly OrderWork[] = []): Decision => ({
  to: state,
  messages,
  work,
});

/**
 * The protocol of checkout as a pure function: the next state, or null when the trigger changes nothing. The service
 * runs exactly this. A repeated, late or losing trigger is null: the loser does nothing, it never compensates.
 */
export function decide(state: OrderState, trigger: OrderTrigger): Decision | null {
  const decision = choose(state, trigger);
  if (decision && !transitions[state].includes(decision.to))
    throw new Error(`An order cannot go from ${state} to ${decision.to}`);
  return decision;
}

function choose(state: OrderState, trigger: OrderTrigger): Decision | null {
  switch (trigger.type) {
    case 'cartLocked':
      return state === 'NEW' ? to('RESERVING', [], ['drive']) : null;
    case 'refused':
      // nothing is payable yet: the intent is created after every check; a refusal of an earlier check comes too late
      return state === trigger.during ? to('REJECTED', ['OrderRejected']) : null;
    case 'readyToPay':
      return state === 'RESERVING' ? to('AWAITING_PAYMENT', ['OrderPlaced'], ['expireLater']) : null;
    case 'cancelRequested':
      if (state === 'PAID' || state === 'PARTIALLY_REFUNDED') return to('REFUNDING', [], ['refundInFull', 'drive']);
      return state === 'AWAITING_PAYMENT' || state === 'RESERVING' ? to('CANCELLING', [], ['drive']) : null;
    case 'timeIsUp':
      if (state === 'NEW') return to('REJECTED', ['OrderRejected']);
      return state === 'AWAITING_PAYMENT' || state === 'RESERVING' ? to('EXPIRING', [], ['drive']) : null;
    case 'intentDead':
      // only now may the stock be released: nobody can pay any more
      if (state === 'CANCELLING') return to('CANCELLED', ['OrderCancelled']);
      return state === 'EXPIRING' ? to('EXPIRED', ['OrderExpired']) : null;
    case 'paid':
      if (state === 'AWAITING_PAYMENT' || state === 'EXPIRING') return to('PAID', ['OrderPaid']);
      // we never heard that the payment was opened, but the buyer did: every check had passed by then
      if (state === 'RESERVING') return to('PAID', ['OrderPlaced', 'OrderPaid']);
      // the buyer paid while cancelling: give the money back and free the stock
      return state === 'CANCELLING' ? to('REFUNDING', ['StockFreed'], ['refundInFull', 'drive']) : null;
    case 'refundRequested':
      return state === 'PAID' || state === 'PARTIALLY_REFUNDED' ? to('REFUNDING', [], ['drive']) : null;
    case 'refunded':
      return state === 'REFUNDING' ? to(trigger.inFull ? 'REFUNDED' : 'PARTIALLY_REFUNDED', ['OrderRefunded']) : null;
  }
}
