/** docs/architecture.md: who asks whom and who tells whom, as supergraph.yaml and the contracts have it. */
import { existsSync } from 'node:fs';
import { type CommandsOf, type EventOf, GATEWAY, OPERATOR } from '@storegraph/kit';
import { readSubgraphs } from './subgraphs.mjs';
import { passThroughs, portVariables } from './system/layout.ts';

type Promises = CommandsOf & { events: readonly EventOf[] };

async function contractsOf(root: string, names: readonly string[]): Promise<Promises[]> {
  const promising = names.filter((name) => existsSync(`${root}/subgraphs/${name}/src/contract.ts`));
  return Promise.all(
    promising.map(async (name) => (await import(`${root}/subgraphs/${name}/src/contract.ts`))[name] as Promises),
  );
}

/** One line from each to each, with all that goes along it. */
function arrows(kind: '-->' | '-.->', sent: readonly { from: string; to: string; what: string }[]): string {
  const along = Map.groupBy(sent, ({ from, to }) => `${from} ${to}`);
  return [...along]
    .map(([ends, all]) => `  ${ends.replace(' ', ` ${kind}|"${all.map(({ what }) => what).join('<br/>')}"| `)}\n`)
    .join('');
}

const picture = (lines: string): string => `\`\`\`mermaid\nflowchart LR\n${lines}\`\`\`\n`;

export async function architectureAsMarkdown(root: string): Promise<string> {
  const subgraphs = readSubgraphs(root);
  const names = subgraphs.map(({ name }) => name);
  const contracts = await contractsOf(root, names);
  const commands = contracts.flatMap(({ name: to, commands }) =>
    Object.entries(commands).flatMap(([what, { from }]) => from.map((one) => ({ from: one, to, what }))),
  );
  const events = contracts.flatMap(({ events }) =>
    events.flatMap(({ service: from, type: what, to }) => to.map((one) => ({ from, to: one, what }))),
  );
  const passed = passThroughs.split(',').map((pair) => {
    const [what, to] = pair.split('=') as [string, string];
    return { from: GATEWAY, to: to.split(':')[0]!, what };
  });
  return `<!-- Written from supergraph.yaml and the contracts by "pnpm generate". -->
# Architecture

One graph in front, ${names.length} subgraphs behind it, each with a database that nobody else reads. Three ways lead from one to another; there is no fourth.

## 1. Reads across domains happen at the gateway

It plans an operation over the subgraphs and resolves references between them. A subgraph that is away costs its fields, not the answer ([fault map](fault-map.md)).

${picture(
  `  shoppers([browsers]) --> storefront["storefront :${portVariables.storefront[1]}"]\n  storefront --> ${GATEWAY}\n  clients([apps, programs]) --> ${GATEWAY}\n  Stripe([Stripe]) -->|webhooks| ${GATEWAY}\n${subgraphs.map(({ name, port }) => `  ${GATEWAY} --> ${name}["${name} :${port}"]\n  ${name} --- ${name}_data[(${name})]\n`).join('')}${arrows('-.->', passed)}  payments --> Stripe\n  users --> Google([Google])\n  notifications --> mail([mail server])\n`,
)}
Dotted: what is passed on beside the graph. Ports are those of [supergraph.yaml](../supergraph.yaml).

## 2. Services ask each other to do things: commands

HTTP with an internal token, never inside a transaction. Each is idempotent by its business key, and only those named may send it.

${picture(
  arrows(
    '-->',
    commands.filter(({ from }) => from !== OPERATOR),
  ),
)}
Whoever operates the shop may send \`reconcile\` (${commands
    .filter(({ from }) => from === OPERATOR)
    .map(({ to }) => to)
    .join(', ')}), and \`deadLetters\` and \`redrive\` to everybody: [operations](operations.md).

## 3. Services tell each other what happened: events

An outbox row in the same transaction as what happened, an inbox row in the same transaction as what follows: at least once sent, once applied.

${picture(arrows('-.->', events))}
What each subgraph owns stands on its page: ${names.map((name) => `[${name}](../subgraphs/${name}/README.md)`).join(' · ')}. How an order goes through them: [the life of an order](../subgraphs/orders/README.md).
`;
}
