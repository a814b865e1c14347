import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface ChildOptions {
  name: string;
  /** The bundle, or in development the source. */
  command: string[];
  environment: Record<string, string>;
  readyUrl: string;
  logDirectory: string;
  say(line: string): void;
}

const READY_TIMEOUT_IN_MS = 60_000;
const STOP_TIMEOUT_IN_MS = 8_000;
/** What dies sooner would only die again: each time it waits longer. */
const SERVED_AFTER_MS = 3_000;

/** A process of the system: restarted with growing delays when it dies, stopped on request. Its stdin is our sign of life. */
export class Child {
  private process?: ChildProcess;
  private stopping = false;
  private failures = 0;
  private lastLines: string[] = [];
  private readonly log: WriteStream;

  constructor(private readonly options: ChildOptions) {
    mkdirSync(options.logDirectory, { recursive: true });
    this.log = createWriteStream(join(options.logDirectory, `${options.name}.log`), { flags: 'a' });
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.process?.kill(signal);
  }

  start(): void {
    const { command, environment, name } = this.options;
    const startedAt = Date.now();
    const child = spawn(command[0]!, command.slice(1), { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process = child;
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        this.log.write(chunk);
        this.lastLines = [...this.lastLines, ...chunk.toString().split('\n').filter(Boolean)].slice(-20);
      });
    }
    child.stdin!.on('error', () => {});
    child.once('error', (error) => this.options.say(`${name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (this.stopping) return;
      if (Date.now() - startedAt > SERVED_AFTER_MS) this.failures = 0;
      const wait = Math.min(10_000, 250 * 2 ** this.failures++);
      this.options.say(`${name} ended (${signal ?? `code ${code}`}); it starts again in ${wait / 1000} s`);
      setTimeout(() => {
        if (!this.stopping) this.start();
      }, wait).unref();
    });
  }

  /** Restarts it now, as after a change of its code. */
  async restart(): Promise<void> {
    await this.stop();
    this.stopping = false;
    this.start();
  }

  /** Resolves when it really answers; throws with its last words when it does not. */
  async ready(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_IN_MS;
    while (Date.now() < deadline) {
      if (this.failures >= 3) break;
      try {
        const { ok } = await fetch(this.options.readyUrl, { signal: AbortSignal.timeout(2_000) });
        if (ok) return;
      } catch {
        // not yet
      }
      await delay(50);
    }
    throw new Error(
      `${this.options.name} does not get ready. It said last:\n  ${this.lastLines.slice(-8).join('\n  ')}`,
    );
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_IN_MS);
    await ended;
    clearTimeout(timer);
  }
}
