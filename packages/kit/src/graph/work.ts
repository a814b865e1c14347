import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from './errors.ts';

const current = new AsyncLocalStorage<RequestWork>();

/** The request that is served here, if one is. */
export const currentWork = (): RequestWork | undefined => current.getStore();

/** Why a query ended before its answer was complete. */
export class Stopped extends DomainError {}

const LONGEST_DEADLINE_IN_MS = 600_000;

/** How much one operation may make a service load. */
export interface LoadLimits {
  representations: number;
  objects: number;
}

/** Who needs more entities asks several times, as the gateway does. */
export const MOST_REPRESENTATIONS = 200;

/**
 * The gateway lets an operation pass that costs so much, which is one for each object that it asks for (REQUEST_COST_LIMIT). It takes lists that say nothing of their length for short ones, such as the
 * lines of an order: four times as many objects leave room for longer ones, and fit into the memory of a service.
 */
export const loadLimitsFor = (costLimit = 5_000): LoadLimits => ({
  representations: MOST_REPRESENTATIONS,
  objects: 4 * costLimit,
});

/**
 * What goes on for one request. A query ends when nobody waits for its answer any more: its statements are cancelled and no
 * more are sent. A mutation runs to its end, and so does all that is done without a request.
 */
export class RequestWork {
  /** Root fields of Query say so; until then it is not known. */
  isQuery = false;
  private objects = 0;
  private representations = 0;
  private reason: Stopped | undefined;
  private readonly underWay = new Set<() => void>();

  constructor(private readonly limits = loadLimitsFor()) {}

  run<Result>(serve: () => Result): Result {
    return current.run(this, serve);
  }

  /** Why a query may do no more. */
  get stopped(): Stopped | undefined {
    return this.isQuery ? this.reason : undefined;
  }

  stop(reason: Stopped): void {
    this.reason ??= reason;
    if (this.isQuery) for (const end of this.underWay) end();
  }

  /** `end` is called when the query is stopped, unless what was begun is done before. */
  begin(end: () => void): { done(): void } {
    this.underWay.add(end);
    return { done: () => void this.underWay.delete(end) };
  }

  /** Throws, and stops a query, when it has loaded more objects than it may. */
  count(objects: number): void {
    this.objects += objects;
    if (this.objectsLeft < 0) this.refuse('objects');
  }

  get objectsLeft(): number {
    return this.limits.objects - this.objects;
  }

  askForEntities(count: number): void {
    this.representations += count;
    if (this.representations > this.limits.representations) this.refuse('representations');
  }

  private refuse(rule: keyof LoadLimits): never {
    const tooMuch = new Stopped('OPERATION_NOT_ALLOWED', 'This asks for too much at once: ask for less, or for pages', {
      rule,
      limit: this.limits[rule],
    });
    this.stop(tooMuch);
    throw tooMuch;
  }

  /** Stops when so many milliseconds have passed, as a header says them; other texts mean no deadline. */
  stopAfter(milliseconds: string | undefined): NodeJS.Timeout | undefined {
    if (!milliseconds || !/^\d{1,6}$/.test(milliseconds)) return undefined;
    const wait = Math.min(Number(milliseconds), LONGEST_DEADLINE_IN_MS);
    return setTimeout(() => this.stop(outOfTime()), wait).unref();
  }
}

export const outOfTime = () => new Stopped('SERVICE_UNAVAILABLE', 'There was no time left for this');
export const nobodyWaits = () => new Stopped('SERVICE_UNAVAILABLE', 'Nobody waits for this any more');
