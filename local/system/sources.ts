import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domains, folderOf } from './layout.ts';

/** What has to be done before a change is running. */
export interface Work {
  /** Processes that are built, restarted, or both. */
  build: Set<string>;
  restart: Set<string>;
  /** Whether the graph may have another shape. */
  compose: boolean;
}

/** From a process to the files that its bundles were made of, as the build wrote them down. */
export type Inputs = ReadonlyMap<string, ReadonlySet<string>>;

export function readInputs(root: string, names: Iterable<string>): Inputs {
  const entries = [...names].map((name) => {
    const file = join(root, folderOf(name), 'dist/inputs.json');
    const paths = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
    return [name, new Set(paths)] as const;
  });
  return new Map(entries);
}

/** `file` is below the root of the checkout, with slashes; the inputs are those of the processes that run. */
export function addWork(work: Work, file: string, inputs: Inputs): void {
  const door = inputs.has('single') ? 'single' : 'gateway';
  const [top, second = '', third] = file.split('/');
  if (top === 'subgraphs' && third === 'migrations') work.restart.add(inputs.has(second) ? second : 'single');
  else if (file === 'supergraph.yaml') work.compose = true;
  else if (file === 'rate-limits.yaml') work.restart.add(door);
  else if (file.startsWith('gateway/playground/')) work.build.add(door === 'single' ? 'gateway' : door);
  for (const [name, files] of inputs) {
    if (!files.has(file)) continue;
    work.build.add(name);
    work.restart.add(name);
    if (name === 'single' || (domains as readonly string[]).includes(name)) work.compose = true;
  }
}
