import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Case {
  query: string;
  /** Without `errors`, whether there are some does not count. */
  expected: { data?: unknown; errors?: boolean };
}

export interface AuditServer {
  suites(): Promise<string[]>;
  supergraph(suite: string): Promise<string>;
  /** Some suites have other values each time: run what was fetched last. */
  cases(suite: string): Promise<Case[]>;
  stop(): void;
}

/** The subgraphs of all suites, by the code in `folder`, on a free port of the loopback interface. */
export async function startAuditServer(folder: string): Promise<AuditServer> {
  const entry = join(folder, 'src/index.ts');
  if (!existsSync(entry)) throw new Error(`${folder} is not a clone of graphql-hive/federation-gateway-audit`);
  if (!existsSync(join(folder, 'node_modules'))) throw new Error(`Run "npm install" in ${folder} first`);
  const { createRouter } = await import(pathToFileURL(entry).href);
  const server = createServer(createRouter());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    if (!response.ok) throw new Error(`The audit says HTTP ${response.status} to ${path}: ${await response.text()}`);
    return response;
  };
  return {
    suites: async () => (await get('/ids')).json(),
    supergraph: async (suite) => (await get(`/${suite}/supergraph`)).text(),
    cases: async (suite) => (await get(`/${suite}/tests`)).json(),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
