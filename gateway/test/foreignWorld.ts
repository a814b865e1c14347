import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { runGateway } from '../src/gateway.ts';

export interface Arrived {
  url: string;
  headers: IncomingHttpHeaders;
  query: string;
  variables: { representations?: unknown[] };
}

/** A subgraph: at this path of its server, with this schema. */
export interface ForeignSubgraph {
  path: string;
  sdl: string;
}

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires"])';

/** One server for all subgraphs of a supergraph that we know nothing about: it notes what arrives, and answers what a test wants. */
export async function openForeign(subgraphs: Record<string, ForeignSubgraph>) {
  const arrived: Arrived[] = [];
  const answers = new Map<string, { data?: unknown; errors?: unknown; cookie?: string }>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    arrived.push({ url: request.url!, headers: request.headers, ...JSON.parse(Buffer.concat(chunks).toString()) });
    const answer = answers.get(request.url!);
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
      Object.entries(subgraphs).map(([name, { path, sdl }]) => ({
        name,
        url: path && `${origin}${paths[name] ?? path}`,
        typeDefs: parse(`${FEDERATION} ${sdl}`),
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
