import { expect, test } from 'vitest';
import { addWork, type Inputs, type Work } from './sources.ts';

const processes: Inputs = new Map([
  ['orders', new Set(['packages/kit/src/index.ts', 'subgraphs/orders/src/contract.ts'])],
  ['payments', new Set(['packages/kit/src/index.ts', 'subgraphs/orders/src/contract.ts'])],
  ['gateway', new Set(['packages/kit/src/index.ts', 'gateway/src/main.ts'])],
  ['stripe', new Set(['local/stripe/main.ts'])],
]);
const single: Inputs = new Map([['single', new Set(['subgraphs/orders/src/contract.ts'])]]);

function workOf(file: string, inputs = processes) {
  const work: Work = { build: new Set(), restart: new Set(), compose: false };
  addWork(work, file, inputs);
  return { build: [...work.build], restart: [...work.restart], compose: work.compose };
}
const nothing = { build: [], restart: [], compose: false };

test('a file is built into every process that was made of it, also one of another domain', () => {
  const both = ['orders', 'payments'];
  expect(workOf('subgraphs/orders/src/contract.ts')).toEqual({ build: both, restart: both, compose: true });
  const all = [...both, 'gateway'];
  expect(workOf('packages/kit/src/index.ts')).toEqual({ build: all, restart: all, compose: true });
});

test('what no subgraph is made of leaves the graph as it is', () => {
  for (const [file, name] of [
    ['gateway/src/main.ts', 'gateway'],
    ['local/stripe/main.ts', 'stripe'],
  ] as const)
    expect(workOf(file)).toEqual({ build: [name], restart: [name], compose: false });
});

test('a migration runs when its subgraph starts; nothing is built for it', () => {
  const file = 'subgraphs/orders/migrations/0009_more.sql';
  expect(workOf(file)).toEqual({ ...nothing, restart: ['orders'] });
  expect(workOf(file, single)).toEqual({ ...nothing, restart: ['single'] });
});

test('limits are read by the gateway when it starts, and the list of subgraphs is composed', () => {
  expect(workOf('rate-limits.yaml')).toEqual({ ...nothing, restart: ['gateway'] });
  expect(workOf('rate-limits.yaml', single)).toEqual({ ...nothing, restart: ['single'] });
  expect(workOf('supergraph.yaml')).toEqual({ ...nothing, compose: true });
});

test('tests, documents and generated files change nothing that runs', () => {
  for (const file of ['subgraphs/orders/test/order.test.ts', 'subgraphs/orders/README.md', 'supergraph.graphql'])
    expect(workOf(file)).toEqual(nothing);
});
