import { readFileSync } from 'node:fs';
import { OPERATOR, type CommandsOf, type EventOf } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { architectureAsMarkdown } from '../local/architecture.ts';
import { definitions } from '../local/definitions.generated.ts';
import { readSubgraphs } from '../local/subgraphs.mjs';

const page = readFileSync('docs/architecture.md', 'utf8');
const [graph, commands, events] = [...page.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, picture]) => picture!);

/** Every single thing that goes along an arrow of a picture: "orders carts lockCart". */
const sent = (picture: string): string[] =>
  [...picture.matchAll(/^ {2}(\w+) -\.?->\|"(.*)"\| (\w+)$/gm)].flatMap(([, from, what, to]) =>
    what!.split('<br/>').map((one) => `${from} ${to} ${one}`),
  );

test('the page of the architecture is as supergraph.yaml and the contracts are', async () => {
  expect(page).toBe(await architectureAsMarkdown(process.cwd()));
});

test('every subgraph is in the picture, behind the gateway and before a database of its own', () => {
  for (const { name, port } of readSubgraphs('.')) {
    expect(graph).toContain(`  gateway --> ${name}["${name} :${port}"]\n`);
    expect(graph).toContain(`  ${name} --- ${name}_data[(${name})]\n`);
  }
});

test('every event goes where a subgraph takes it, and every command comes from where it may', async () => {
  const taken = definitions.flatMap(({ name, on = [] }) =>
    on.map(({ event: { service, type } }) => `${service} ${name} ${type}`),
  );
  const toGateway = sent(events!).filter((one) => one.includes(' gateway '));
  expect(sent(events!).sort()).toEqual([...taken, ...toGateway].sort());
  const contracts = await Promise.all(
    definitions.map(async ({ name }) => {
      const module = await import(`../subgraphs/${name}/src/contract.ts`).catch(() => ({}));
      return module[name] as (CommandsOf & { events: readonly EventOf[] }) | undefined;
    }),
  );
  const allowed = contracts.flatMap((contract) =>
    Object.entries(contract?.commands ?? {}).flatMap(([what, { from }]) =>
      from.filter((one) => one !== OPERATOR).map((one) => `${one} ${contract!.name} ${what}`),
    ),
  );
  expect(sent(commands!).sort()).toEqual(allowed.sort());
});
