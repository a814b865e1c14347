import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deletePostgresData } from '../postgres/postgres.ts';
import { choosePorts, type Ports, portVariables } from './layout.ts';

const root = join(import.meta.dirname, '../..');
const LEFT_OUT = new Set(['.git', '.storegraph', 'artifacts', 'bench', 'docs', 'node_modules', 'proof', 'test']);

/** This checkout, built, once more: what is saved in it, or kept by what runs in it, stays in it. */
export class Checkout implements AsyncDisposable {
  readonly root: string;
  private readonly commands: Command[] = [];

  private constructor(readonly ports: Ports) {
    mkdirSync(join(root, 'artifacts'), { recursive: true });
    // on the same disk, so that a file is a link: the build sees by its date that nothing is to be built
    this.root = mkdtempSync(join(root, 'artifacts/checkout-'));
    for (const name of readdirSync(root)) if (!LEFT_OUT.has(name)) link(join(root, name), join(this.root, name));
    mkdirSync(join(this.root, 'node_modules'));
    // packages of the workspace are those of the copy
    for (const name of readdirSync(join(root, 'node_modules'))) {
      const [ours, copy] = [join(root, 'node_modules', name), join(this.root, 'node_modules', name)];
      if (name === '@storegraph') link(ours, copy);
      else symlinkSync(ours, copy);
    }
  }

  static async copy(): Promise<Checkout> {
    return new Checkout(await choosePorts('free'));
  }

  /** `pnpm start` as a terminal runs it: in the foreground, with a process group for what a Ctrl-C reaches. */
  start(args: string[], environment: Record<string, string> = {}): Command {
    const ports = Object.entries(portVariables).map(([name, [variable]]) => [
      variable,
      String(this.ports[name as keyof Ports]),
    ]);
    const env = { ...process.env, ...Object.fromEntries(ports), ...environment };
    const command = new Command(spawn('node', ['local/start.mjs', ...args], { cwd: this.root, env, detached: true }));
    this.commands.push(command);
    return command;
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  /** As editors do: another file takes the name of the old one. */
  save(file: string, content: string): void {
    writeFileSync(join(this.root, `${file}~`), content);
    renameSync(join(this.root, `${file}~`), join(this.root, file));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.commands.map((command) => command.interrupt()));
    deletePostgresData(join(this.root, '.storegraph/postgres'));
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A command in a terminal, and what it says there. */
export class Command {
  output = '';
  private readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk;
      });
    this.ended = once(child, 'close').then(([code]) => code);
  }

  /** Waits until it has said this so often. */
  async says(text: string, times = 1, withinInMs = 80_000): Promise<void> {
    const deadline = Date.now() + withinInMs;
    while (this.output.split(text).length <= times) {
      if (Date.now() > deadline || this.child.exitCode !== null)
        throw new Error(`It does not say "${text}", but:\n${this.output}`);
      await delay(50);
    }
  }

  /** Ctrl-C; with the exit code. */
  async interrupt(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.pid) process.kill(-this.child.pid, 'SIGINT');
    return this.ended;
  }

  end(): Promise<number | null> {
    return this.ended;
  }
}

function link(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false })?.isDirectory()) {
    mkdirSync(to);
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, copy] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), copy);
      else link(source, copy);
    }
    return;
  }
  try {
    linkSync(from, to);
  } catch (error) {
    // it has another name by now: what a process of another test had compiled, and was writing
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
