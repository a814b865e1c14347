import { join } from 'node:path';
import { createTokenMinter, httpMessenger, OPERATOR, Services, type Messenger } from '@storegraph/kit';
import { choosePorts, type Domain, domains } from './system/layout.ts';
import { loadSecrets } from './system/secrets.ts';

/** A way to the services of the system that runs here, for commands of whoever operates it. */
export async function operatorMessenger(): Promise<Messenger> {
  const ports = await choosePorts('fixed');
  const { keys } = await loadSecrets(join(process.cwd(), '.storegraph/secrets.json'));
  const mint = await createTokenMinter({ name: OPERATOR, privateJwk: JSON.stringify(keys[OPERATOR]) });
  const services = new Services(new Map(domains.map((name: Domain) => [name, [`http://127.0.0.1:${ports[name]}`]])));
  return httpMessenger(services, mint);
}
