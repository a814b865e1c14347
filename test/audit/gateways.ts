import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { runGateway } from '@storegraph/gateway';
import { createLogger } from '@storegraph/kit';

export interface RunningGateway {
  /** Of its GraphQL endpoint. */
  url: string;
  /** Everything is asked once with each of these headers: every way to an answer has to be right. */
  ways: readonly Record<string, string>[];
  stop(): Promise<void>;
}

export type StartGateway = (supergraphSdl: string) => Promise<RunningGateway>;

/** Apollo Gateway as its documentation has it. */
const startApollo: StartGateway = async (supergraphSdl) => {
  const logger = createLogger('apollo', 'silent');
  const gateway = new ApolloGateway({ supergraphSdl, logger });
  const server = new ApolloServer({ gateway, logger, stopOnTerminationSignals: false });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { url, ways: [{}], stop: () => server.stop() };
};

/** Planned, known, and by Apollo's executor. */
const STOREGRAPH_WAYS: RunningGateway['ways'] = [{}, {}, { 'x-execution': 'apollo' }];

/** Ours, as `storegraph-gateway --supergraph` runs it. */
const startStoregraph: StartGateway = async (supergraphSdl) => {
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-audit-'));
  const foreignSupergraph = join(folder, 'supergraph.graphql');
  writeFileSync(foreignSupergraph, supergraphSdl);
  const environment = {
    PORT: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    REQUEST_ROOT_MUTATION_LIMIT: '10', // the audit has operations with several
  };
  const { url, stop } = await runGateway({ foreignSupergraph, environment });
  return {
    url: `${url}/graphql`,
    ways: STOREGRAPH_WAYS,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
};

export const gateways: Record<string, StartGateway> = { apollo: startApollo, storegraph: startStoregraph };
