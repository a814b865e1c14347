import { freePort } from '../ports.ts';
import { StartProblem } from '../storage.mjs';
import { type Domain, domainPorts, domains } from './domains.generated.ts';

export { type Domain, domains };

/** One of something for each domain. */
export const forDomains = <One>(make: (domain: Domain) => One): Record<Domain, One> =>
  Object.fromEntries(domains.map((domain) => [domain, make(domain)])) as Record<Domain, One>;

/** Every port of the system: its variable and what it is without it. */
export const portVariables = {
  storefront: ['STOREFRONT_PORT', 4100],
  gateway: ['GATEWAY_PORT', 4000],
  ...domainPorts,
  stripe: ['STRIPE_PORT', 4010],
  mail: ['MAIL_PORT', 4011],
  smtp: ['SMTP_PORT', 4025],
  google: ['GOOGLE_PORT', 4012],
  postgres: ['POSTGRES_PORT', 54329],
} as const;
export type PortName = keyof typeof portVariables;
export type Ports = Record<PortName, number>;

/** Which events tell the gateway that answers have changed. */
export const changeEvents = 'products.CatalogueChanged';
/** Which command tells it who has signed out or may something else. */
export const authorityChanges = 'users.authorityChanges';
/** What services answer themselves, beside the graph. */
export const passThroughs =
  '/webhooks/stripe=payments,/media/=products,/media/users/=users,PUT /uploads/users/=users:20000000';

/** Of the variables that a process knows, those that whoever started us has set: they come before ours. */
export const givenVariables = (shape: object, environment: NodeJS.ProcessEnv = process.env): Record<string, string> =>
  Object.fromEntries(Object.keys(shape).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));

export async function choosePorts(
  mode: 'fixed' | 'free',
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Ports> {
  const entries = await Promise.all(
    Object.entries(portVariables).map(async ([name, [variable, fallback]]) => {
      if (mode === 'free') return [name, await freePort()] as const;
      const port = Number(environment[variable] ?? fallback);
      if (!Number.isInteger(port) || port < 1 || port > 65_535)
        throw new StartProblem(`${variable} must be a port from 1 to 65535`);
      return [name, port] as const;
    }),
  );
  return Object.fromEntries(entries) as Ports;
}

export const databaseVariable = (domain: Domain): string => `${domain.toUpperCase()}_DATABASE_URL`;

/** Of a process, below the root of the checkout. */
export function folderOf(process: string): string {
  if (process === 'gateway' || process === 'storefront') return process;
  return (domains as readonly string[]).includes(process) ? `subgraphs/${process}` : `local/${process}`;
}
