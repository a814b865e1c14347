import { setTimeout as delay } from 'node:timers/promises';
import type postgres from 'postgres';
import { observeQuery, type PoolUse } from '../process/signals/statements.ts';
import type { RequestWork } from '../graph/work.ts';

/** What postgres.js knows of a statement beside its types: whether it runs just now, and how to cancel it. `any`: rows are what drizzle makes of them. */
interface Statement extends postgres.PendingQuery<any> {
  active: boolean;
  canceller(statement: Statement): Promise<void>;
}
type Rows = postgres.RowList<any>;

const REPEATS = 3;
const LONGEST_WAIT_IN_MS = 1_000;

/**
 * The connections of queries. What is sent here ends when its request is stopped: what waits is dropped, what runs is
 * cancelled. Postgres cancels whatever a connection runs when the message arrives, which may be the next statement already: so
 * only statements that can be repeated are sent here, one at a time on a connection, and one that was hit by mistake is repeated.
 */
export class Readers {
  private readonly waiting = new Set<() => void>();
  /** Messages to Postgres that cancel: how many went out, and how many of them have done all that they can do. */
  private readonly cancels = { sent: 0, done: 0 };

  private free: number;

  constructor(
    private readonly client: postgres.Sql,
    readonly use: PoolUse,
  ) {
    this.free = client.options.max;
  }

  /** As postgres.js: rows as objects, or as arrays when `values` is called at once. */
  unsafe(work: RequestWork, query: string, parameters: any[], options: object) {
    let asArrays = false;
    const send = () => {
      const statement = this.client.unsafe(query, parameters, options);
      return (asArrays ? statement.values() : statement) as Statement;
    };
    const rows = Promise.resolve().then(() => observeQuery(query, this.use, () => this.ask(work, send)));
    const values = () => {
      asArrays = true;
      return rows;
    };
    return Object.assign(rows, { values });
  }

  private async ask(work: RequestWork, send: () => Statement): Promise<Rows> {
    for (let repeats = 0; ; repeats++) {
      if (work.stopped) throw work.stopped;
      if (this.free > 0) this.free--;
      else await this.turn(work);
      if (work.stopped) {
        this.leave();
        throw work.stopped;
      }
      const { done } = this.cancels;
      try {
        return await this.run(work, send());
      } catch (error) {
        const hitByMistake = isCancelled(error) && this.cancels.sent > done && !work.stopped;
        if (!hitByMistake || repeats === REPEATS) throw error;
      }
    }
  }

  private turn(work: RequestWork): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        waits.done();
        resolve();
      };
      const waits = work.begin(() => {
        this.waiting.delete(begin);
        reject(work.stopped);
      });
      this.waiting.add(begin);
    });
  }

  private leave(): void {
    const [next] = this.waiting;
    if (!next) return void this.free++;
    this.waiting.delete(next);
    next();
  }

  private run(work: RequestWork, statement: Statement): Promise<Rows> {
    return new Promise((resolve, reject) => {
      let settled = false;
      const runs = work.begin(() => {
        reject(work.stopped);
        void this.cancel(statement, () => settled);
      });
      const settle = () => {
        settled = true;
        runs.done();
        this.leave();
      };
      statement.then(
        (rows: Rows) => {
          settle();
          resolve(rows);
        },
        (error: unknown) => {
          settle();
          reject(error);
        },
      );
    });
  }

  /**
   * Again until it is settled: Postgres ignores what arrives between the parts of a statement. Not before it runs: postgres.js
   * 3.4.9 loses a connection that is still being opened for a cancelled statement.
   */
  private async cancel(statement: Statement, settled: () => boolean): Promise<void> {
    for (let wait = 10; !settled(); wait = Math.min(wait * 2, LONGEST_WAIT_IN_MS)) {
      if (statement.active) {
        this.cancels.sent++;
        await statement.canceller(statement).catch(() => {}); // Postgres cannot be reached: then nothing runs there
        this.cancels.done++;
      }
      await delay(wait, undefined, { ref: false });
    }
  }
}

/** By request: the time-out has the same code. */
function isCancelled(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  return code === '57014' && !message.includes('timeout');
}
