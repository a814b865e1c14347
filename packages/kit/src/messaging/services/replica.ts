import { isIPv6, type LookupFunction } from 'node:net';
import { Pool } from 'undici';
import { Abandoned, type TransportAnswer, type TransportRequest, type Probe, TimedOut } from '../transport.ts';
import { readPeer } from '../../process/signals/peers.ts';
import { Breaker, type BreakerOptions } from './breaker.ts';
import { Exchange } from './exchange.ts';
import type { Place } from './places.ts';

export interface ReplicaOptions extends BreakerOptions {
  /** Of the service, in metrics. */
  name?: string;
  connections?: number;
  connectTimeoutInMs?: number;
  /** An answer has so many bytes at most. Default: 5,000,000. */
  maxAnswerInBytes?: number;
  /** After so long without any answer it is asked how it is. Default: 500. */
  silentAfterMs?: number;
  /** So long that may take. Default: 2,000. */
  signOfLifeWithinMs?: number;
}

/** One process of a service: its kept-alive connections, and what is known of how it is. */
export class Replica {
  readonly breaker: Breaker;
  private readonly pool: Pool;
  /** Connections that are not taken when everything waits for an answer. */
  private readonly aside: Pool;
  private trial: Promise<boolean> | undefined;
  private readonly unread: () => void;

  constructor(
    readonly place: Place,
    private readonly options: ReplicaOptions = {},
  ) {
    const { connections = 32, connectTimeoutInMs = 1_000 } = options;
    const { url, ip } = place;
    this.breaker = new Breaker(options);
    this.unread = readPeer(options.name ?? url, this.breaker);
    const connect = { timeout: connectTimeoutInMs, ...(ip && { lookup: pinnedTo(ip) }) };
    const usual = { keepAliveTimeout: 30_000, connect };
    this.pool = new Pool(new URL(url).origin, { ...usual, connections });
    this.aside = new Pool(new URL(url).origin, { ...usual, connections: 2 });
  }

  get address(): string {
    return this.place.url;
  }

  post(path: string, request: TransportRequest): Promise<TransportAnswer> {
    return this.breaker.run(() => this.exchange(path, request), request.patient);
  }

  /** Beside all others, and whether or not it is spared. */
  async probe(path: string, timeoutInMs: number): Promise<Probe> {
    const { now, answeredAt } = this.breaker;
    const started = now();
    const answer = await this.get(path, timeoutInMs).catch(() => undefined);
    return {
      address: this.place.ip ? `${this.address} (${this.place.ip})` : this.address,
      answer,
      ms: now() - started,
      spared: this.breaker.isOpen,
      lastAnswerAgoInMs: Number.isFinite(answeredAt) ? now() - answeredAt : null,
    };
  }

  /** Resolves when what is under way is answered. */
  async close(): Promise<void> {
    this.unread();
    await Promise.all([this.pool.close(), this.aside.close()]);
  }

  private async exchange(path: string, { headers, body, timeoutInMs, repeatable, left, check }: TransportRequest) {
    if (left?.aborted) throw new Abandoned();
    const exchange = new Exchange(this.maxBytes);
    const leave = () => exchange.giveUp(new Abandoned());
    const timer = giveUpAfter(timeoutInMs, exchange);
    const watch = repeatable ? undefined : this.watch(exchange);
    left?.addEventListener('abort', leave, { once: true });
    try {
      this.pool.dispatch({ path, method: 'POST', headers, body }, exchange);
      const answer = await exchange.answer;
      check?.(answer);
      return answer;
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
      left?.removeEventListener('abort', leave);
    }
  }

  /**
   * What changes something may take long, and must not be given up while somebody works on it. But a process that has stopped
   * answers nothing at all: when nobody has got an answer for a while, it is asked how it is.
   */
  private watch(exchange: Exchange): NodeJS.Timeout {
    const { silentAfterMs = 500 } = this.options;
    const { breaker } = this;
    const isSilent = () => breaker.now() - breaker.answeredAt >= silentAfterMs;
    return setInterval(async () => {
      if (!isSilent() || (await this.isAlive()) || !isSilent()) return;
      exchange.giveUp(new TimedOut('It gives no sign of life'));
    }, silentAfterMs);
  }

  /** Any answer will do. */
  private isAlive(): Promise<boolean> {
    const { signOfLifeWithinMs = 2_000 } = this.options;
    this.trial ??= this.get('/health', signOfLifeWithinMs)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        this.trial = undefined;
      });
    return this.trial;
  }

  private async get(path: string, timeoutInMs: number): Promise<TransportAnswer> {
    const exchange = new Exchange(this.maxBytes);
    const timer = giveUpAfter(timeoutInMs, exchange);
    try {
      this.aside.dispatch({ path, method: 'GET' }, exchange);
      return await exchange.answer;
    } finally {
      clearTimeout(timer);
    }
  }

  private get maxBytes(): number {
    return this.options.maxAnswerInBytes ?? 5_000_000;
  }
}

/** A process that was busy itself looks first whether the answer is there. */
const giveUpAfter = (timeoutInMs: number, exchange: Exchange): NodeJS.Timeout =>
  setTimeout(
    () => setImmediate(() => exchange.giveUp(new TimedOut(`No answer within ${timeoutInMs} ms`))),
    timeoutInMs,
  );

/** Connects to this address, whatever the name; certificates and the host header are still about the name. */
const pinnedTo =
  (ip: string): LookupFunction =>
  (_hostname, { all }, done) => {
    const family = isIPv6(ip) ? 6 : 4;
    if (all) done(null, [{ address: ip, family }]);
    else done(null, ip, family);
  };
