interface Shared<Answer> {
  answer: Promise<Answer>;
  waiting: number;
  /** Ends when nobody waits any more. */
  left: AbortController;
}

/** The same request of several at the same time is sent once, and given up when all of them have left. */
export class SharedRequests<Answer> {
  private readonly underWay = new Map<string, Shared<Answer>>();

  /** `left`: when this one leaves; who has none never does. */
  ask(key: string, left: AbortSignal | undefined, send: (left: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const shared = this.underWay.get(key) ?? this.begin(key, send);
    shared.waiting++;
    left?.addEventListener('abort', () => this.leave(key, shared), { once: true });
    return shared.answer;
  }

  private begin(key: string, send: (left: AbortSignal) => Promise<Answer>): Shared<Answer> {
    const left = new AbortController();
    const answer = send(left.signal).finally(() => this.forget(key, shared));
    const shared: Shared<Answer> = { answer, waiting: 0, left };
    this.underWay.set(key, shared);
    return shared;
  }

  private leave(key: string, shared: Shared<Answer>): void {
    if (--shared.waiting > 0) return;
    this.forget(key, shared); // who comes now gets a request that nobody has given up
    shared.left.abort();
  }

  private forget(key: string, shared: Shared<Answer>): void {
    if (this.underWay.get(key) === shared) this.underWay.delete(key);
  }
}
