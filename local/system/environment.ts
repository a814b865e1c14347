import { join } from 'node:path';
import { ownEnvironment } from '@storegraph/gateway/environment';
import { shopName } from '@storegraph/commerce';
import { storefrontSettings } from '@storegraph/users/environment';
import { filesEnvironment } from '@storegraph/kit';
import { googleSettings } from '@storegraph/users/google/environment';
import { registrationSettings } from '@storegraph/users/registration/environment';
import { LOCAL_CLIENT } from '../google/google.env.ts';
import { StartProblem } from '../storage.mjs';
import {
  authorityChanges,
  changeEvents,
  databaseVariable,
  type Domain,
  domains,
  forDomains,
  givenVariables,
  passThroughs,
  type Ports,
} from './layout.ts';
import { publicKeys, type Secrets } from './secrets.ts';

export type Variables = Record<string, string>;

/** From a process to another one or to Postgres: the address to use instead of `url`. */
export type Route = (from: string, to: string, url: string) => string | Promise<string>;

/** What the variables of the processes are made of. */
export interface Surroundings {
  root: string;
  directory: string;
  ports: Ports;
  /** Of each process of a domain; the first has the domain's port. */
  portsOf: Record<Domain, number[]>;
  secrets: Secrets;
  route: Route;
  databaseUrl(domain: Domain): string;
  /** Where shoppers reach the shop. Without it mails lead to the gateway's own pages. */
  storefrontUrl?: string | undefined;
}

export const nameOf = (name: string, replica: number): string => (replica === 0 ? name : `${name}-${replica + 1}`);

/** All or none: a domain's database is either ours or somebody else's. */
export function externalDatabases(): Record<Domain, string> | undefined {
  const urls = forDomains((domain) => process.env[databaseVariable(domain)] ?? '');
  const given = domains.filter((domain) => urls[domain]);
  if (given.length === 0) return undefined;
  const missing = domains.filter((domain) => !given.includes(domain));
  if (missing.length > 0)
    throw new StartProblem(
      `Databases of your own need all ${domains.length} variables; missing: ${missing.map(databaseVariable).join(', ')}`,
    );
  return urls;
}

/** Children get what they need and nothing of ours that they could mistake for it. */
export const baseEnvironment = (): Variables => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  TZ: 'UTC',
  NODE_ENV: 'development',
  HOST: '127.0.0.1',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  PARENT_PIPE: '1',
  APOLLO_TELEMETRY_DISABLED: '1',
  NODE_OPTIONS: '--max-semi-space-size=32 --max-old-space-size=256',
});

/** Where Node keeps what it has compiled of the bundles, for the next start: an eighth less work, and less memory. A file for each bundle. */
export const compileCache = (root: string): Variables => ({
  NODE_COMPILE_CACHE: join(root, 'local/system/dist/compiled'),
  NODE_COMPILE_CACHE_PORTABLE: '1', // good in a copy of the checkout, too
});

export async function stripeEnvironment({ ports, secrets, directory, route }: Surroundings): Promise<Variables> {
  return {
    STRIPE_WEBHOOK_URL: await route('stripe', 'gateway', `http://127.0.0.1:${ports.gateway}/webhooks/stripe`),
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    STRIPE_DATA_DIRECTORY: join(directory, 'stripe'),
  };
}

export const mailEnvironment = ({ ports, directory }: Surroundings): Variables => ({
  SMTP_PORT: String(ports.smtp),
  MAIL_DIRECTORY: join(directory, 'mail'),
});

export const googleEnvironment = ({ ports }: Surroundings): Variables => ({
  GOOGLE_PUBLIC_URL: `http://localhost:${ports.google}`,
  GOOGLE_REDIRECT_URLS: `${storefrontAddress(ports)}/sign-in/google`,
});

export const storefrontAddress = (ports: Ports): string =>
  process.env.STOREFRONT_URL ?? `http://localhost:${ports.storefront}`;

export const storefrontEnvironment = ({ ports }: Surroundings): Variables => ({
  GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
  STOREFRONT_URL: storefrontAddress(ports),
  // pages leave much behind that is needed no more: with less room for it there is less of it
  NODE_OPTIONS: '--max-semi-space-size=2 --max-old-space-size=72',
  ...stripeOfPages(ports),
  ...(hasOwnGoogle() ? {} : { GOOGLE_ORIGIN: `http://localhost:${ports.google}` }),
});

/** Pages pay where payments has the money taken. */
function stripeOfPages(ports: Ports): Variables {
  const { STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY } = process.env;
  if (Boolean(STRIPE_SECRET_KEY) !== Boolean(STRIPE_PUBLISHABLE_KEY))
    throw new StartProblem(
      'STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are two keys of one account: set both, or none for the local Stripe',
    );
  if (STRIPE_PUBLISHABLE_KEY) return { STRIPE_PUBLISHABLE_KEY };
  return {
    STRIPE_PUBLISHABLE_KEY: 'pk_test_local',
    STRIPE_SCRIPT_URL: `http://localhost:${ports.stripe}/endive/stripe.js`,
  };
}

/** Whether people sign in with the real Google. */
function hasOwnGoogle(): boolean {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = process.env;
  if (Boolean(GOOGLE_CLIENT_ID) !== Boolean(GOOGLE_CLIENT_SECRET))
    throw new StartProblem(
      'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET belong together: set both, or none for the local Google',
    );
  return Boolean(GOOGLE_CLIENT_ID);
}

async function googleOfUsers({ ports, route }: Surroundings): Promise<Variables> {
  if (hasOwnGoogle()) return givenVariables(googleSettings);
  return {
    GOOGLE_CLIENT_ID: LOCAL_CLIENT.id,
    GOOGLE_CLIENT_SECRET: LOCAL_CLIENT.secret,
    GOOGLE_ISSUER: await route('users', 'google', `http://127.0.0.1:${ports.google}`),
    ...givenVariables({ GOOGLE_TIMEOUT_MS: googleSettings.GOOGLE_TIMEOUT_MS }),
  };
}

export async function gatewayEnvironment(surroundings: Surroundings): Promise<Variables> {
  const { root, ports, secrets, route } = surroundings;
  return {
    ...(await sharedEnvironment('gateway', surroundings)),
    INTERNAL_PRIVATE_JWK: JSON.stringify(secrets.keys.gateway),
    USERS_JWKS_URL: await route('gateway', 'users', `http://127.0.0.1:${ports.users}/.well-known/jwks.json`),
    SUPERGRAPH: join(root, 'supergraph.graphql'),
    TRUSTED_DOCUMENTS: join(root, 'packages/client/src/trusted.generated.json'),
    RATE_LIMITS: join(root, 'rate-limits.yaml'),
    PASS_THROUGH: passThroughs,
    CHANGE_EVENTS: changeEvents,
    AUTHORITY_CHANGES: authorityChanges,
    ...givenVariables(ownEnvironment),
  };
}

export async function domainEnvironment(domain: Domain, surroundings: Surroundings): Promise<Variables> {
  const { secrets, route, databaseUrl } = surroundings;
  return {
    ...(await sharedEnvironment(domain, surroundings)),
    ...(await extraEnvironment(domain, surroundings)),
    DATABASE_URL: await route(domain, 'postgres', databaseUrl(domain)),
    INTERNAL_PRIVATE_JWK: JSON.stringify(secrets.keys[domain]),
    ...givenVariables({ REQUEST_COST_LIMIT: ownEnvironment.REQUEST_COST_LIMIT }),
  };
}

async function sharedEnvironment(
  from: Domain | 'gateway',
  { ports, portsOf, secrets, route }: Surroundings,
): Promise<Variables> {
  const services = [...domains, 'gateway' as const].map(async (name) => {
    const urls = (name === 'gateway' ? [ports.gateway] : portsOf[name]).map((port, replica) =>
      route(from, nameOf(name, replica), `http://127.0.0.1:${port}`),
    );
    return `${name}=${(await Promise.all(urls)).join('|')}`;
  });
  return {
    PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${ports.gateway}`,
    SERVICES: (await Promise.all(services)).join(','),
    INTERNAL_JWKS: JSON.stringify(publicKeys(secrets)),
    ...signalVariables(from),
  };
}

/** Beside the databases, unless a bucket is set. */
const files = ({ directory, secrets }: Surroundings): Variables => ({
  FILES_SECRET: secrets.filesSecret,
  FILES_FOLDER: join(directory, 'files'),
  ...givenVariables(filesEnvironment),
});

/** Whom every process tells about itself. Each serves metrics at a port of its own: the gateway at METRICS_PORT, the domains at those after it. */
export function signalVariables(name: Domain | 'gateway'): Variables {
  const wanted = /^(OTEL_|METRICS_|ERROR_SINK_URL$|RELEASE$)/;
  const variables: Variables = {};
  for (const [variable, value] of Object.entries(process.env))
    if (value && wanted.test(variable)) variables[variable] = value;
  if (variables.METRICS_PORT)
    variables.METRICS_PORT = String(Number(variables.METRICS_PORT) + ['gateway', ...domains].indexOf(name));
  return variables;
}

async function extraEnvironment(domain: Domain, surroundings: Surroundings): Promise<Variables> {
  const { ports, secrets, route, storefrontUrl } = surroundings;
  switch (domain) {
    case 'users':
      return {
        ...files(surroundings),
        ...givenVariables({ ...storefrontSettings, ...registrationSettings }),
        ...(await googleOfUsers(surroundings)),
        STOREFRONT_URL: storefrontAddress(ports),
      };
    case 'orders':
      return { ORDER_TOKEN_SECRET: secrets.orderTokenSecret, ...(storefrontUrl && { STOREFRONT_URL: storefrontUrl }) };
    case 'payments':
      return {
        STRIPE_SECRET_KEY: process.env.STRIPE_SECRET_KEY ?? 'sk_test_local',
        STRIPE_WEBHOOK_SECRET: process.env.STRIPE_WEBHOOK_SECRET ?? secrets.stripeWebhookSecret,
        ...(process.env.STRIPE_SECRET_KEY
          ? {}
          : { STRIPE_API_BASE: await route(domain, 'stripe', `http://127.0.0.1:${ports.stripe}`) }),
      };
    case 'notifications':
      return {
        SMTP_URL: process.env.SMTP_URL ?? (await route(domain, 'mail', `smtp://127.0.0.1:${ports.smtp}`)),
        MAIL_FROM: process.env.MAIL_FROM ?? 'Storegraph <shop@storegraph.example>',
        ...givenVariables(shopName),
        ...(storefrontUrl && { STOREFRONT_URL: storefrontUrl }),
      };
    default:
      return {};
  }
}
