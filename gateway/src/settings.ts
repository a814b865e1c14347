import { fileURLToPath } from 'node:url';
import {
  type Addresses,
  createLogger,
  EnvironmentError,
  fixed,
  type Logger,
  readEnvironment,
  Services,
} from '@storegraph/kit';
import { foreignEnvironment, type GatewayEnvironment, gatewayEnvironment } from './gateway.env.ts';
import type { Supergraph } from './supergraph.ts';
import { readTrusted, type TrustedDocuments } from './trusted.ts';

type Variables = Record<string, string | undefined>;

/** Where a subgraph answers GraphQL. */
export interface Site {
  addresses: Addresses;
  path: string;
}

/** What differs between the shop's gateway and one before the supergraph of somebody else. */
export interface Settings {
  env: GatewayEnvironment;
  log: Logger;
  supergraphFile: string;
  /** Services that the gateway asks for more than their part of the graph. */
  services: Services;
  /** Where each subgraph is. Throws for one that has no address. */
  sitesOf(supergraph: Supergraph): Map<string, Site>;
  readTrusted(): TrustedDocuments;
  close(): void;
}

/** Demands everything that the shop's gateway must not be without. */
export function shopSettings(variables: Variables): Settings {
  const env = readEnvironment(gatewayEnvironment, variables);
  const log = createLogger('gateway', env.LOG_LEVEL);
  const services = Services.read(env, log);
  return {
    env,
    log,
    supergraphFile: env.SUPERGRAPH || fileURLToPath(new URL('../../supergraph.graphql', import.meta.url)),
    services,
    sitesOf: ({ routes }) => sites(routes, (name) => siteOf(services.of(name))),
    readTrusted: () => readTrusted(env.TRUSTED_DOCUMENTS, log),
    close: () => services.close(),
  };
}

/** The supergraph says where its subgraphs are, unless SERVICES does. Nothing else has to be set. */
export function foreignSettings(variables: Variables, supergraphFile: string): Settings {
  const env = readEnvironment(foreignEnvironment, variables);
  const log = createLogger('gateway', env.LOG_LEVEL);
  const overrides = Services.read(env, log);
  return {
    env,
    log,
    supergraphFile,
    services: new Services(new Map()),
    sitesOf: ({ routes }) => sites(routes, (name, route) => siteOf(overrides.of(name)) ?? siteAt(route)),
    readTrusted: () => (env.TRUSTED_DOCUMENTS ? readTrusted(env.TRUSTED_DOCUMENTS, log) : new Map()),
    close: () => overrides.close(),
  };
}

function sites(
  routes: Supergraph['routes'],
  siteOfSubgraph: (name: string, route: string) => Site | undefined,
): Map<string, Site> {
  const found = new Map<string, Site>();
  for (const [name, route] of routes) {
    const site = siteOfSubgraph(name, route);
    if (!site) throw new EnvironmentError(`The subgraph ${name} has no URL: SERVICES does not name it`);
    found.set(name, site);
  }
  return found;
}

/** An address of a service without a path means /graphql there. */
function siteOf(addresses: Addresses | undefined): Site | undefined {
  if (!addresses) return undefined;
  const { pathname, search } = new URL(addresses.now()[0]!);
  return { addresses, path: pathname === '/' ? `/graphql${search}` : `${pathname}${search}` };
}

function siteAt(route: string): Site | undefined {
  if (!URL.canParse(route)) return undefined;
  const { origin, pathname, search } = new URL(route);
  return { addresses: fixed(origin), path: `${pathname}${search}` };
}
