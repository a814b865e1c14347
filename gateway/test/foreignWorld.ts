import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, graphql, type GraphQLSchema, parse } from 'graphql';
import { runGateway } from '../src/gateway.ts';

export interface Arrived {
  url: string;
  headers: IncomingHttpHeaders;
  query: string;
  variables: { representations?: unknown[] };
}

/** A subgraph: at this path of its server, with this schema. Without resolvers a test says what it answers. */
export interface ForeignSubgraph {
  path: string;
  sdl: string;
  resolvers?: Resolvers;
}

type Resolvers = NonNullable<Exclude<Parameters<typeof buildSubgraphSchema>[0], unknown[] | DocumentNode>>['resolvers'];

const FEDERATION = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.5"
  import: ["@key", "@external", "@requires", "@interfaceObject", "@inaccessible"]
)`;

const typeDefsOf = ({ sdl }: ForeignSubgraph): DocumentNode => parse(`${FEDERATION} ${sdl}`);

/** One server for all subgraphs of a supergraph that we know nothing about: it notes what arrives, and answers what a test wants. */
export async function openForeign(subgraphs: Record<string, ForeignSubgraph>) {
  const arrived: Arrived[] = [];
  const answers = new Map<string, { data?: unknown; errors?: unknown; cookie?: string }>();
  const schemas = new Map<string, GraphQLSchema>();
  for (const subgraph of Object.values(subgraphs))
    if (subgraph.resolvers)
      schemas.set(
        subgraph.path,
        buildSubgraphSchema({ typeDefs: typeDefsOf(subgraph), resolvers: subgraph.resolvers }),
      );
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = request.url!;
    const body = JSON.parse(Buffer.concat(chunks).toString());
    arrived.push({ url, headers: request.headers, ...body });
    const schema = schemas.get(url);
    const answer = answers.get(url);
    if (!answer && schema)
      return response.end(
        JSON.stringify(await graphql({ schema, source: body.query, variableValues: body.variables })),
      );
    response.setHeader('content-type', 'application/json');
    if (answer?.cookie) response.setHeader('set-cookie', answer.cookie);
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const folder = mkdtempSync(join(tmpdir(), 'storegraph-foreign-'));
  const file = join(folder, 'supergraph.graphql');
  const composed = (paths: Record<string, string> = {}) => {
    const { supergraphSdl, errors } = composeServices(
      Object.entries(subgraphs).map(([name, subgraph]) => ({
        name,
        url: subgraph.path && `${origin}${paths[name] ?? subgraph.path}`,
        typeDefs: typeDefsOf(subgraph),
      })),
    );
    if (!supergraphSdl) throw new Error(errors!.join('\n'));
    return supergraphSdl;
  };
  /** Composes anew, with other paths. */
  const write = (paths?: Record<string, string>) => writeFileSync(file, composed(paths));
  write();

  const stops: (() => Promise<void>)[] = [];
  /** Ends all gateways. */
  const stop = async () => void (await Promise.all(stops.splice(0).map((stopOne) => stopOne())));
  return {
    arrived,
    answers,
    origin,
    file,
    write,
    /** A gateway before it that knows nothing but the supergraph and these variables. */
    async start(environment: Record<string, string> = {}) {
      const gateway = await runGateway({
        foreignSupergraph: file,
        environment: { PORT: '0', LOG_LEVEL: 'silent', ...environment },
      });
      stops.push(gateway.stop);
      return {
        url: gateway.url,
        async graph(query: string, headers: Record<string, string> = {}) {
          const response = await fetch(`${gateway.url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify({ query }),
          });
          return { headers: response.headers, ...((await response.json()) as { data?: any; errors?: any[] }) };
        },
      };
    },
    reset() {
      arrived.length = 0;
      answers.clear();
    },
    stop,
    async close() {
      await stop();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true });
    },
  };
}
