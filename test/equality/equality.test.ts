import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, print, separateOperations } from 'graphql';
import { expect, test } from 'vitest';
import { limits } from '../../gateway/src/limits.ts';
import { Shopper, variantNumber } from '../shop.ts';
import { newEmail, runningWorld } from '../world.ts';
import { awkwardOperations } from './awkwardOperations.ts';
import { type RandomOperation, randomOf, randomOperations } from './randomOperation.ts';

/** Every way to an answer gives the same answer as Apollo's own executor. More ways are more lines here. */
const ways = [
  { name: 'as it comes', headers: {} },
  { name: 'again, when everything is warm', headers: {} },
  { name: 'once more, maybe kept', headers: {} },
];
const STOCK = { 'x-execution': 'stock' };

const COUNT = 2_000;
const SEED = Number(process.env.EQUALITY_SEED ?? 20_261_121);
const world = runningWorld();
const schema = buildSchema(readFileSync('packages/client/schema.graphql', 'utf8'));

interface Person {
  name: string;
  headers: Record<string, string>;
}
const headersOf = ({ accessToken, cartToken, orderToken }: Shopper): Record<string, string> => ({
  ...(accessToken && { authorization: `Bearer ${accessToken}` }),
  ...(cartToken && { 'x-cart-token': cartToken }),
  ...(orderToken && { 'x-order-token': orderToken }),
});

async function people() {
  const ada = world.guest();
  await ada.signIn('ada@storegraph.example', 'correct horse battery staple');
  const orders = [];
  for (const number of [1, 4]) {
    const order = await ada.order(variantNumber(number), newEmail());
    await ada.pay(order.id);
    await ada.orderWhen(order.id, { paymentStatus: 'PAID' });
    orders.push(order);
  }
  orders.push(await ada.order(variantNumber(7), newEmail())); // waits for its payment, and its cart with it
  const guest = world.guest();
  await guest.add(variantNumber(5), 2);
  const sam = await world.staff();
  await new Promise((settled) => setTimeout(settled, 2_500)); // mails and events of these purchases are under way
  return {
    orders,
    orderToken: ada.orderToken!,
    cartToken: guest.cartToken!,
    people: [
      { name: 'anonymous', headers: {} },
      { name: 'guest', headers: headersOf(guest) },
      { name: 'ada', headers: headersOf(ada) },
      { name: 'staff', headers: headersOf(sam) },
    ] as Person[],
  };
}

interface Answer {
  body: { data?: unknown; errors?: { extensions: Record<string, unknown> }[] };
  way: string | null;
}
async function ask({ query, variables }: RandomOperation, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${world.system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Answer['body'];
  for (const error of body.errors ?? []) delete error.extensions.requestId;
  return { body, way: response.headers.get('x-execution') };
}

const texts = ({ body }: Answer): string[] =>
  (body.errors ?? []).map((error) => JSON.stringify(error).replace(/,\d+,/g, ',*,'));

/** Compares all ways; answers how many answers each way gave. */
async function compare(operations: { operation: RandomOperation; person: Person }[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < operations.length; index = next++) {
      const { operation, person } = operations[index]!;
      const stock = await ask(operation, { ...person.headers, ...STOCK });
      for (const { name, headers } of ways) {
        const answer = await ask(operation, { ...person.headers, ...headers });
        counts.set(answer.way ?? 'none', (counts.get(answer.way ?? 'none') ?? 0) + 1);
        if (stock.body.errors) counts.set('with errors', (counts.get('with errors') ?? 0) + 1);
        const where = `operation ${index} of seed ${SEED}, ${name}, as ${person.name}:\n${operation.query}\n${JSON.stringify(operation.variables)}`;
        expect({ ...answer.body, errors: undefined }, where).toEqual({ ...stock.body, errors: undefined });
        // which of many errors are told is a race in any executor: five of them, and of those under one null any
        const [told, expected] = [texts(answer), texts(stock)];
        expect(told.length > 0, where).toBe(expected.length > 0);
        if (expected.length > 0 && expected.length < limits.errors)
          expect(
            expected.some((text) => told.includes(text)),
            `${where}\ntold: ${told}\nnot one of: ${expected}`,
          ).toBe(true);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return counts;
}

function clientOperations(pool: Record<string, readonly unknown[]>): RandomOperation[] {
  const read = (folder: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
      .join('\n');
  const documents = ['packages/client/operations', 'gateway/playground/operations'].map((folder) =>
    parse(read(folder)),
  );
  return documents.flatMap((document) =>
    Object.values(separateOperations(document)).flatMap((one) => {
      const query = print(one);
      if (!/(^|\n)(query\b|\{)/.test(query)) return [];
      const names = [...query.matchAll(/\$(\w+): [\w![\]]+/g)].map(([, name]) => name!);
      const variables = Object.fromEntries(names.flatMap((name) => (pool[name] ? [[name, pool[name]![0]]] : [])));
      return [{ query, variables }];
    }),
  );
}

test('every way to an answer gives the same answer: client operations, awkward shapes, 2,000 random operations', async () => {
  const { orders, orderToken, cartToken, people: everybody } = await people();
  const products = (
    await world
      .guest()
      .graph(
        '{ products(first: 30) { nodes { id slug variants { id sku } } pageInfo { endCursor } } categories { slug id } }',
      )
  ).data;
  const nodes = products.products.nodes;
  const pool: Record<string, readonly unknown[]> = {
    // left out mostly: a wrong argument makes the whole answer an error
    first: [1, 2, 3, 5, 24, 1, 2, 3, 5, 100, 4, 6, 7, 8, 9, 101],
    last: [...Array(20), 1, 2],
    before: [...Array(30), 'nonsense'],
    after: [...Array(20), products.products.pageInfo.endCursor, 'nonsense'],
    depth: [1, 2, 3, 9],
    slug: [...nodes.slice(0, 6).map(({ slug }: any) => slug), 'no-such-thing'],
    'category.slug': [...products.categories.map(({ slug }: any) => slug), 'no-such-category'],
    'category.id': [...products.categories.map(({ id }: any) => id), 'cat_nonsense'],
    'product.id': [...nodes.slice(0, 6).map(({ id }: any) => id), 'prod_nonsense', 'prod_01jd0000000000000000099999'],
    'variant.id': [nodes[0].variants[0].id, nodes[1].variants[1].id, 'var_01jd0000000000000000099999'],
    'variant.sku': [nodes[2].variants[0].sku, 'NO-SKU'],
    'cart.id': ['cart_01jd0000000000000000000001'],
    'cart.token': [cartToken, 'wrong'],
    'order.id': [...orders.map(({ id }) => id), 'ord_01jd0000000000000000000001', 'nonsense'],
    'order.number': [...orders.map(({ number }) => number), 'SG-1'],
    'orderByToken.token': [orderToken, 'wrong'],
    'user.id': ['usr_01jd0000000000000000000001', 'usr_01jd0000000000000000000099'],
    query: [nodes[0].slug.split('-')[0], nodes[3].slug.replaceAll('-', ' '), 'zzz', ''],
    token: [orderToken],
    id: [orders[0].id],
    number: [orders[0].number, null],
    'ProductFilter.categorySlug': products.categories.map(({ slug }: any) => slug),
    'ProductFilter.ids': [nodes.slice(0, 3).map(({ id }: any) => id), []],
    'MoneyInput.amount': ['10.00', '55.5', '1.234'],
    'MoneyInput.currencyCode': ['USD'],
    'OrderFilter.number': ['SG-'],
  };
  const random = randomOf(SEED);
  const anyone = () => everybody[random(everybody.length)]!;
  const generator = randomOperations(schema, pool, SEED);
  const generated = Array.from({ length: COUNT }, () => ({
    operation: generator.next().value as RandomOperation,
    person: anyone(),
  }));
  const known = [...clientOperations(pool), ...awkwardOperations(orders[0].id, nodes[0].slug)].flatMap((operation) =>
    everybody.map((person) => ({ operation, person })),
  );

  const counts = await compare([...known, ...generated]);

  // not vacuous: much of it was compiled, some of it was not, and errors were among it
  expect(counts.get('compiled')).toBeGreaterThan(COUNT / 4);
  expect(counts.get('cached')).toBeGreaterThan(50);
  expect(counts.get('stock')).toBeGreaterThan(COUNT / 10);
  expect(counts.get('with errors')).toBeGreaterThan(COUNT / 10);
}, 240_000);
