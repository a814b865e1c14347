/** docs/api.md: its requests before the running shop, its codes and numbers beside those of the code. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type EnvironmentShape, environmentShape } from '@storegraph/kit';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { gatewayEnvironment } from '../gateway/src/gateway.env.ts';
import { definitions } from '../local/definitions.generated.ts';
import { runningWorld } from './world.ts';

const world = runningWorld({ single: true });
const read = (file: string) => readFileSync(file, 'utf8');
const page = read('docs/api.md');

/** The rows of the table with this first heading. */
function table(heading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const numbers = (heading: string) =>
  Object.fromEntries(
    table(heading).map(([what, ...values]) => [what, values.map((value) => Number(value.replaceAll(',', '')))]),
  );

/** `…` stands for any value. */
const withAnything = (value: unknown): unknown => {
  if (value === '…') return expect.anything();
  if (Array.isArray(value)) return value.map(withAnything);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withAnything(inner)]));
  return value;
};

test('the requests of the page, one after the other, are answered as it says', async () => {
  const blocks = [...page.matchAll(/```(bash|json)\n([\s\S]*?)```/g)].map(([, kind, text]) => ({ kind, text: text! }));
  const END = '--- end of a block ---';
  const script = blocks
    .filter(({ kind }) => kind === 'bash')
    .map(({ text }) => `${text}\necho '${END}'`)
    .join('\n');
  const { stdout } = await promisify(execFile)('bash', [
    '-euo',
    'pipefail',
    '-c',
    `ACCESS= CART= ORDER_TOKEN=\n${script.replaceAll('http://localhost:4000', world.system.url)}`,
  ]);
  const printed = stdout.split(END).map((text) => text.trim());
  let asked = -1;
  for (const { kind, text } of blocks) {
    if (kind === 'bash') asked++;
    else expect.soft([text, JSON.parse(printed[asked]!)]).toEqual([text, withAnything(JSON.parse(text))]);
  }
  expect(asked).toBeGreaterThan(10);
});

test('the page has every code that there is, each once, and no other', () => {
  const { ErrorCode } = buildSchema(read('packages/client/schema.graphql')).getTypeMap();
  const codes = table('code').map(([code]) => code!.replaceAll('`', ''));
  expect([...codes].sort()).toEqual(
    (ErrorCode as GraphQLEnumType)
      .getValues()
      .map(({ name }) => name)
      .sort(),
  );
});

/** What a process has that sets nothing. */
const usual = (shape: EnvironmentShape, name: string): number => Number(shape[name]!.parse(undefined));
const ofGateway = (name: string) => usual(gatewayEnvironment, name);
const ofSubgraph = (subgraph: string, name: string) =>
  usual(environmentShape(definitions.find((one) => one.name === subgraph)!), name);
/** A constant that nobody else has a use for. */
const constant = (file: string, name: string): number => {
  const [, value] = new RegExp(`const ${name} = ([\\d_]+);`).exec(read(file)) ?? [];
  return Number(value?.replaceAll('_', '') ?? Number.NaN);
};

test('the limits of a request are those of the code', () => {
  expect(numbers('one request')).toEqual({
    'bytes of the body': [ofGateway('REQUEST_BODY_LIMIT')],
    'tokens of the document': [ofGateway('REQUEST_TOKEN_LIMIT')],
    depth: [ofGateway('REQUEST_DEPTH_LIMIT')],
    'depth of lists and objects in a value': [constant('packages/executor/src/limits.ts', 'VALUE_DEPTH')],
    aliases: [ofGateway('REQUEST_ALIAS_LIMIT')],
    'root fields of a query': [ofGateway('REQUEST_ROOT_FIELD_LIMIT')],
    'root fields of a mutation': [ofGateway('REQUEST_ROOT_MUTATION_LIMIT')],
    'fields, fragments spread in full': [ofGateway('REQUEST_SELECTION_LIMIT')],
    'objects that it may ask for (its cost)': [ofGateway('REQUEST_COST_LIMIT')],
    '`first` or `last` of a list': [constant('packages/kit/src/graph/connection.ts', 'LIMIT')],
    'errors in an answer': [constant('gateway/src/graph.ts', 'MAX_ERRORS')],
    'milliseconds of a subgraph for a query': [ofGateway('QUERY_TIMEOUT_MS')],
    'milliseconds of a subgraph for a mutation': [ofGateway('MUTATION_TIMEOUT_MS')],
    'milliseconds of the whole operation': [ofGateway('OPERATION_TIMEOUT_MS')],
  });
});

test('the limits of a shopper are those of the code', () => {
  expect(numbers('a shopper')).toEqual({
    'different variants in a cart': [constant('subgraphs/carts/src/cart/cart.service.ts', 'MAX_LINES')],
    'of one variant in a cart': [ofSubgraph('carts', 'MAX_QUANTITY_PER_VARIANT')],
    'orders that wait for payment, of an account': [
      constant('subgraphs/orders/src/checkout/placeOrder.service.ts', 'MAX_UNPAID_ORDERS'),
    ],
    'the same of guests, for each e-mail address': [ofSubgraph('orders', 'GUEST_UNPAID_ORDERS')],
    'units of a variant in them, for each e-mail address': [ofSubgraph('orders', 'GUEST_UNITS_PER_VARIANT')],
    'units of a variant in them, for each network address': [ofSubgraph('orders', 'GUEST_UNITS_PER_ADDRESS')],
    'seconds that an order waits for its payment': [ofSubgraph('orders', 'PAYMENT_WINDOW_SECONDS')],
    'addresses in an account': [constant('subgraphs/users/src/address/address.service.ts', 'MAX_ADDRESSES')],
  });
});

test('the rates are those of rate-limits.yaml', () => {
  interface Rate {
    points: number;
    seconds: number;
  }
  const rates = parse(read('rate-limits.yaml')) as {
    requests: Rate;
    cost: { perAddress: Rate; perViewer: Rate };
    operations: (Rate & { name: string })[];
    widerInDevelopment: number;
  };
  const rate = ({ points, seconds }: Rate) => [points, seconds];
  expect(numbers('one address (or viewer)')).toEqual({
    requests: rate(rates.requests),
    'cost of an address': rate(rates.cost.perAddress),
    'cost of a viewer': rate(rates.cost.perViewer),
    ...Object.fromEntries(rates.operations.map((one) => [one.name, rate(one)])),
  });
  expect(page).toContain(`${rates.widerInDevelopment.toLocaleString('en')} times as wide`);
});

test('tokens live as long as the page says', () => {
  const session = 'subgraphs/users/src/session/session.service.ts';
  expect(page).toContain(
    `| ${constant('subgraphs/users/src/key/key.service.ts', 'ACCESS_TOKEN_LIFETIME_IN_SECONDS')} seconds |`,
  );
  expect(page).toContain(`| ${constant(session, 'LIFETIME_IN_DAYS')} days |`);
  expect(page).toContain(`again within ${constant(session, 'GRACE_IN_SECONDS')} seconds`);
  expect(page).toContain(
    `cookie \`${/const NAME = '(\w+)'/.exec(read('subgraphs/users/src/session/session.cookie.ts'))![1]}\``,
  );
  expect(read('subgraphs/carts/src/cart/cart.change.ts')).toContain("interval '30 days'");
  expect(page).toContain('nobody touches for 30 days');
});
