// What the subgraphs are is said in supergraph.yaml; the lists of them that TypeScript needs are written from it. Needs Node and nothing else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name and port of each, in the order of supergraph.yaml. */
export function readSubgraphs(root) {
  const entries = readFileSync(join(root, 'supergraph.yaml'), 'utf8').matchAll(
    /^ {2}(\w+):\n {4}routing_url: \S+:(\d+)\/graphql$/gm,
  );
  return [...entries].map(([, name, port]) => ({ name, port: Number(port) }));
}

const HEADER = '// Written from supergraph.yaml by "pnpm generate".\n';

/** File → what it says. */
export function listsOf(subgraphs) {
  const names = subgraphs.map(({ name }) => name);
  const imports = [...names].sort().map((name) => `import { ${name} } from '@storegraph/${name}/subgraph';\n`);
  return {
    'local/system/domains.generated.ts': `${HEADER}
/** Every subgraph: the variable of its port, and what it is without it. */
export const domainPorts = {
${subgraphs.map(({ name, port }) => `  ${name}: ['${name.toUpperCase()}_PORT', ${port}],\n`).join('')}} as const;
export const domains = [${names.map((name) => `'${name}'`).join(', ')}] as const;
export type Domain = (typeof domains)[number];
`,
    'local/definitions.generated.ts': `${HEADER}import type { SubgraphDefinition } from '@storegraph/kit';
${imports.join('')}
export const definitions: readonly SubgraphDefinition[] = [${names.join(', ')}];
`,
  };
}
