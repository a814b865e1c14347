import { freePort } from '../../local/ports.ts';
import { portVariables } from '../../local/system/layout.ts';

/** Every port of the system, by the variables that `ports: 'fixed'` reads. */
export async function setPorts(): Promise<void> {
  for (const [variable] of Object.values(portVariables)) process.env[variable] = String(await freePort());
}
