// Everything that is generated and committed: the lists of subgraphs, their schemas, the supergraph, the SDK and its trusted documents, the rules of addresses, the pages of settings and architecture. `--check` changes nothing and fails when they are stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node24, root, tool } from './node24.mjs';
import { listsOf, readSubgraphs } from './subgraphs.mjs';

node24();
const lists = Object.entries(listsOf(readSubgraphs(root)));
const files = [
  ...lists.map(([file]) => file),
  ...readdirSync(join(root, 'subgraphs')).map((name) => `subgraphs/${name}/schema.graphql`),
  'supergraph.graphql',
  'packages/client/schema.graphql',
  'packages/commerce/src/addressRules/countries.generated.ts',
  'docs/settings.md',
  'docs/architecture.md',
  ...readdirSync(join(root, 'packages/client/src'))
    .filter((name) => name.includes('.generated.'))
    .map((name) => `packages/client/src/${name}`),
];
const read = (file) => {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
};
const before = new Map(files.map((file) => [file, read(file)]));

for (const [file, content] of lists) if (before.get(file) !== content) writeFileSync(join(root, file), content);
for (const [name, args] of [
  ['tsx', ['packages/commerce/writeAddressRules.ts']],
  ['tsx', ['local/generate.main.ts']],
  ['graphql-codegen', ['--config', 'codegen.ts']],
  ['tsx', ['packages/client/writeTrusted.ts']],
]) {
  const code = await tool(name, args);
  if (code !== 0) process.exit(code);
}

if (process.argv.includes('--check')) {
  const stale = files.filter((file) => read(file) !== before.get(file));
  for (const file of stale) if (before.get(file) !== null) writeFileSync(join(root, file), before.get(file));
  if (stale.length > 0) {
    process.stderr.write(`Stale: ${stale.join(', ')}. Run "pnpm generate" and commit the result.\n`);
    process.exit(1);
  }
}
