import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Domain, domains } from '../../local/system/layout.ts';

/** A place in the code where one process can be made to die. */
export interface CrashPoint {
  process: Domain;
  name: string;
}

/** Points of the kit are in every process: those that checkout comes through in each. */
const inProcesses: Record<string, readonly Domain[]> = {
  'relay.afterDelivery': ['orders', 'payments'],
  'inbox.beforeCommit': ['products', 'carts', 'orders', 'notifications'],
  'inbox.beforeReply': ['products', 'carts', 'orders', 'notifications'],
  'job.afterRun': ['orders', 'payments', 'notifications'],
  'command.beforeReply': ['products', 'carts', 'payments'],
};

const pointsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/\bcrashPoint\('([\w.]+)'\)/g)])
    .map(([, name]) => name!);

/** Every point that is in the code: none can be forgotten here. */
export function readCrashPoints(root: string): CrashPoint[] {
  const own = domains.flatMap((process) =>
    pointsIn(join(root, 'subgraphs', process, 'src')).map((name) => ({ process, name })),
  );
  const shared = pointsIn(join(root, 'packages/kit/src')).flatMap((name) => {
    const processes = inProcesses[name];
    if (!processes) throw new Error(`Say in which processes ${name} is reached`);
    return processes.map((process) => ({ process, name }));
  });
  return [...own, ...shared];
}
