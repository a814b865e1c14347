import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type PostgresOptions, type RunningPostgres, startPostgres } from '../postgres/postgres.ts';
import { storageProblem } from '../storage.mjs';
import { createDatabases } from './databases.ts';
import type { Secrets } from './secrets.ts';

export interface ServerOptions extends Pick<PostgresOptions, 'port' | 'volatile' | 'kept' | 'apart' | 'resolveFrom'> {
  /** Where data, secrets and logs are kept. */
  directory: string;
  secrets: Secrets;
  say(line: string): void;
}

const LONGEST_PAUSE_IN_MS = 10_000;
const WRONG_PASSWORD = '28P01';

/** Our Postgres with a database for each domain: when it ends on its own it is started again on the same data, until it is stopped. */
export class PostgresServer {
  private running?: RunningPostgres;
  private booting?: Promise<RunningPostgres>;
  private stopping = false;

  constructor(private readonly options: ServerOptions) {}

  /** Undefined before the start. */
  get now(): RunningPostgres | undefined {
    return this.running;
  }

  async start(): Promise<void> {
    this.running = await this.boot();
    void this.supervise(this.running);
  }

  /** kill -9; resolves when it is there again. */
  async crash(): Promise<void> {
    const before = this.running;
    if (!before) throw new Error('Postgres is not running yet');
    process.kill(before.pid, 'SIGKILL');
    while (this.running === before) await delay(50);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const last = await this.booting?.catch(() => undefined);
    await last?.stop();
  }

  private async supervise(first: RunningPostgres): Promise<void> {
    for (let running = first; ; this.running = running) {
      await running.ended;
      if (this.stopping) return;
      this.options.say('Postgres ended; it starts again on the same data');
      const again = await this.bootAgain();
      if (!again) return;
      running = again;
    }
  }

  private async bootAgain(): Promise<RunningPostgres | undefined> {
    for (let pause = 1_000; !this.stopping; pause = Math.min(2 * pause, LONGEST_PAUSE_IN_MS)) {
      try {
        return await this.boot();
      } catch (error) {
        if (this.stopping) return undefined;
        this.options.say(`Postgres does not start: ${(error as Error).message}. Next try in ${pause / 1000} s`);
        await delay(pause, undefined, { ref: false });
      }
    }
    return undefined;
  }

  private boot(): Promise<RunningPostgres> {
    this.booting = this.bootOnce().catch((error: Error) => {
      throw storageProblem(error, this.options.directory) ?? error;
    });
    return this.booting;
  }

  private async bootOnce(): Promise<RunningPostgres> {
    const { directory, secrets, say, port, volatile, kept, apart, resolveFrom } = this.options;
    const started = performance.now();
    const folder = join(directory, 'postgres');
    const options = { folder, port, volatile, kept, apart, resolveFrom, say, password: secrets.superuserPassword };
    const postgres = await startWithDatabases(options, secrets).catch((error: { code?: string }) => {
      if (error.code !== WRONG_PASSWORD) throw error;
      say('The secrets are other ones than the data was made with: Postgres takes the new passwords');
      return startWithDatabases({ ...options, newPassword: true }, secrets);
    });
    if (postgres.closed) say('Postgres let every user of this machine in: from now on it asks for a password');
    const how = postgres.adopted ? 'was still running and is taken over' : 'is up';
    say(`Postgres ${how} on port ${port} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return postgres;
  }
}

/** Leaves nothing running when it throws. */
async function startWithDatabases(options: PostgresOptions, { rolePasswords }: Secrets): Promise<RunningPostgres> {
  const postgres = await startPostgres(options);
  try {
    await createDatabases(postgres.superuserUrl, rolePasswords);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
