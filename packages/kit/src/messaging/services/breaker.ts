import { Abandoned, AnswerTooLong, NotSent, TimedOut } from '../transport.ts';

export interface BreakerOptions {
  /** Requests under way at the same time, at most. Default: 512. */
  limit?: number;
  /** Default: 5. */
  failuresToOpen?: number;
  /** For so long nothing is sent. Default: 1,000. */
  pauseInMs?: number;
  now?(): number;
}

/** Who waited for less cannot tell a hanging process from a busy one. */
const HANGS_AFTER_MS = 1_000;

/**
 * Spares a process that does not answer, and those who wait for it. It opens after five failures in a row, or when a request
 * is not answered in time and no other one was in the meantime: many who wait for one shared request find out as soon as many
 * who send one each. Then nothing is sent for a second; after that one request may try, and its answer decides.
 */
export class Breaker {
  underWay = 0;
  /** The last time that there was an answer. */
  answeredAt = Number.NEGATIVE_INFINITY;
  readonly now: () => number;
  private readonly limit: number;
  private readonly failuresToOpen: number;
  private readonly pauseInMs: number;
  private failures = 0;
  private openUntil = 0;
  private trying = false;

  constructor({
    limit = 512,
    failuresToOpen = 5,
    pauseInMs = 1_000,
    now = () => performance.now(),
  }: BreakerOptions = {}) {
    this.limit = limit;
    this.failuresToOpen = failuresToOpen;
    this.pauseInMs = pauseInMs;
    this.now = now;
  }

  /** It has not answered lately: the next request, if there may be one, is a trial. */
  get isOpen(): boolean {
    return this.failures >= this.failuresToOpen;
  }

  get admits(): boolean {
    if (this.underWay >= this.limit) return false;
    return !this.isOpen || (!this.trying && this.now() >= this.openUntil);
  }

  /** `patient`: it is sent even if nothing should be. */
  async run<T>(send: () => Promise<T>, patient = false): Promise<T> {
    if (!patient && !this.admits)
      throw new NotSent(this.isOpen ? 'It has not answered lately' : `${this.limit} requests are under way`);
    const isTrial = this.isOpen && !patient;
    if (isTrial) this.trying = true;
    const sentAt = this.now();
    this.underWay++;
    try {
      const answer = await send();
      this.answered();
      return answer;
    } catch (error) {
      if (error instanceof AnswerTooLong) this.answered();
      else if (!(error instanceof Abandoned)) this.failed(error, sentAt);
      throw error;
    } finally {
      this.underWay--;
      if (isTrial) this.trying = false;
    }
  }

  private answered(): void {
    this.failures = 0;
    this.answeredAt = this.now();
  }

  private failed(error: unknown, sentAt: number): void {
    const now = this.now();
    const hangs = error instanceof TimedOut && now - sentAt >= HANGS_AFTER_MS && this.answeredAt < sentAt;
    this.failures = hangs ? Math.max(this.failures + 1, this.failuresToOpen) : this.failures + 1;
    if (this.isOpen) this.openUntil = now + this.pauseInMs;
  }
}
