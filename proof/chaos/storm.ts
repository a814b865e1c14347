import { setTimeout as delay } from 'node:timers/promises';

const LOOK_BEFORE_THE_END_IN_MS = 2_000;
const LONGER_BY_MS = 15_000;

export interface StormTimes {
  seconds: number;
  /** It never lasts longer, whatever it has seen. */
  atMostSeconds: number;
}

/** How long a storm lasts: as long as planned, and on while it has not seen enough, within a bound. */
export class Storm {
  private endsAt: number;
  private readonly endsAtTheLatest: number;

  constructor({ seconds, atMostSeconds }: StormTimes) {
    this.endsAt = Date.now() + seconds * 1_000;
    this.endsAtTheLatest = Date.now() + Math.max(seconds, atMostSeconds) * 1_000;
  }

  readonly isOpen = (): boolean => Date.now() < this.endsAt;

  /** Resolves when its end is sure. `missing`: what it should have seen and has not; it may fail while the databases are down. */
  async goOnWhile(missing: () => Promise<string[]>, say: (line: string) => void): Promise<void> {
    for (;;) {
      await delay(Math.max(0, this.endsAt - Date.now() - LOOK_BEFORE_THE_END_IN_MS));
      if (this.endsAt >= this.endsAtTheLatest) return;
      const lacks = await missing().catch(() => ['nobody can tell at the moment']);
      if (lacks.length === 0) return;
      this.endsAt = Math.min(this.endsAt + LONGER_BY_MS, this.endsAtTheLatest);
      say(`The storm goes on, it has not seen enough: ${lacks.join('; ')}`);
    }
  }
}
