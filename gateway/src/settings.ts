import { fileURLToPath } from 'node:url';
import { EnvironmentError, type Logger, parseServices, readEnvironment } from '@storegraph/kit';
import { foreignEnvironment, type GatewayEnvironment, gatewayEnvironment } from './gateway.env.ts';
import type { Supergraph } from './supergraph.ts';
import { readTrusted, type TrustedDocuments } from './trusted.ts';

type Variables = Record<string, string | undefined>;

/** What differs between the shop's gateway and one before the supergraph of somebody else. */
export interface Settings {
  env: GatewayEnvironment;
  supergraphFile: string;
  /** Services that the gateway asks for more than their part of the graph. */
  services: ReadonlyMap<string, string>;
  /** Where each subgraph answers GraphQL. Throws for one that has no address. */
  urlsOf(supergraph: Supergraph): Map<string, URL>;
  readTrusted(log: Logger): TrustedDocuments;
}

/** Demands everything that the shop's gateway must not be without. */
export function shopSettings(variables: Variables): Settings {
  const env = readEnvironment(gatewayEnvironment, variables);
  const services = parseServices(env.SERVICES);
  services.delete('gateway');
  return {
    env,
    supergraphFile: env.SUPERGRAPH || fileURLToPath(new URL('../../supergraph.graphql', import.meta.url)),
    services,
    urlsOf: ({ routes }) => mapNames(routes, (name) => graphqlAt(services.get(name))),
    readTrusted: (log) => readTrusted(env.TRUSTED_DOCUMENTS, log),
  };
}

/** The supergraph says where its subgraphs are, unless SERVICES does. Nothing else has to be set. */
export function foreignSettings(variables: Variables, supergraphFile: string): Settings {
  const env = readEnvironment(foreignEnvironment, variables);
  const overrides = env.SERVICES ? parseServices(env.SERVICES) : new Map<string, string>();
  return {
    env,
    supergraphFile,
    services: new Map(),
    urlsOf: ({ routes }) =>
      mapNames(
        routes,
        (name, route) => graphqlAt(overrides.get(name)) ?? (URL.canParse(route) ? new URL(route) : undefined),
      ),
    readTrusted: (log) => (env.TRUSTED_DOCUMENTS ? readTrusted(env.TRUSTED_DOCUMENTS, log) : new Map()),
  };
}

function mapNames(
  routes: Supergraph['routes'],
  urlOf: (name: string, route: string) => URL | undefined,
): Map<string, URL> {
  const urls = new Map<string, URL>();
  for (const [name, route] of routes) {
    const url = urlOf(name, route);
    if (!url) throw new EnvironmentError(`The subgraph ${name} has no URL: SERVICES does not name it`);
    urls.set(name, url);
  }
  return urls;
}

/** An address of a service without a path means /graphql there. */
function graphqlAt(address: string | undefined): URL | undefined {
  if (!address) return undefined;
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/graphql';
  return url;
}
