import { setTimeout as delay } from 'node:timers/promises';
import type { RunningSystem } from '../../local/system/system.ts';
import type { Knobs } from '../../local/stripe/knobs.ts';
import type { LinkFault, Links } from './proxy.ts';
import { between, type Random, randomFor } from './random.ts';

/** What is broken: told in the log, done, and healed after a while. */
interface Fault {
  name: string;
  begin(): void | Promise<void>;
  end?(): void | Promise<void>;
  /** How long it stays, at most. */
  seconds?: number;
}

export interface FaultLog {
  at: number;
  name: string;
}

export interface Breakage {
  system: RunningSystem;
  links: Links;
  seed: number;
  isOpen(): boolean;
  say(line: string): void;
}

export class Faults {
  readonly log: FaultLog[] = [];
  kills = 0;
  postgresCrashes = 0;
  private readonly startedAt = Date.now();

  constructor(private readonly breakage: Breakage) {}

  /** Processes, connections and Stripe break side by side, each one thing after another. */
  async run(): Promise<void> {
    await Promise.all([
      this.lane('processes', this.processFaults(), 1_500, 4_000),
      this.lane('connections between services', this.serviceLinkFaults(), 300, 1_500),
      this.lane('connections to the outside', this.outsideLinkFaults(), 300, 1_500),
      this.lane('Stripe', this.stripeFaults(), 200, 1_200),
    ]);
  }

  /** All of a bag in a drawn order, then the bag again: nothing is left out. */
  private async lane(name: string, bag: readonly Fault[], lowPause: number, highPause: number): Promise<void> {
    const { isOpen, say, seed } = this.breakage;
    const random = randomFor(seed, name);
    for (;;) {
      for (const fault of shuffled(random, bag)) {
        await delay(between(random, lowPause, highPause));
        if (!isOpen()) return;
        this.log.push({ at: Date.now() - this.startedAt, name: fault.name });
        say(fault.name);
        await fault.begin();
        await delay(between(random, 600, 1_000 * (fault.seconds ?? 1)));
        await fault.end?.();
      }
    }
  }

  private processFaults(): Fault[] {
    const { processes } = this.breakage.system;
    const names = [...processes.keys()];
    const kill = (...killed: string[]): Fault => ({
      name: `kill -9 ${killed.join(' and ')}`,
      begin: () => {
        for (const name of killed) {
          this.kills++;
          processes.get(name)!.kill('SIGKILL');
        }
      },
    });
    return [
      ...names.map((name) => kill(name)),
      kill('orders', 'payments'),
      kill('orders', 'products'),
      {
        name: 'kill -9 postgres',
        begin: async () => {
          this.postgresCrashes++;
          await this.breakage.system.crashPostgres();
        },
      },
      {
        name: 'stop payments past its leases', // it goes on with what others have taken over
        begin: () => processes.get('payments')!.kill('SIGSTOP'),
        end: () => processes.get('payments')!.kill('SIGCONT'),
        seconds: 3,
      },
    ];
  }

  private serviceLinkFaults(): Fault[] {
    return [
      this.on(/^gateway→/, 'loses answers', dropAnswers(25), 4),
      this.on(/^gateway→orders$/, 'is slow', { kind: 'delay', milliseconds: 400 }, 3),
      this.on(/^gateway→payments$/, 'says nothing', { kind: 'silent' }, 3),
      this.on(/^orders→(carts|products|payments)$/, 'loses answers', dropAnswers(35), 5),
      this.on(/^orders→products$/, 'is cut', { kind: 'cut' }, 4),
      this.on(/^payments→orders$/, 'loses answers', dropAnswers(50), 5),
      this.on(/→(orders|notifications)$/, 'is slow', { kind: 'delay', milliseconds: 150 }, 3),
      this.on(/^orders→(products|notifications)$/, 'loses answers', dropAnswers(50), 5),
    ];
  }

  private outsideLinkFaults(): Fault[] {
    return [
      this.on(/^(orders|payments)→postgres$/, 'loses answers', dropAnswers(4), 4),
      this.on(/^products→postgres$/, 'loses answers', dropAnswers(4), 4),
      this.on(/^carts→postgres$/, 'is cut', { kind: 'cut' }, 3),
      this.on(/^payments→postgres$/, 'says nothing', { kind: 'silent' }, 3),
      this.on(/^payments→stripe$/, 'loses answers', dropAnswers(40), 5),
      this.on(/^payments→stripe$/, 'says nothing', { kind: 'silent' }, 5),
      this.on(/^stripe→gateway$/, 'loses answers', dropAnswers(60), 5),
      this.on(/^notifications→mail$/, 'is cut', { kind: 'cut' }, 6),
      this.on(/^notifications→mail$/, 'loses answers', dropAnswers(25), 4),
    ];
  }

  /** Links of one lane only: another one would heal them too early. */
  private on(pattern: RegExp, what: string, fault: LinkFault, seconds: number): Fault {
    const { links } = this.breakage;
    return {
      name: `${pattern.source} ${what}`,
      begin: () => {
        for (const link of links.matching(pattern)) link.break(fault);
      },
      end: () => {
        for (const link of links.matching(pattern)) link.heal();
      },
      seconds,
    };
  }

  private stripeFaults(): Fault[] {
    const knobs =
      (changes: Partial<Knobs> & { release?: boolean }): (() => Promise<void>) =>
      () =>
        turn(this.breakage.system, changes);
    const fail = (status: number, path: string, count = 4): Fault => ({
      name: `Stripe answers ${status} to ${path}`,
      begin: knobs({ failNext: { count, path, status } }),
      end: knobs({ failNext: { count: 0, path: '', status: 500 } }),
      seconds: 3,
    });
    return [
      fail(500, '/payment_intents', 2),
      fail(429, '/payment_intents'),
      fail(409, '/confirm', 3),
      fail(409, '/refunds', 2),
      fail(503, '/refunds', 2),
      {
        name: 'Stripe does it and does not say so',
        begin: knobs({ executeThenDrop: { count: 6, path: '/payment_intents' } }),
        end: knobs({ executeThenDrop: { count: 0, path: '' } }),
        seconds: 4,
      },
      {
        name: 'Stripe refunds and does not say so',
        begin: knobs({ executeThenDrop: { count: 2, path: '/refunds' } }),
        end: knobs({ executeThenDrop: { count: 0, path: '' } }),
        seconds: 5,
      },
      { name: 'webhooks come twice', begin: knobs({ duplicate: 30 }), end: knobs({ duplicate: 0 }), seconds: 5 },
      { name: 'webhooks are lost', begin: knobs({ drop: 6 }), end: knobs({ drop: 0 }), seconds: 4 },
      {
        name: 'webhooks are late and the newest comes first',
        begin: knobs({ hold: true, reorder: true }),
        end: knobs({ release: true, duplicate: 4 }),
        seconds: 5,
      },
      { name: 'webhooks take three seconds', begin: knobs({ delayMs: 3_000 }), end: knobs({ delayMs: 0 }), seconds: 5 },
      { name: 'webhooks are forged', begin: knobs({ tamper: 'body' }), end: knobs({ tamper: null }), seconds: 2 },
      {
        name: 'slow money arrives',
        begin: () => ask(this.breakage.system, '/_local/settle').then(() => {}),
      },
    ];
  }
}

const dropAnswers = (percent: number): LinkFault => ({ kind: 'dropAnswers', percent });

export const turn = (system: RunningSystem, changes: object): Promise<void> =>
  ask(system, '/_local/knobs', changes).then(() => {});

/** What the local Stripe answers; undefined while it is down. */
export async function ask<Answer>(system: RunningSystem, path: string, body: object = {}): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${system.stripeUrl}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(3_000),
    });
    return (await response.json()) as Answer;
  } catch {
    return undefined;
  }
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const rest = [...list];
  const drawn: T[] = [];
  while (rest.length > 0) drawn.push(...rest.splice(random.below(rest.length), 1));
  return drawn;
}
