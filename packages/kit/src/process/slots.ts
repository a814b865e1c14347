/** Whose bound is in the way: that of one alone, or the one of all. */
export type Full = 'own' | 'all';

/** What takes long is done for so many at the same time, and for each of them so often: nobody keeps all the others out. */
export class Slots {
  private readonly takenBy = new Map<string, number>();
  private taken = 0;

  constructor(private readonly limits: { each: number; inAll: number }) {}

  /** Returns how to give it back. `whom`: each that it is counted for, such as an address and an account. */
  take(...whom: string[]): (() => void) | Full {
    if (whom.some((one) => this.of(one) >= this.limits.each)) return 'own';
    if (this.taken >= this.limits.inAll) return 'all';
    this.count(whom, 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.count(whom, -1);
      isTaken = false;
    };
  }

  private of(one: string): number {
    return this.takenBy.get(one) ?? 0;
  }

  private count(whom: string[], more: 1 | -1): void {
    this.taken += more;
    for (const one of whom) {
      const now = this.of(one) + more;
      if (now > 0) this.takenBy.set(one, now);
      else this.takenBy.delete(one);
    }
  }
}
