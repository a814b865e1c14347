import { isFree } from '../local/postgres/postgres.ts';
import { portVariables } from '../local/system/layout.ts';

// below those that outgoing connections get: the port of a process that is dead for a while stays its own
const LOWEST = 12_000;
const HIGHEST = 30_000;
let next = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST - 2_000));

export async function freeLowPort(): Promise<number> {
  for (;;) {
    const port = ++next;
    if (await isFree(port)) return port;
  }
}

/** Every port of the system, by the variables that `ports: 'fixed'` reads. */
export async function setPorts(): Promise<void> {
  for (const [variable] of Object.values(portVariables)) process.env[variable] = String(await freeLowPort());
}
