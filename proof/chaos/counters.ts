import type { StripeDump } from './checks.ts';
import { ask, type Faults } from './faults.ts';
import type { Databases } from './databases.ts';
import type { History } from './history.ts';
import type { Links } from './proxy.ts';
import type { RunningSystem } from '../../local/system/system.ts';
import type { Delivery } from '../../local/stripe/webhooks.ts';

/** What a run must have seen to have shown anything. */
const needed = {
  'orders paid': 20,
  'orders expired': 5,
  'orders cancelled': 3,
  'orders refunded': 3,
  'orders refunded in part': 1,
  'orders rejected': 3,
  'out of stock': 3,
  'cards declined': 2,
  'foreign looks refused': 3,
  'unknown outcomes': 1,
  'webhooks duplicated': 2,
  'webhooks late': 2,
  'webhooks refused': 1,
  'mails sent': 20,
  kills: 8,
  restarts: 8,
  'postgres crashes': 1,
  'answers dropped': 5,
} as const;
export type Counters = Record<keyof typeof needed, number>;

const LATE_IN_MS = 2_000;

/** Looks at the deliveries while they are made: a killed Stripe forgets them. */
export class WebhookWatch {
  private readonly seen = new Map<string, Delivery>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly system: RunningSystem) {
    this.timer = setInterval(() => void this.look(), 700);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async look(): Promise<void> {
    for (const delivery of (await ask<Delivery[]>(this.system, '/_local/deliveries')) ?? [])
      this.seen.set(`${delivery.eventId} ${delivery.attempt} ${delivery.at}`, delivery);
  }

  count(createdAt: (eventId: string) => number | undefined) {
    const taken = Map.groupBy(
      [...this.seen.values()].filter(({ status }) => status === 200),
      ({ eventId }) => eventId,
    );
    const isLate = ({ eventId, at }: Delivery) =>
      Date.parse(at) - (createdAt(eventId) ?? Infinity) * 1_000 > LATE_IN_MS;
    return {
      duplicated: [...taken.values()].filter((deliveries) => deliveries.length > 1).length,
      late: [...taken.values()].filter(([first]) => isLate(first!)).length,
      refused: [...this.seen.values()].filter(({ status }) => typeof status === 'number' && status >= 400).length,
    };
  }
}

export interface Seeing {
  system: RunningSystem;
  databases: Databases;
  history: History;
  faults: Faults;
  links: Links;
  watch: WebhookWatch;
  restarts(): number;
}

/** What a run has seen until now. */
export const seenBy = (seeing: Seeing) => async (): Promise<Counters> => {
  const { system, databases, history, faults, links, watch, restarts } = seeing;
  await watch.look();
  const { events } = (await ask<StripeDump>(system, '/_local/dump')) ?? {};
  const created = new Map((events ?? []).map((event) => [event.id, event.created]));
  const webhooks = watch.count((id) => created.get(id));
  const states = await databases.ask<{ state: string; orders: number }>(
    'orders',
    'SELECT state, count(*)::int AS orders FROM orders GROUP BY state',
  );
  const [mails] = await databases.ask<{ sent: number }>(
    'notifications',
    `SELECT count(*)::int AS sent FROM notifications WHERE status = 'SENT'`,
  );
  const [once] = await databases.ask<{ paid: number; rejected: number }>(
    'orders',
    `SELECT count(DISTINCT order_id) FILTER (WHERE to_state = 'PAID')::int AS paid, count(DISTINCT order_id) FILTER (WHERE to_state = 'REJECTED')::int AS rejected FROM order_events`,
  );
  const inState = (name: string) => states.find(({ state }) => state === name)?.orders ?? 0;
  return {
    'orders paid': once!.paid,
    'orders expired': inState('EXPIRED'),
    'orders cancelled': inState('CANCELLED'),
    'orders refunded': inState('REFUNDED'),
    'orders refunded in part': inState('PARTIALLY_REFUNDED'),
    'orders rejected': once!.rejected,
    'out of stock': history
      .of('place', 'refused')
      .filter(({ code }) => code === 'INSUFFICIENT_STOCK' || code === 'OUT_OF_STOCK').length,
    'cards declined': history.of('pay', 'refused').filter(({ code }) => code === 'PAYMENT_DECLINED').length,
    'foreign looks refused': history.of('readForeign', 'refused').length,
    'unknown outcomes': history.entries.filter(({ outcome }) => outcome === 'unknown').length,
    'webhooks duplicated': webhooks.duplicated,
    'webhooks late': webhooks.late,
    'webhooks refused': webhooks.refused,
    'mails sent': mails!.sent,
    kills: faults.kills,
    restarts: restarts(),
    'postgres crashes': faults.postgresCrashes,
    'answers dropped': links.dropped,
  };
};

/** A run that did not see enough has shown nothing. */
export const missingFrom = (counters: Counters): string[] =>
  (Object.keys(needed) as (keyof Counters)[])
    .filter((name) => counters[name] < needed[name])
    .map((name) => `${name}: ${counters[name]}, at least ${needed[name]} are needed`);

export const tableOf = (counters: Counters): string =>
  Object.entries(counters)
    .map(
      ([name, value]) =>
        `  ${name.padEnd(24)} ${String(value).padStart(6)}   (at least ${needed[name as keyof Counters]})`,
    )
    .join('\n');
