import { createHmac } from 'node:crypto';
import type { Knobs } from './knobs.ts';
import { nowInSeconds, type State, type StripeObject } from './state.ts';

export interface WebhookEndpoint {
  url: string;
  secret: string;
}

/** One try to deliver one event. */
export interface Delivery {
  eventId: string;
  type: string;
  attempt: number;
  at: string;
  /** The HTTP status, or why there was none. */
  status: number | string;
}

const RETRIES_IN_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000, 60_000, 60_000, 60_000];
const REMEMBERED = 1_000;

export const sign = (body: string, secret: string, timestamp: number): string =>
  `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** Delivers what is in the outbox, at least once, retried until it is answered with 2xx. Survives a restart. */
export class Webhooks {
  readonly deliveries: Delivery[] = [];
  private readonly busy = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;
  private readonly state: State;
  private readonly knobs: Knobs;
  private readonly endpoint: WebhookEndpoint | undefined;

  constructor(state: State, knobs: Knobs, endpoint: WebhookEndpoint | undefined) {
    this.state = state;
    this.knobs = knobs;
    this.endpoint = endpoint;
  }

  /** Sends what waits. Call after a commit. */
  wake(): void {
    if (this.knobs.hold || this.stopped) return;
    const { endpoint } = this;
    const waiting = this.state.all('outbox').filter(({ id }) => !this.busy.has(id));
    if (this.knobs.reorder) waiting.reverse();
    for (const entry of waiting) {
      const event = this.state.get('events', entry.id);
      if (!endpoint || (entry.attempts === 0 && this.knobs.drop > 0)) {
        if (endpoint) this.knobs.drop--;
        this.done(event);
        continue;
      }
      const copies = this.knobs.duplicate > 0 ? 2 : 1;
      if (copies === 2) this.knobs.duplicate--;
      this.busy.add(entry.id);
      this.later(this.knobs.delayMs, () => void this.deliver(endpoint, event, entry, copies));
    }
    this.state.commit();
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async deliver(
    endpoint: WebhookEndpoint,
    event: StripeObject,
    entry: StripeObject,
    copies: number,
  ): Promise<void> {
    const answers: boolean[] = [];
    for (let copy = 0; copy < copies; copy++) answers.push(await this.send(endpoint, event, entry.attempts + 1));
    if (this.stopped) return;
    if (answers.every(Boolean)) {
      this.busy.delete(entry.id);
      this.done(event);
    } else {
      const delay = RETRIES_IN_MS[entry.attempts];
      this.state.put('outbox', Object.assign(entry, { attempts: entry.attempts + 1 }));
      if (delay === undefined) this.done(event);
      else
        this.later(delay, () => {
          this.busy.delete(entry.id);
          this.wake();
        });
    }
    this.state.commit();
  }

  private async send({ url, secret }: WebhookEndpoint, event: StripeObject, attempt: number): Promise<boolean> {
    const delivery: Delivery = {
      eventId: event.id,
      type: event.type,
      attempt,
      at: new Date().toISOString(),
      status: 'sending',
    };
    this.deliveries.push(delivery);
    if (this.deliveries.length > REMEMBERED) this.deliveries.shift();
    try {
      const { body, signature } = this.message(event, secret);
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (local)',
          'stripe-signature': signature,
        },
        signal: AbortSignal.timeout(10_000),
      });
      await response.arrayBuffer();
      delivery.status = response.status;
      return response.ok;
    } catch (error) {
      delivery.status = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (error as Error).name;
      return false;
    }
  }

  private message(event: StripeObject, secret: string): { body: string; signature: string } {
    const { tamper } = this.knobs;
    const offset = tamper === 'stale' ? -3_600 : tamper === 'future' ? 3_600 : 0;
    const body = JSON.stringify(event);
    const signature = sign(body, tamper === 'signature' ? 'whsec_forged' : secret, nowInSeconds() + offset);
    return { body: tamper === 'body' ? body.replace('"livemode":false', '"livemode":true') : body, signature };
  }

  private done(event: StripeObject): void {
    this.state.put('events', Object.assign(event, { pending_webhooks: 0 }));
    this.state.remove('outbox', event.id);
  }

  private later(delay: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.stopped) run();
    }, delay);
    timer.unref();
    this.timers.add(timer);
  }
}
