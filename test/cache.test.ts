import { expect, test } from 'vitest';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const world = runningWorld();
const LIST =
  '{ products(first: 3, sort: TITLE) { nodes { id title variants { id price { amount } availability { state } } } } }';
const productOf = (id: string) =>
  `{ product(id: "${id}") { title category { name } variants { price { amount } availability { state quantity } } } }`;

interface Answer {
  way: string | null;
  body: any;
  status: number;
  headers: Headers;
}
async function ask(query: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${world.system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  return {
    way: response.headers.get('x-execution'),
    body: text && JSON.parse(text),
    status: response.status,
    headers: response.headers,
  };
}
/** Asked often enough to be kept. */
async function warm(query: string): Promise<any> {
  return (
    await until(
      () => ask(query),
      ({ way }) => way === 'keptAnswers',
    )
  ).body;
}
const run = async (name: string, type: string, input: object, selection: string) =>
  (await world.staff()).run(name, type, input, selection);

test('an answer that is the same for everybody is kept, and is the same', async () => {
  const fresh = await ask(LIST, { 'x-execution': 'apollo' });
  expect(fresh.way).toBe('apollo');
  expect(await warm(LIST)).toEqual(fresh.body);
});

test("what the shop says of itself is kept, too, but not beside what is somebody's own", async () => {
  const settings = '{ storefront { name countries { code } } addressRules(countryCode: "CA") { regions { code } } }';
  const { storefront, addressRules } = (await warm(settings)).data;
  expect([storefront.name, addressRules.regions.length]).toEqual(['Storegraph', 13]);
  const beside = '{ storefront { name } me { id } }';
  const ways = [];
  for (let times = 0; times < 4; times++) ways.push((await ask(beside)).way);
  expect(ways).not.toContain('keptAnswers');
});

test('a kept answer has a tag, is not sent again to who has it, and is compressed for who takes that', async () => {
  await warm(LIST);
  const { headers } = await until(
    () => ask(LIST),
    ({ way }) => way === 'keptAnswers',
  );
  const etag = headers.get('etag')!;
  expect(headers.get('vary')).toContain('authorization');
  // news of the seed may still be on its way
  const again = await until(
    () => ask(LIST, { 'if-none-match': etag }),
    ({ status }) => status === 304,
  );
  expect([again.status, again.body]).toEqual([304, '']);
  const long = '{ products(first: 24) { nodes { id slug title description attributes { name value } } } }';
  const plain = await warm(long);
  for (const encoding of ['br', 'gzip']) {
    const answer = await until(
      () => ask(long, { 'accept-encoding': encoding }),
      ({ way }) => way === 'keptAnswers',
    );
    expect([answer.headers.get('content-encoding'), answer.body]).toEqual([encoding, plain]);
  }
});

test.each([
  [
    'a price',
    'updateVariant',
    'UpdateVariantInput',
    { price: { amount: '777.70', currencyCode: 'USD' }, compareAtPrice: null },
    (answer: any) => answer.data.product.variants[0].price.amount === '777.70',
  ],
  [
    'a title',
    'updateProduct',
    'UpdateProductInput',
    { title: 'Renamed While Cached' },
    (answer: any) => answer.data.product.title === 'Renamed While Cached',
  ],
] as const)('%s that changes is seen at once by who is not signed in', async (_, mutation, type, change, shows) => {
  const { nodes } = (await ask(LIST)).body.data.products;
  const query = productOf(nodes[0].id);
  expect(shows(await warm(query))).toBe(false);
  const id = type === 'UpdateVariantInput' ? nodes[0].variants[0].id : nodes[0].id;
  await run(mutation, type, { id, ...change }, '__typename');
  await until(async () => (await ask(query)).body, shows, 500);
});

test('stock that runs low, and out, is seen at once; a category that is renamed, too', async () => {
  const { nodes } = (await ask('{ products(first: 1, filter: { inStock: true }) { nodes { id variants { id } } } }'))
    .body.data.products;
  const query = productOf(nodes[0].id);
  const variantId = nodes[0].variants[0].id;
  for (const [setTo, state] of [
    [40, 'IN_STOCK'],
    [3, 'LOW_STOCK'],
    [0, 'OUT_OF_STOCK'],
  ] as const) {
    await warm(query);
    await run(
      'adjustInventory',
      'AdjustInventoryInput',
      { variantId, setTo, reason: 'count', idempotencyKey: crypto.randomUUID() },
      '__typename',
    );
    await until(
      async () => (await ask(query)).body,
      ({ data }) => data.product.variants[0].availability.state === state,
      500,
    );
  }
  const tree = '{ categories { id name } }';
  const [first] = (await warm(tree)).data.categories;
  await run('updateCategory', 'UpdateCategoryInput', { id: first.id, name: 'Renamed' }, '__typename');
  await until(
    async () => (await ask(tree)).body,
    ({ data }) => data.categories[0].name === 'Renamed',
    500,
  );
});

test('the last unit that an order takes is seen by everybody', async () => {
  const variantId = variantNumber(20);
  await run(
    'adjustInventory',
    'AdjustInventoryInput',
    { variantId, setTo: 1, reason: 'count', idempotencyKey: crypto.randomUUID() },
    '__typename',
  );
  const query = `{ variant(id: "${variantId}") { availability { state } } }`;
  await until(
    async () => (await warm(query)).data.variant.availability.state,
    (state) => state === 'LOW_STOCK',
    2_000,
  );
  await world.guest().order(variantId, newEmail());
  await until(
    async () => (await ask(query)).body.data.variant.availability.state,
    (state) => state === 'OUT_OF_STOCK',
    500,
  );
});

test('a change of one product leaves what shows others', async () => {
  const { nodes } = (await ask('{ products(first: 2, sort: PRICE_DESC) { nodes { id title } } }')).body.data.products;
  const [changed, other] = nodes.map(({ id }: { id: string }) => productOf(id));
  await warm(other);
  await warm(changed);
  await run('updateProduct', 'UpdateProductInput', { id: nodes[0].id, title: 'Another Name' }, '__typename');
  await until(
    async () => (await ask(changed)).body,
    ({ data }) => data.product.title === 'Another Name',
    500,
  );
  expect((await ask(other)).way).toBe('keptAnswers');
});

test('who is signed in sees a change in an order at once, too', async () => {
  const variantId = variantNumber(30);
  const ada = world.guest();
  await ada.register(newEmail());
  const { id } = await ada.order(variantId, newEmail());
  const shown = async () => {
    const query = 'query Shown($id: ID!) { order(id: $id) { items { product { id title } } } }';
    return (await ada.graph(query, { id })).data.order.items[0].product;
  };
  for (let time = 0; time < 3; time++) await shown();
  const product = await shown();
  await run('updateProduct', 'UpdateProductInput', { id: product.id, title: 'Renamed While Ordered' }, '__typename');
  await until(shown, ({ title }) => title === 'Renamed While Ordered', 500);
});

test("nobody's own answer is kept, and nobody with anything of their own gets a kept one", async () => {
  await warm(LIST);
  const ada = world.guest();
  await ada.signIn('ada@storegraph.example', 'correct horse battery staple');
  const personal: Record<string, string>[] = [
    { authorization: `Bearer ${ada.accessToken}` },
    { cookie: 'refresh_token=x' },
    { 'x-cart-token': 'x' },
    { 'x-order-token': 'x' },
  ];
  const combinations = Array.from({ length: 15 }, (_, bits) =>
    Object.assign({}, ...personal.filter((_header, index) => (bits + 1) & (1 << index))),
  );
  for (const headers of combinations) expect((await ask(LIST, headers)).way).not.toBe('keptAnswers');

  const own = '{ me { email } cart { id } products(first: 1) { nodes { id } } }';
  for (let time = 0; time < 3; time++) {
    expect((await ask(own, { authorization: `Bearer ${ada.accessToken}` })).body.data.me).toEqual({
      email: 'ada@storegraph.example',
    });
    const anonymous = await ask(own);
    expect([anonymous.way, anonymous.body.data.me]).toEqual([expect.not.stringMatching('keptAnswers'), null]);
  }
});

test('what staff sees of products is kept for nobody', async () => {
  const query = '{ products(first: 1, sort: NEWEST) { nodes { title status variants { inventory { onHand } } } } }';
  const sam = await world.staff();
  for (let time = 0; time < 3; time++) {
    const seen = (await ask(query, { authorization: `Bearer ${sam.accessToken}` })).body.data.products.nodes[0];
    expect(seen.variants[0].inventory).toEqual({ onHand: expect.any(Number) });
    expect((await ask(query)).body.data.products.nodes[0].variants[0].inventory).toBeNull();
  }
});

test('an answer with an error is not kept', async () => {
  for (let time = 0; time < 4; time++)
    expect((await ask('{ products(first: 101) { nodes { id } } }')).way).not.toBe('keptAnswers');
});

test('only services may say that something has changed', async () => {
  const event = {
    id: crypto.randomUUID(),
    type: 'CatalogueChanged',
    payload: {},
    occurredAt: new Date().toISOString(),
  };
  const post = (headers: Record<string, string>) =>
    fetch(`${world.system.url}/internal/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(event),
    });
  const ada = world.guest();
  await ada.signIn('ada@storegraph.example', 'correct horse battery staple');
  expect((await post({})).status).toBe(401);
  expect((await post({ authorization: `Bearer ${ada.accessToken}` })).status).toBe(401);
});
