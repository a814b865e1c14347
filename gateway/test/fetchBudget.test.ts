import { readdirSync, readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print, separateOperations } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import type { PlanNode } from '../../packages/executor/src/plan/queryPlan.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
let plan: PlanNode | undefined;
const gateway = new ApolloGateway({
  supergraphSdl: read('supergraph.graphql'),
  buildService: () => ({ process: async () => ({ data: {} }) }),
  experimental_didResolveQueryPlan: ({ queryPlan }) => {
    plan = queryPlan.node as PlanNode;
  },
});
const { executor } = await gateway.load();
afterAll(() => gateway.stop());

const folder = 'packages/client/operations';
const documents = separateOperations(
  parse(
    readdirSync(new URL(folder, root))
      .map((file) => read(`${folder}/${file}`))
      .join('\n'),
  ),
);

/** The names of the subgraphs that are asked, in the order of the plan; those in one pair of brackets at the same time. */
function outline(node: PlanNode | undefined): string {
  switch (node?.kind) {
    case 'Sequence':
      return node.nodes.map(outline).join(' ');
    case 'Parallel':
      return `[${node.nodes.map(outline).sort().join(' ')}]`;
    case 'Flatten':
      return outline(node.node);
    case 'Fetch':
      return node.serviceName;
    default:
      return '';
  }
}

async function planOf(document: DocumentNode): Promise<string> {
  plan = undefined;
  const operation = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  const source = print(document);
  await executor({
    document,
    operation,
    operationName: operation.name?.value ?? null,
    queryHash: source,
    source,
    schema: gateway.schema,
    request: { query: source, variables: sampleVariables(operation) },
    context: {},
    metrics: {},
    logger: console,
  } as never);
  return outline(plan);
}

/** Something for each required variable; plans do not depend on values. */
const sampleVariables = ({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> =>
  Object.fromEntries(variableDefinitions.map(({ variable }) => [variable.name.value, samples[variable.name.value]]));
const samples: Record<string, unknown> = {
  slug: 'a',
  countryCode: 'US',
  query: 'a',
  token: 'a',
  id: 'ord_1',
  input: { items: [{ variantId: 'var_1', quantity: 1 }] },
};

/** As api.md promises: so many requests a page, and never more with more rows. */
test.each([
  ['Home', 'products'],
  ['CategoryPage', 'products'],
  ['ProductPage', 'products'],
  ['SearchProducts', 'products'],
  ['CartPage', 'carts products'],
  ['CheckoutPage', '[carts products users]'],
  ['AddressPage', 'users'],
  ['ShopSettings', 'users'],
  ['AddCartItems', 'carts products'],
  ['OrderPage', 'orders [payments products]'],
  ['OrderByToken', 'orders [payments products]'],
  ['StaffOrders', 'orders users'],
])('%s asks %s', async (name, expected) => {
  expect(await planOf(documents[name]!)).toBe(expected);
});

test('account home asks three domains', async () => {
  const account = parse(
    '{ me { displayName addresses { city } orders(first: 5) { nodes { number } } notifications(first: 5) { nodes { title } } } }',
  );
  const asked = await planOf(account);
  expect(asked.match(/\w+/g)!.sort()).toEqual(['notifications', 'orders', 'users']);
});
