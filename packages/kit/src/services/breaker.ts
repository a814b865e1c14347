const PAUSE_IN_MS = 1_000;

/** Why nothing was sent: the other side did not answer lately, or has enough to do. */
export class NotSent extends Error {}

/**
 * Spares a subgraph that does not answer, and those who wait for it. After five failures in a row nothing is sent for a second;
 * then one request may try, and its answer decides. At most `limit` requests are under way at once.
 */
export class Breaker {
  private failures = 0;
  private openUntil = 0;
  private trying = false;
  private underWay = 0;

  constructor(private readonly options: { limit?: number; failuresToOpen?: number; now?(): number } = {}) {}

  async run<T>(send: () => Promise<T>): Promise<T> {
    const { limit = 512, failuresToOpen = 5, now = () => performance.now() } = this.options;
    if (this.underWay >= limit) throw new NotSent(`${limit} requests are under way`);
    const open = this.failures >= failuresToOpen;
    if (open && (this.trying || now() < this.openUntil)) throw new NotSent('It has not answered lately');
    this.trying = open;
    this.underWay++;
    try {
      const answer = await send();
      this.failures = 0;
      return answer;
    } catch (error) {
      if (++this.failures >= failuresToOpen) this.openUntil = now() + PAUSE_IN_MS;
      throw error;
    } finally {
      this.underWay--;
      if (open) this.trying = false;
    }
  }
}
