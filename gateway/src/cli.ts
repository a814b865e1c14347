/** The gateway before any supergraph: see USAGE. The shop's own starts with main.ts, and demands more. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `storegraph-gateway --supergraph <file> [--port <number>]

Serves a supergraph at http://127.0.0.1:4000/graphql. Subgraphs are asked at the URLs that the supergraph has for them.

  --supergraph <file>  what composition made (@apollo/composition, rover supergraph compose); a change is taken while it runs
  --port <number>      as PORT; 0 takes a free one. Default: 4000

The environment may say more, such as SERVICES (other URLs: "name=http://…,name=http://…"), HOST, REQUEST_DEPTH_LIMIT,
QUERY_TIMEOUT_MS: see gateway/README.md.
`;

function optionsOf(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { supergraph: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function refuse(problem: string): never {
  process.stderr.write(`${problem}\n\n${USAGE}`);
  process.exit(2);
}

const { supergraph, port, help } = optionsOf(process.argv.slice(2));
if (help) process.stdout.write(USAGE);
else if (!supergraph) refuse('Which supergraph? Give --supergraph a file');
else {
  const { startGateway } = await import('./gateway.ts');
  await startGateway({
    foreignSupergraph: resolve(supergraph),
    environment: { ...process.env, ...(port !== undefined && { PORT: port }) },
  });
}
