/** `pnpm new subgraph reviews`: a subgraph that runs, in every list that names them. */
import { root, tool } from '../node24.mjs';
import { writeSubgraph } from './subgraph.ts';

const [kind, name] = process.argv.slice(2);
if (kind !== 'subgraph' || !name) {
  process.stderr.write('pnpm new subgraph <name>, a plural such as reviews\n');
  process.exit(1);
}
try {
  const { names, port, files } = writeSubgraph(root, name);
  const code = await tool('biome', [
    'format',
    '--write',
    '--log-level=error',
    ...files.filter((file) => /\.(ts|json)$/.test(file)),
  ]);
  if (code !== 0) process.exit(code);
  process.stdout.write(`${files.map((file) => `  ${file}\n`).join('')}
${name} is at port ${port}. Next:
  pnpm install && pnpm generate     composes the graph with ${names.type}, and writes the SDK
  pnpm start                        runs it with the others
  pnpm test ${name}                  its own tests
Then make it what it is for: its columns, its fields, its page subgraphs/${name}/README.md, the first sentence of README.md.
A row of it in test/access/cast.ts and ways.entities.ts shows who sees it; docs/access.md and docs/fault-map.md are written anew
by UPDATE_ACCESS=1 pnpm test access and UPDATE_FAULT_MAP=1 pnpm test faultMap.
`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
