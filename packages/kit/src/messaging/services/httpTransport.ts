import {
  ConnectionLost,
  NotSent,
  type TransportAnswer,
  type Transport,
  type TransportRequest,
  type Probe,
  TimedOut,
} from '../transport.ts';
import { countRetry } from '../../process/signals/peers.ts';
import { isName, type LookUp, lookUpByDns, type Place, placesOf } from './places.ts';
import { Replica, type ReplicaOptions } from './replica.ts';
import { type Addresses, fixed } from './services.ts';

export interface HttpTransportOptions extends ReplicaOptions {
  lookUp?: LookUp;
  /** Names are looked up again every so often. Default: 5,000. */
  lookUpEveryMs?: number;
}

/** So long a spared process has for its trial while another one could answer instead. */
const TRIAL_IN_MS = 500;

/**
 * Over HTTP to a service: to the one of its processes that has least to do. One that does not answer is left out until a trial
 * succeeds. Every address that a name has is a process; names are looked up again and again.
 */
export const httpTransport = (addresses: Addresses | string, options?: HttpTransportOptions): Transport =>
  new Office(typeof addresses === 'string' ? fixed(addresses) : addresses, options);

class Office implements Transport {
  private replicas: ReadonlyMap<string, Replica> = new Map();
  private list: readonly Replica[] = [];
  private turn = 0;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private readonly unfollow: () => void;

  constructor(
    private readonly addresses: Addresses,
    private readonly options: HttpTransportOptions = {},
  ) {
    this.use(addresses.now().map((url) => ({ url })));
    this.unfollow = addresses.onChange(() => void this.lookAgain());
    void this.lookAgain();
  }

  async post(path: string, request: TransportRequest): Promise<TransportAnswer> {
    const first = this.choose(request);
    if (!first) throw new NotSent('It has not answered lately, or has enough to do');
    const until = performance.now() + request.timeoutInMs;
    // a trial does not cost anybody an answer
    const isTrial = first.breaker.isOpen && request.repeatable && this.choose(request, first) !== undefined;
    try {
      return await first.post(path, isTrial ? { ...request, timeoutInMs: TRIAL_IN_MS } : request);
    } catch (error) {
      const timeoutInMs = Math.floor(until - performance.now());
      const mayRepeat = isTrial ? error instanceof TimedOut || wasLost(error, request) : wasLost(error, request);
      const second = mayRepeat && timeoutInMs > 0 ? (this.choose(request, first) ?? this.choose(request)) : undefined;
      if (!second) throw error;
      countRetry(this.options.name ?? second.address);
      return second.post(path, { ...request, timeoutInMs });
    }
  }

  probe(path: string, timeoutInMs: number): Promise<Probe[]> {
    return Promise.all(this.list.map((replica) => replica.probe(path, timeoutInMs)));
  }

  address(): string | undefined {
    return (this.choose({ repeatable: true }) ?? this.list[0])?.address;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.unfollow();
    clearTimeout(this.timer);
    await Promise.all(this.list.map((replica) => replica.close()));
  }

  /** Of those that may be asked the one with the fewest requests under way; in turn where that is the same. */
  private choose({ repeatable, patient }: Pick<TransportRequest, 'repeatable' | 'patient'>, not?: Replica) {
    const { list } = this;
    this.turn = (this.turn + 1) % (list.length || 1);
    // a trial may get lost: rather one of what can be sent again
    const loadOf = ({ breaker }: Replica) => breaker.underWay + (breaker.isOpen && !repeatable ? 1e6 : 0);
    let best: Replica | undefined;
    for (let index = 0; index < list.length; index++) {
      const replica = list[(this.turn + index) % list.length]!;
      if (replica === not || !(patient || replica.breaker.admits)) continue;
      if (!best || loadOf(replica) < loadOf(best)) best = replica;
    }
    return best;
  }

  private async lookAgain(): Promise<void> {
    const { lookUp = lookUpByDns, lookUpEveryMs = 5_000 } = this.options;
    const urls = this.addresses.now();
    const found = await placesOf(urls, lookUp);
    // they have changed meanwhile: another look is under way
    if (this.isClosed || urls !== this.addresses.now()) return;
    this.use(found.flatMap(({ url, places }) => places ?? this.known(url)));
    clearTimeout(this.timer);
    if (urls.some(isName)) this.timer = setTimeout(() => void this.lookAgain(), lookUpEveryMs).unref();
  }

  private known(url: string): Place[] {
    const places = this.list.filter(({ place }) => place.url === url).map(({ place }) => place);
    return places.length > 0 ? places : [{ url }];
  }

  /** Whoever is no longer in the list answers what was sent, and gets nothing more. */
  private use(places: readonly Place[]): void {
    const before = this.replicas;
    this.replicas = new Map(
      places.map((place) => {
        const key = `${place.url} ${place.ip ?? ''}`;
        return [key, before.get(key) ?? new Replica(place, this.options)];
      }),
    );
    this.list = [...this.replicas.values()];
    for (const [key, replica] of before) if (!this.replicas.has(key)) void replica.close();
  }
}

/** Nothing of it arrived, or it may arrive twice. */
const wasLost = (error: unknown, { repeatable }: TransportRequest): boolean =>
  error instanceof ConnectionLost && (repeatable || !error.sent);
