import { join } from 'node:path';
import { freePort } from '../../local/ports.ts';
import { Child } from '../../local/system/child.ts';
import { baseEnvironment, gatewayEnvironment } from '../../local/system/environment.ts';
import { domains } from '../../local/system/layout.ts';
import { loadSecrets } from '../../local/system/secrets.ts';
import { type GraphResult, Shopper } from '../shop.ts';
import { newEmail, type World } from '../world.ts';
import { PASSWORD } from './cast.ts';

type Sql = Parameters<Parameters<World['inDatabase']>[1]>[0];
const inUsers =
  (change: (sql: Sql, id: string) => Promise<unknown>) =>
  (world: World, id: string): Promise<unknown> =>
    world.inDatabase('users', (sql) => change(sql, id));

/** How somebody ceases to be staff, by whatever means, and what they may hear then. */
export const losses = {
  'was demoted': {
    dismiss: inUsers((sql, id) => sql`UPDATE users SET roles = '{CUSTOMER}' WHERE id = ${id}`),
    codes: ['FORBIDDEN', 'NOT_FOUND'],
  },
  'was disabled': {
    dismiss: inUsers((sql, id) => sql`UPDATE users SET status = 'DISABLED' WHERE id = ${id}`),
    codes: ['UNAUTHENTICATED'],
  },
  'has signed out': {
    dismiss: inUsers((sql, id) => sql`UPDATE sessions SET revoked_at = now() WHERE user_id = ${id}`),
    codes: ['UNAUTHENTICATED'],
  },
  'is deleted': {
    dismiss: inUsers((sql, id) => sql`DELETE FROM users WHERE id = ${id}`),
    codes: ['UNAUTHENTICATED'],
  },
};

class Employee extends Shopper {
  ask(url: string, query: string): Promise<GraphResult> {
    return new Employee(url).as(this.accessToken).graph(query);
  }
  private as(accessToken: string | undefined): this {
    this.accessToken = accessToken;
    return this;
  }
}

/** Staff and admin, signed in, with a token that says so. */
export async function formerAdmin(world: World) {
  const shopper = new Employee(world.system.url);
  const email = newEmail();
  const id = await shopper.register(email);
  await world.inDatabase('users', (sql) => sql`UPDATE users SET roles = '{CUSTOMER,STAFF,ADMIN}' WHERE id = ${id}`);
  await shopper.signIn(email, PASSWORD);
  return { id, shopper, at: (url: string, query: string) => shopper.ask(url, query) };
}

/** A second process of the gateway before the same services. */
export async function anotherGateway({ system }: World, directory: string) {
  const port = await freePort();
  const environment = await gatewayEnvironment({
    root: process.cwd(),
    directory,
    ports: system.ports,
    portsOf: Object.fromEntries(domains.map((domain) => [domain, [system.ports[domain]]])) as never,
    secrets: await loadSecrets(join(directory, 'secrets.json')),
    route: (_from, _to, url) => url,
    databaseUrl: system.databaseUrl,
  });
  const url = `http://127.0.0.1:${port}`;
  const child = new Child({
    name: 'gateway-2',
    command: [process.execPath, 'gateway/dist/main.mjs'],
    environment: { ...baseEnvironment(), ...environment, PORT: String(port) },
    readyUrl: `${url}/ready`,
    logDirectory: join(directory, 'logs'),
    say: () => {},
  });
  child.start();
  await child.ready();
  return { url, stop: () => child.stop() };
}
