import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { Shopper } from './shop.ts';
import { until, variantNumber } from './shop.ts';
import { isThorough } from './thorough.ts';
import { runningWorld } from './world.ts';

/** Two processes of each domain that is asked here, as in a shop that grows. */
const world = runningWorld({ replicas: { users: 2, products: 2, carts: 2 } });
const ROUNDS = isThorough ? 4 : 2;
const SHOPPERS = 6;

let isOpen = true;
afterAll(() => {
  isOpen = false;
});

interface Visit {
  shopper: Shopper;
  answered: number;
  /** Without an answer: done or not. */
  unknown: number;
}

/** Adds one thing again and again, and looks around in between. Returns every answer to a query that was not whole. */
async function visit(visited: Visit, failures: unknown[]): Promise<void> {
  const { shopper } = visited;
  const query = async (document: string) => {
    const { data, errors } = await shopper.graph(document);
    if (errors || !data) failures.push(errors ?? 'no data');
  };
  while (isOpen) {
    await query('{ cart { items { quantity variant { sku product { title } } } } me { displayName } }');
    await query(
      `{ products(first: 5) { nodes { title variants { sku } } } suggest(query: "${Math.random()}") { queries } }`,
    );
    const { data } = await shopper.graph(
      'mutation ($input: AddCartItemsInput!) { addCartItems(input: $input) { cart { totalQuantity } userErrors { code } } }',
      { input: { items: [{ variantId: variantNumber(1), quantity: 1 }] } },
    );
    const cart = data?.addCartItems?.cart;
    if (!cart) {
      visited.unknown++;
      continue;
    }
    visited.answered++;
    expect(cart.totalQuantity).toBeGreaterThanOrEqual(visited.answered);
    expect(cart.totalQuantity).toBeLessThanOrEqual(visited.answered + visited.unknown);
  }
}

interface Address {
  status: string;
  /** The gateway sends nothing there: it did not answer lately. */
  spared: boolean;
}

async function addressesBehindTheGateway(): Promise<Address[]> {
  const details = await (await fetch(new URL('/health/details', world.system.url))).json();
  return details.services.flatMap(({ addresses }: { addresses: Address[] }) => addresses);
}

test('with two processes of a domain one of which is always being killed, no query fails and no mutation is done twice', async () => {
  const { processes } = world.system;
  expect([...processes.keys()].filter((name) => name.endsWith('-2'))).toEqual(['users-2', 'products-2', 'carts-2']);
  const visits: Visit[] = [];
  // one after the other: passwords are dear, and processes that have just started have much to compile
  for (let index = 0; index < SHOPPERS; index++) {
    const shopper = world.guest();
    await shopper.register(`replica-${index}@shop.example`);
    await shopper.add(variantNumber(1));
    visits.push({ shopper, answered: 1, unknown: 0 });
  }
  const failures: unknown[] = [];
  const all = Promise.all(visits.map((visited) => visit(visited, failures)));
  for (let round = 0; round < ROUNDS; round++) {
    const suffix = round % 2 === 0 ? '' : '-2';
    const killed = ['users', 'products', 'carts'].map((domain) => processes.get(`${domain}${suffix}`)!);
    for (const child of killed) child.kill('SIGKILL');
    await delay(300);
    await Promise.all(killed.map((child) => child.ready()));
    // who is back must be known to be: else the death of the other one would leave nobody
    await until(addressesBehindTheGateway, (all) => all.every(({ status, spared }) => status === 'up' && !spared));
    await delay(500); // some traffic on both, before the other one dies
  }
  isOpen = false;
  await all;
  expect(failures).toEqual([]);
  for (const { shopper, answered, unknown } of visits) {
    expect(answered).toBeGreaterThan(10);
    const quantity: number = (await shopper.graph('{ cart { totalQuantity } }')).data.cart.totalQuantity;
    expect(quantity).toBeGreaterThanOrEqual(answered);
    expect(quantity).toBeLessThanOrEqual(answered + unknown);
  }
}, 90_000);
