import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../../local/system/layout.ts';
import { runningWorld } from '../world.ts';
import { type Ask, type AskerName, callerNames, createAsk } from './callers.ts';
import { assemble, type Cast } from './cast.ts';
import { type Answers, judge, type Sights } from './judge.ts';
import { everythingOf, leavesOf, objectTypes, schemaOf } from './selection.ts';
import { ruleOf, table } from './table.ts';
import { keysOf, type Way, waysIntoSubgraphs, waysThroughTheGateway } from './ways.ts';

const directory = mkdtempSync(join(tmpdir(), 'storegraph-access-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const world = runningWorld({
  directory,
  // questions here are longer than a client's
  environment: { gateway: { REQUEST_TOKEN_LIMIT: '5000', REQUEST_COST_LIMIT: '100000', REQUEST_DEPTH_LIMIT: '15' } },
});

const composed = schemaOf(readFileSync('supergraph.graphql', 'utf8'));
const entities = new Set(['User', 'Cart', 'Order', 'Payment', 'Product', 'Variant', 'Category']);
const coordinates = objectTypes(composed)
  .filter(({ name }) => name !== 'Mutation')
  .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
const sights: Sights = new Map();
let cast: Cast;
let ask: Ask;

beforeAll(async () => {
  cast = await assemble(world);
  ask = await createAsk(world, directory, {
    anonymous: world.guest(),
    cartToken: cast.cartHolder,
    orderToken: cast.orderHolder,
    owner: cast.owner.shopper,
    other: cast.other.shopper,
    staff: cast.staff,
    admin: cast.admin,
  });
}, 180_000);

test('every field of the composed schema has a rule, and every rule a field', () => {
  const known = new Set([...coordinates, ...coordinates.map((coordinate) => coordinate.split('.')[0]!)]);
  expect(coordinates.filter((coordinate) => !(table[coordinate] ?? table[coordinate.split('.')[0]!]))).toEqual([]);
  expect(Object.keys(table).filter((name) => !known.has(name))).toEqual([]);
});

async function look(ways: readonly Way[], callers: readonly AskerName[]): Promise<string[]> {
  const problems: string[] = [];
  for (const way of ways) {
    const schema = way.at ? subgraphSchemas.get(way.at)! : composed;
    const without = way.at && owners[way.type] !== way.at ? [`${way.type}.id`] : [];
    const query = way.query.replace('ROW', everythingOf(schema, way.type, { without, entities }));
    const { variables, at, subject } = way;
    const asked = { query, variables, at, orderToken: subject.orderToken };
    const answers: Answers = new Map(
      await Promise.all(callers.map(async (caller) => [caller, await ask(caller, asked)] as const)),
    );
    problems.push(...judge(way, leavesOf(schema, query), answers, sights));
  }
  return problems;
}

test('each caller sees through the gateway what is declared, on every way to every row', async () => {
  expect(await look(waysThroughTheGateway(cast), callerNames)).toEqual([]);
});

/** Elsewhere its id is only what was asked with. */
const owners: Readonly<Record<string, string>> = {
  User: 'users',
  Order: 'orders',
  Cart: 'carts',
  Payment: 'payments',
  Product: 'products',
  Variant: 'products',
  Category: 'products',
};

/** What each subgraph can be entered by, and its schema with the way in. */
const entered = domains.map((domain) => {
  const sdl = readFileSync(`subgraphs/${domain}/schema.graphql`, 'utf8');
  const keyed = [...sdl.matchAll(/^type (\w+) @key\(fields: "\w+"\)/gm)].map(([, name]) => name!);
  const entry = `_entities(representations: [_Any!]!): [_Entity]!`;
  const schema = schemaOf(
    `${sdl.replace(/^type Query {/m, `type Query {\n  ${entry}`)}\nscalar _Any\nunion _Entity = ${keyed.join(' | ')}`,
  );
  return { domain, keyed, schema };
});
const subgraphSchemas = new Map<string, (typeof entered)[number]['schema']>(
  entered.map(({ domain, schema }) => [domain, schema]),
);

test('each caller sees at each subgraph what is declared, on entering it by a reference; another service is nobody', async () => {
  const payments = await world.inDatabase(
    'payments',
    (sql) => sql<{ id: string; orderId: string }[]>`SELECT id, order_id AS "orderId" FROM payments`,
  );
  const references = entered.flatMap(({ domain, keyed }) => keyed.map((type) => ({ at: domain, type })));
  expect(references).toHaveLength(12);
  const ways = waysIntoSubgraphs(keysOf(cast, payments), references);
  expect(await look(ways, [...callerNames, 'service'])).toEqual([]);
});

test('whoever may see a field has seen it with a value on some way', () => {
  const asked = coordinates.filter((coordinate) => !ruleOf(coordinate).unseen);
  expect(asked.filter((coordinate) => !sights.has(coordinate))).toEqual([]);
  const missing = asked.flatMap((coordinate) => {
    const seenBy = [...sights.get(coordinate)!].filter(([, { seen }]) => seen > 0).map(([caller]) => caller);
    // of what has no rule of its own, such as an address, it is enough that somebody saw each field
    if (ruleOf(coordinate).inherited) return seenBy.length > 0 ? [] : [coordinate];
    return callerNames
      .filter((caller) => sights.get(coordinate)!.get(caller)?.promised && !seenBy.includes(caller))
      .map((caller) => `${coordinate} by ${caller}`);
  });
  expect(missing).toEqual([]);
});
