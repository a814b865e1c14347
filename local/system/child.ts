import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, on } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface ChildOptions {
  name: string;
  /** The bundle, or in development the source. */
  command: [program: string, ...rest: string[]];
  environment: Record<string, string>;
  readyUrl: string;
  logDirectory: string;
  /** A process group of its own: a Ctrl-C in our terminal is for us, who stop it in its turn. */
  apart?: boolean;
  say(line: string): void;
}

const READY_TIMEOUT_IN_MS = 60_000;
const STOP_TIMEOUT_IN_MS = 8_000;
/** What dies sooner would only die again: each time it waits longer. */
const SERVED_AFTER_MS = 3_000;

/** A process of the system: restarted with growing delays when it dies, stopped on request. Its stdin is our sign of life. */
export class Child {
  private running?: { process: ChildProcess; ended: Promise<void> };
  private stopping = false;
  private retired = false;
  private again?: NodeJS.Timeout;
  private failures = 0;
  private lastLines: string[] = [];
  private readonly lines = new EventEmitter<{ line: [string] }>();
  private readonly log: WriteStream;

  constructor(private readonly options: ChildOptions) {
    const { logDirectory, name, say } = options;
    mkdirSync(logDirectory, { recursive: true });
    this.log = createWriteStream(join(logDirectory, `${name}.log`), { flags: 'a' });
    this.log.once('error', ({ message }) => say(`${name} goes on without its log: ${message}`));
  }

  get pid(): number {
    return this.running?.process.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.running?.process.kill(signal);
  }

  start(): void {
    const { environment, apart } = this.options;
    const [program, ...rest] = this.options.command;
    clearTimeout(this.again);
    const startedAt = Date.now();
    const child = spawn(program, rest, {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: apart && process.platform !== 'win32', // there it would be a window of its own
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        if (!this.log.destroyed) this.log.write(chunk);
        const lines = chunk.toString().split('\n').filter(Boolean);
        this.lastLines = [...this.lastLines, ...lines].slice(-20);
        for (const line of lines) this.lines.emit('line', line);
      });
    }
    child.stdin.on('error', () => {});
    const ended = new Promise<string>((end) => {
      child.once('error', (error) => end(`it could not be started: ${error.message}`));
      child.once('exit', (code, signal) => end(signal ?? `code ${code}`));
    }).then((how) => this.hasEnded(how, startedAt));
    this.running = { process: child, ended };
  }

  /** For good: its end is no surprise from now on, and nobody restarts it. */
  letGo(): void {
    this.retired = true;
    this.stopping = true;
    clearTimeout(this.again);
  }

  /** Restarts it now, as after a change of its code. */
  async restart(): Promise<void> {
    await this.stop();
    if (this.retired) return;
    this.stopping = false;
    this.failures = 0;
    this.lastLines = [];
    this.start();
  }

  /** Resolves when it really answers; throws with its last words when it does not. */
  async ready(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_IN_MS;
    while (Date.now() < deadline && this.failures < 3 && !this.stopping) {
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

  /** Whether it writes a line with this text into its log, from now on and within that time. */
  async says(text: string, withinInMs: number): Promise<boolean> {
    const signal = AbortSignal.timeout(withinInMs);
    try {
      for await (const [line] of on(this.lines, 'line', { signal })) if (line.includes(text)) return true;
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
    }
    return false;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.again);
    const { running } = this;
    if (!running) return;
    running.process.kill('SIGTERM');
    const timer = setTimeout(() => running.process.kill('SIGKILL'), STOP_TIMEOUT_IN_MS);
    await running.ended;
    clearTimeout(timer);
  }

  private hasEnded(how: string, startedAt: number): void {
    this.running = undefined;
    if (this.stopping) return;
    if (Date.now() - startedAt > SERVED_AFTER_MS) this.failures = 0;
    const wait = Math.min(10_000, 250 * 2 ** this.failures++);
    const say = () => this.options.say(`${this.options.name} ended (${how}); it starts again in ${wait / 1000} s`);
    // a Ctrl-C reaches a child that has no group of its own yet, too, and may reach it first: it is let go in a moment
    const isCtrlC = how === 'SIGINT';
    if (!isCtrlC) say();
    this.again = setTimeout(() => {
      if (isCtrlC) say();
      this.start();
    }, wait).unref();
  }
}
