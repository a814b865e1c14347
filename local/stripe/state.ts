import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missing } from './errors.ts';

const tables = [
  'customers',
  'payment_methods',
  'payment_intents',
  'setup_intents',
  'charges',
  'refunds',
  'balance_transactions',
  'events',
  'idempotency_keys',
  'outbox',
] as const;
export type Table = (typeof tables)[number];

/** Fields that start with an underscore are ours and never leave. `any`: they are those of all the objects of Stripe. */
export interface StripeObject {
  id: string;
  created?: number;
  [field: string]: any;
}

export const newStripeId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
export const nowInSeconds = (): number => Math.floor(Date.now() / 1000);
export const withoutPrivate = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key.startsWith('_') ? undefined : inner)));

/**
 * Everything this Stripe knows: maps in memory, and a journal on disk with one line per answered request, written before
 * the answer. A torn last line is a request that was never answered.
 */
export class State {
  private readonly maps = Object.fromEntries(tables.map((table) => [table, new Map()])) as Record<
    Table,
    Map<string, StripeObject>
  >;
  private changed = new Map<string, [Table, string]>();
  private readonly journal: string | undefined;

  constructor(directory?: string) {
    if (!directory) return;
    mkdirSync(directory, { recursive: true });
    this.journal = join(directory, 'stripe.jsonl');
    if (existsSync(this.journal)) this.restore(this.journal);
  }

  put<T extends StripeObject>(table: Table, object: T): T {
    this.maps[table].set(object.id, object);
    this.changed.set(`${table} ${object.id}`, [table, object.id]);
    return object;
  }

  remove(table: Table, id: string): void {
    if (this.maps[table].delete(id)) this.changed.set(`${table} ${id}`, [table, id]);
  }

  find(table: Table, id: string): StripeObject | undefined {
    return this.maps[table].get(id);
  }

  get(table: Table, id: string, param = 'id'): StripeObject {
    const object = this.find(table, id);
    if (!object) throw missing(table.replace(/s$/, ''), id, param);
    return object;
  }

  all(table: Table): StripeObject[] {
    return [...this.maps[table].values()];
  }

  dump(): Record<string, StripeObject[]> {
    return Object.fromEntries(tables.map((table) => [table, this.all(table)]));
  }

  /** Makes what has changed durable. Call before answering. */
  commit(): void {
    if (this.changed.size === 0) return;
    const entries = [...this.changed.values()].map(([table, id]) => [table, id, this.find(table, id) ?? null]);
    this.changed = new Map();
    if (this.journal) appendFileSync(this.journal, `${JSON.stringify(entries)}\n`);
  }

  private restore(journal: string): void {
    for (const line of readFileSync(journal, 'utf8').split('\n')) {
      const entries = parseLine(line);
      for (const [table, id, object] of entries) {
        if (object) this.maps[table]?.set(id, object);
        else this.maps[table]?.delete(id);
      }
    }
    const kept = tables.flatMap((table) => this.all(table).map((object) => [table, object.id, object]));
    writeFileSync(`${journal}.new`, kept.map((entry) => `${JSON.stringify([entry])}\n`).join(''));
    renameSync(`${journal}.new`, journal);
  }
}

function parseLine(line: string): [Table, string, StripeObject | null][] {
  try {
    return JSON.parse(line);
  } catch {
    return [];
  }
}
