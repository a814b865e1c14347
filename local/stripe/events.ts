import { newStripeId, nowInSeconds, type State, type StripeObject, withoutPrivate } from './state.ts';

export const API_VERSION = '2026-10-28.endive';

/** Which request caused an event. */
export interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}

/** Something happened: an event that `events.list` shows, and a delivery that waits in the outbox. */
export function emit(state: State, type: string, object: StripeObject, { requestId, idempotencyKey }: Cause): void {
  const event = state.put('events', {
    id: newStripeId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: nowInSeconds(),
    data: { object: withoutPrivate(object) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: requestId, idempotency_key: idempotencyKey },
    type,
  });
  state.put('outbox', { id: event.id, attempts: 0 });
}
