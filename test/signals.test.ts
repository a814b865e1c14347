import { type CollectedSpan, openCollector, openErrorReceiver, treeOf } from '@storegraph/kit/testing';
import { afterAll, expect, test } from 'vitest';
import { domains } from '../local/system/layout.ts';
import { freePort } from '../local/ports.ts';
import { type Shopper, until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const [collector, errors] = [await openCollector(), await openErrorReceiver()];
afterAll(() => Promise.all([collector.close(), errors.close()]));
const metricsPorts: Record<string, number> = {};

const world = runningWorld(async () => {
  const environment: Record<string, Record<string, string>> = {};
  for (const name of ['gateway', ...domains]) {
    metricsPorts[name] = await freePort();
    environment[name] = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      METRICS_PORT: String(metricsPorts[name]),
      ERROR_SINK_URL: errors.url.replace('http://', 'http://key@').concat('/1'),
    };
  }
  return { environment };
});

const ORDER_PAGE = `query OrderPage($id: ID!) {
  order(id: $id) { number status items { title product { slug } } payments { status } }
}`;

/** The spans of an operation, when all of them are there. */
async function traceOf(name: string, work: () => Promise<unknown>, ended: (tree: string[]) => boolean) {
  collector.spans.length = 0;
  await work();
  const spans = await until(
    async () => {
      const root = collector.spans.find((span) => span.name === name);
      return root ? collector.spans.filter(({ traceId }) => traceId === root.traceId) : [];
    },
    (found) => ended(treeOf(found)),
  );
  return { spans, tree: treeOf(spans) };
}

const textsOf = (spans: readonly CollectedSpan[]) =>
  spans.flatMap(({ attributes }) => attributes['db.query.text'] ?? []);

let shopper: Shopper;
test('an order page is one trace: gateway, fetches, subgraphs, and their statements without values', async () => {
  shopper = world.guest();
  const email = newEmail();
  const { id, number } = await shopper.order(variantNumber(3), email);
  const { spans, tree } = await traceOf(
    'query OrderPage',
    () => shopper.graph(ORDER_PAGE, { id }),
    (lines) => lines.length >= 11,
  );
  expect(tree).toEqual([
    'gateway: query OrderPage',
    '  gateway: fetch orders',
    '    orders: OrderPage__orders__0',
    '      orders: select order_items',
    '      orders: select orders',
    '  gateway: fetch payments',
    '    payments: OrderPage__payments__1',
    '      payments: select payments',
    '  gateway: fetch products',
    '    products: OrderPage__products__2',
    '      products: select products',
  ]);
  expect(textsOf(spans)).toHaveLength(4);
  for (const value of [id, number, email, shopper.orderToken!]) expect(JSON.stringify(spans)).not.toContain(value);
}, 60_000);

test('a command between services, and what the other one does for it, are in the same trace', async () => {
  const { tree } = await traceOf(
    'mutation TakeOne',
    () =>
      world
        .guest()
        .graph(
          'mutation TakeOne($input: AddCartItemsInput!) { addCartItems(input: $input) { cart { id } userErrors { code } } }',
          { input: { items: [{ variantId: variantNumber(4), quantity: 1 }] } },
        ),
    (lines) => lines.some((line) => line.includes('products: command')) && lines[0] === 'gateway: mutation TakeOne',
  );
  const sent = tree.findIndex((line) => line.includes('carts: send command quoteVariants'));
  const depth = tree[sent]!.search(/\S/);
  expect(tree[sent + 1]).toBe(`${' '.repeat(depth + 2)}products: command quoteVariants`);
  expect(tree.some((line) => line.includes('carts: transaction'))).toBe(true);
});

test('every process serves its own metrics, and none of them at the public door', async () => {
  const look = async (name: string) => (await fetch(`http://127.0.0.1:${metricsPorts[name]}/metrics`)).text();
  for (const name of domains) {
    // what the purchase has left to do is done in a moment, and counted every few seconds
    for (const metric of ['outbox_unsent', 'jobs_due', 'dead_letters'])
      await expect
        .poll(() => look(name), { timeout: 60_000, interval: 250 })
        .toMatch(new RegExp(`^${metric}\\{service="${name}".*\\} 0$`, 'm'));
    expect(await look(name)).toMatch(
      new RegExp(`^database_pool_connections_max\\{database="${name}",pool="queries"\\} 8$`, 'm'),
    );
  }
  expect(await look('gateway')).toMatch(
    /^graphql_operation_duration_seconds_count\{operation="OrderPage",kind="query",code="none",by="compiledPlan"\} 1$/m,
  );
  expect((await fetch(`${world.system.url}/metrics`)).status).toBe(404);
}, 120_000);

test('nothing went wrong, so nothing was reported', () => expect(errors.events).toEqual([]));
