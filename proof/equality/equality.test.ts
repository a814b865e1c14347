import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { Shopper, variantNumber } from '../../test/shop.ts';
import { countFrom } from '../../test/thorough.ts';
import { newEmail, runningWorld, type World } from '../../test/world.ts';
import { awkwardShapes, refusals } from './awkwardShapes.ts';
import { type KnownThings, leftOut, operationsOf, variablesOf, volatileFields } from '../../test/knownOperations.ts';
import { Asker, type Difference, differences, type Question, TIMED_OUT, type Viewer } from './paths.ts';
import { Random } from '../../packages/executor/test/random/random.ts';
import { type GeneratorOptions, randomOperation } from '../../packages/executor/test/random/randomOperations.ts';
import { valuesFrom } from './shopValues.ts';

/** `EQUALITY_SEED=… EQUALITY_INDEX=…` repeats one operation; EQUALITY_COUNT asks for more of them. */
const SEED = Number(process.env.EQUALITY_SEED ?? 20_261_121);
const ONLY = process.env.EQUALITY_INDEX === undefined ? undefined : Number(process.env.EQUALITY_INDEX);
const COUNT = countFrom('EQUALITY_COUNT', 80, 2_000);
const CONCURRENCY = 8;

const worlds = {
  'many processes': runningWorld(),
  'one process': runningWorld({ single: true }),
};
const schema = buildSchema(readFileSync('packages/client/schema.graphql', 'utf8'));

test.each([
  ['many processes', COUNT],
  ['one process', Math.ceil(COUNT / 5)],
] as const)(
  '%s: operations of the clients, awkward ones and %i random ones are answered alike on every path',
  async (name, count) => {
    const world = worlds[name];
    const { known, values, viewers } = await shopWithOrders(world);
    const asker = new Asker(world.system.url);
    const tally = new Map<string, number>();
    try {
      const options: GeneratorOptions = {
        schema,
        seed: SEED,
        values,
        alternatives: {
          'Query.product': ['slug', 'id'],
          'Query.category': ['slug', 'id'],
          'Query.variant': ['sku', 'id'],
          'Query.order': ['number', 'id'],
        },
        // another one each time
        leftOut: ['ReconciliationReport.checkedAt', 'Query.googleSignInUrl'],
        // fastify refuses bodies with a key of this name
        refusedVariables: ['__proto__'],
      };
      const random = (index: number): Question => ({
        ...randomOperation(options, index),
        label: `EQUALITY_SEED=${SEED} EQUALITY_INDEX=${index}`,
        viewer: new Random(index).pick(viewers),
      });
      const { queries, mutations } = knownQuestions(known, viewers);
      const indices = ONLY === undefined ? Array.from({ length: count }, (_, index) => index) : [ONLY];
      const found: Difference[] = [];
      // mutations first and alone: what they leave behind is the same for all that comes after
      if (ONLY === undefined) found.push(...(await askAll(mutations, 1, asker, tally)));
      found.push(
        ...(await askAll([...(ONLY === undefined ? queries : []), ...indices.map(random)], CONCURRENCY, asker, tally)),
      );

      console.log(
        `Equality of ${name}, seed ${SEED}:\n${[...tally]
          .sort()
          .map(([what, count]) => `  ${what} ${count}`)
          .join('\n')}`,
      );
      for (const { text } of found.slice(5)) console.log(text.split('\n', 1)[0]);
      const shown = found.slice(0, 5).map(({ text }) => text);
      expect([`${found.length} differences`, ...shown].join('\n\n')).toBe('0 differences');
      // a time-out is no difference; a way that always runs out of time would be
      expect(tally.get(TIMED_OUT) ?? 0).toBeLessThanOrEqual(count / 50);
      if (ONLY !== undefined) return;
      expect(tally.get('as it comes 1: compiledPlan')).toBeGreaterThan(count / 4);
      expect(tally.get('as it comes 3: keptAnswers')).toBeGreaterThan(count / 50);
      // an empty comparison would succeed as well
      for (const kind of ['answers without nulls', 'answers with nulls', 'answers with errors beside data'])
        expect(tally.get(kind), kind).toBeGreaterThan(count / 20);
    } finally {
      await asker.close();
    }
  },
  240_000,
);

async function askAll(
  questions: readonly Question[],
  concurrency: number,
  asker: Asker,
  tally: Map<string, number>,
): Promise<Difference[]> {
  const found: Difference[] = [];
  const left = questions.values();
  const work = async () => {
    for (const question of left) found.push(...(await differences(question, asker, tally)));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return found;
}

function knownQuestions(
  known: KnownThings,
  viewers: readonly Viewer[],
): { queries: Question[]; mutations: Question[] } {
  const variables = variablesOf(known);
  const operations = [
    ...operationsOf('packages/client/operations', true),
    ...operationsOf('gateway/playground/operations', false),
  ]
    .filter(({ operationName }) => !leftOut.includes(operationName))
    .flatMap((operation) =>
      (variables[operation.operationName] ?? [{}]).map((one) => ({ ...operation, variables: one })),
    );
  const awkward = Object.entries(awkwardShapes(known)).map(([label, operation]) => ({ ...operation, label }));
  const refused = Object.entries(refusals(known)).map(([label, operation]) => ({ ...operation, label }));
  const asked = <T>(list: readonly T[]) =>
    list.flatMap((operation) => viewers.map((viewer) => ({ ...operation, viewer })));
  return {
    queries: [...asked(operations.filter(({ mutation }) => !mutation)), ...asked(awkward)],
    mutations: [...asked(operations.filter(({ mutation }) => mutation)), ...asked(refused)].map((question) => ({
      ...question,
      masked: volatileFields,
    })),
  };
}

const headersOf = ({ accessToken, cartToken, orderToken }: Shopper): Record<string, string> => ({
  ...(accessToken && { authorization: `Bearer ${accessToken}` }),
  ...(cartToken && { 'x-cart-token': cartToken }),
  ...(orderToken && { 'x-order-token': orderToken }),
});

/** Ada has bought and cannot decide, a guest too; sam is staff; somebody knows nobody. */
async function shopWithOrders(world: World) {
  const ada = world.guest();
  await ada.signIn('ada@storegraph.example', 'correct horse battery staple');
  const orders: { id: string; number: string }[] = [];
  for (const number of [1, 4]) {
    const order = await ada.order(variantNumber(number), newEmail(), 2);
    await ada.pay(order.id);
    await ada.orderWhen(order.id, { paymentStatus: 'PAID' });
    orders.push(order);
  }
  orders.push(await ada.order(variantNumber(7), newEmail()));
  const buyer = world.guest();
  orders.push(await buyer.order(variantNumber(9), newEmail()));
  const browser = world.guest();
  await browser.add(variantNumber(5), 2);
  await browser.add(variantNumber(12));
  const sam = await world.staff();
  await settled(sam);
  const { data } = await world
    .guest()
    .graph(
      '{ products(first: 12) { nodes { id slug variants { id sku } } pageInfo { endCursor } } categories(depth: 2) { id slug } }',
    );
  const products = data.products.nodes as { id: string; slug: string; variants: { id: string; sku: string }[] }[];
  const me = (await ada.graph('{ me { id } }')).data.me as { id: string };
  const known: KnownThings = {
    orderId: orders[0]!.id,
    orderNumber: orders[0]!.number,
    orderToken: buyer.orderToken!,
    productSlug: products[0]!.slug,
    categorySlug: data.categories[0].slug,
    variantId: products[0]!.variants[0]!.id,
    cursor: data.products.pageInfo.endCursor,
  };
  const values = valuesFrom({
    known,
    orders,
    products,
    categories: data.categories,
    userIds: [me.id],
    cartToken: browser.cartToken!,
  });
  const viewers: Viewer[] = [
    { name: 'ada', headers: headersOf(ada) },
    { name: 'sam', headers: headersOf(sam) },
    { name: 'a guest with a cart', headers: headersOf(browser) },
    { name: 'a guest with an order', headers: headersOf(buyer) },
    { name: 'anonymous', headers: {} },
  ];
  return { known, values, viewers };
}

/** Mails and events of the purchases are under way for a while: until nothing changes any more. */
async function settled(sam: Shopper): Promise<void> {
  const query =
    '{ notificationDeliveries(first: 100) { nodes { id status attempts } } orders(first: 100) { nodes { id status paymentStatus timeline(first: 20) { nodes { id } } } } }';
  const deadline = Date.now() + 20_000;
  for (let last = '', same = 0; same < 4 && Date.now() < deadline; ) {
    const now = JSON.stringify((await sam.graph(query)).data);
    same = now === last && !now.includes('QUEUED') ? same + 1 : 0;
    last = now;
    await new Promise((done) => setTimeout(done, 300));
  }
}
