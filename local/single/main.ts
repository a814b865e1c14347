/** Everything in one process: the same subgraphs and gateway, reached without a network. `pnpm start --single` */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runGateway } from '@storegraph/gateway';
import {
  collectAfterBoot,
  inProcessTransport,
  outliveLostConnections,
  type RunningSubgraph,
  runSubgraph,
  startSignals,
  stopWithProcess,
  messengerBy,
} from '@storegraph/kit';
import { pages } from '@storegraph/pages';
import { definitions } from '../definitions.generated.ts';

// the variables of each part, as it would have had them as a process
const environments = JSON.parse(process.env.ENVIRONMENTS ?? '{}') as Record<string, Record<string, string>>;
/** The checkout: a bundle of everything does not lie beside its files. */
const root = process.env.ROOT ?? process.cwd();
const running = new Map<string, RunningSubgraph>();
outliveLostConnections();
let gateway: Awaited<ReturnType<typeof runGateway>> | undefined;
const transportOf = (name: string) =>
  name === 'gateway' && gateway ? inProcessTransport(() => gateway) : inProcessTransport(() => running.get(name));

try {
  const signals = await startSignals({ service: 'storegraph', isPublic: true });
  for (const definition of definitions) {
    const { name } = definition;
    const migrations = pathToFileURL(join(root, 'subgraphs', name, 'migrations'));
    const messenger = (mint: Parameters<typeof messengerBy>[1]) => messengerBy(transportOf, mint);
    running.set(name, await runSubgraph({ ...definition, migrations }, { environment: environments[name], messenger }));
  }
  gateway = await runGateway({
    environment: environments.gateway,
    transportOf,
    playground: join(root, 'gateway/dist/playground'),
    pages,
  });
  stopWithProcess(async () => {
    await gateway?.stop();
    for (const subgraph of running.values()) await subgraph.stop();
    await signals.stop();
  });
  collectAfterBoot();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
