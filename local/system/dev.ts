import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { watch } from 'chokidar';
import type { Child } from './child.ts';
import { addWork, type Inputs, readInputs, type Work } from './sources.ts';
import type { RunningSystem } from './system.ts';

const WATCHED = ['subgraphs', 'packages', 'gateway', 'storefront', 'local', 'supergraph.yaml', 'rate-limits.yaml'];
const IGNORED = /(^|\/)(node_modules|dist|test|\.[^/]*)(\/|$)/;
/** An editor that saves all its files saves them within this time. */
const SETTLES_WITHIN_MS = 150;
const TAKEN_WITHIN_MS = 15_000;

/** Resolves when every save from now on is noticed. */
export async function watchSources(root: string, system: RunningSystem, say: (line: string) => void): Promise<void> {
  const development = new Development(root, system.processes, say);
  const watcher = watch(WATCHED, {
    cwd: root,
    ignoreInitial: true,
    ignored: (path) => IGNORED.test(path.startsWith(root) ? path.slice(root.length) : path),
  });
  watcher.on('error', (error) => say(`Changes are not noticed any more: ${(error as Error).message}`));
  await new Promise<void>((ready) => watcher.once('ready', () => ready()));
  for (const event of ['add', 'change', 'unlink'] as const)
    watcher.on(event, (path) => development.changed(path.replaceAll('\\', '/')));
}

/** Brings what was saved into the running system: one build at a time, and nothing of it before all of it is built and composes. */
class Development {
  private readonly saved = new Set<string>();
  /** What is still to do: work that failed waits here for the next save. */
  private due: Work = { build: new Set(), restart: new Set(), compose: false };
  private inputs: Inputs;
  private busy = false;
  private readonly next: string;

  constructor(
    private readonly root: string,
    private readonly processes: ReadonlyMap<string, Child>,
    private readonly say: (line: string) => void,
  ) {
    this.next = join(root, 'local/system/dist/next');
    this.inputs = readInputs(root, processes.keys());
  }

  changed(file: string): void {
    this.saved.add(file);
    if (!this.busy) void this.catchUp();
  }

  private async catchUp(): Promise<void> {
    this.busy = true;
    while (this.saved.size > 0) {
      await delay(SETTLES_WITHIN_MS);
      const files = [...this.saved];
      this.saved.clear();
      try {
        await this.take(files);
      } catch (error) {
        this.say(`Not ready: ${(error as Error).message}`);
      }
    }
    this.busy = false;
  }

  private async take(files: string[]): Promise<void> {
    for (const file of files) addWork(this.due, file, this.inputs);
    const { build, restart, compose } = this.due;
    if (build.size + restart.size === 0 && !compose) return this.mention(files);
    const started = performance.now();
    this.say(`${namesOf(files)} changed`);
    if (!(await this.prepare(build, compose))) return;

    this.due = { build: new Set(), restart: new Set(), compose: false };
    for (const file of filesBelow(this.next, '')) if (!isComposed(file)) this.place(file);
    this.inputs = readInputs(this.root, this.processes.keys());
    const door = this.processes.has('single') ? 'single' : 'gateway';
    await this.restart([...restart].filter((name) => name !== door));
    await this.takeGraph(restart.has(door) ? undefined : this.processes.get(door));
    if (restart.has(door)) await this.restart([door]);
    const parts = [...(compose ? ['the graph'] : []), ...restart];
    this.say(`Ready again (${((performance.now() - started) / 1000).toFixed(1)} s): ${parts.join(', ')}`);
  }

  /** Builds and composes beside what runs. Says what is wrong when one of them cannot be done. */
  private async prepare(build: ReadonlySet<string>, compose: boolean): Promise<boolean> {
    rmSync(this.next, { recursive: true, force: true });
    mkdirSync(this.next, { recursive: true });
    const [built, composed] = await Promise.all([
      build.size > 0 ? this.run(['local/build.mjs', '--into', this.next, ...build]) : undefined,
      compose ? this.run(['--import', 'tsx', 'local/compose.ts', '--into', this.next]) : undefined,
    ]);
    // what does not parse does not compose either: that is said once
    const wrong = built ?? composed;
    if (wrong === undefined) return true;
    this.say(`${built === undefined ? 'The graph' : 'The build'} has failed; the last good version goes on`);
    process.stderr.write(`\n${wrong}\n\n`);
    return false;
  }

  /** What a script said when it failed, undefined when it did not. */
  private async run(args: string[]): Promise<string | undefined> {
    const env = { ...process.env, ...(process.stderr.isTTY && { FORCE_COLOR: '1' }) };
    const child = spawn(process.execPath, args, { cwd: this.root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return code === 0 ? undefined : errors.trim();
  }

  private async restart(names: readonly string[]): Promise<void> {
    const children = names.map((name) => this.processes.get(name)).filter((child) => child !== undefined);
    await Promise.all(children.map((child) => child.restart()));
    await Promise.all(children.map((child) => child.ready()));
  }

  /** After the subgraphs that answer it: the graph is taken over by whoever is at the door, or read by it when it starts. */
  private async takeGraph(door: Child | undefined): Promise<void> {
    const different = filesBelow(this.next, '').filter((file) => isComposed(file) && !this.isSame(file));
    const taken = different.includes('supergraph.graphql') && door?.says('the supergraph has changed', TAKEN_WITHIN_MS);
    for (const file of different) this.place(file);
    if (taken && !(await taken)) throw new Error('the gateway does not take the new graph; its log says why');
  }

  private isSame(file: string): boolean {
    const [now, next] = [join(this.root, file), join(this.next, file)];
    return existsSync(now) && readFileSync(now, 'utf8') === readFileSync(next, 'utf8');
  }

  private place(file: string): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    renameSync(join(this.next, file), join(this.root, file));
  }

  private mention(files: readonly string[]): void {
    const own = files.filter((file) => /^local\/(system|postgres)\/(?!.*\.test\.ts$)/.test(file));
    if (own.length > 0) this.say(`${namesOf(own)} changed: that is what runs here, so start "pnpm dev" again`);
  }
}

const isComposed = (file: string): boolean => file.endsWith('.graphql');
const namesOf = (files: readonly string[]): string =>
  files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');

function filesBelow(folder: string, path: string): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const below = path ? `${path}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesBelow(folder, below) : [below];
  });
}
