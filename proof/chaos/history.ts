import { writeFileSync } from 'node:fs';

/** `unknown`: nobody answered, so it may or may not have happened. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** What a shopper did and was told. */
export interface Entry {
  at: number;
  shopper: string;
  /** One trip to the shop: one cart, one e-mail address. */
  visit: string;
  action: 'place' | 'pay' | 'cancel' | 'refund' | 'read' | 'readForeign' | 'restock';
  outcome: Outcome;
  key?: string;
  email?: string;
  orderId?: string;
  /** The code of a refusal. */
  code?: string;
  status?: string;
  paymentStatus?: string;
  amount?: string;
}

export class History {
  readonly entries: Entry[] = [];
  private readonly startedAt = Date.now();

  add(entry: Omit<Entry, 'at'>): void {
    this.entries.push({ at: Date.now() - this.startedAt, ...entry });
  }

  of(action: Entry['action'], outcome?: Outcome): Entry[] {
    return this.entries.filter(
      (entry) => entry.action === action && (outcome === undefined || entry.outcome === outcome),
    );
  }

  write(file: string): void {
    writeFileSync(file, this.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
}
