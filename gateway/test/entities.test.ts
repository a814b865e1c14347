import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway();
const { answers, arrived } = gateway;
afterAll(() => gateway.close());

const QUERY = '{ order(id: "ord_1") { items { product { title } } } }';
let shownIds: string[];
let titles: Record<string, string>;
let isPublic: boolean;
beforeEach(() => {
  gateway.reset();
  isPublic = true;
  answers.orders = (_arrived, response) => {
    response.setHeader('x-answer', 'private');
    return { data: { order: { items: shownIds.map((id) => ({ product: { __typename: 'Product', id } })) } } };
  };
  answers.products = ({ body }, response) => {
    const ids = JSON.parse(String(body)).variables.representations.map(({ id }: { id: string }) => id);
    response.setHeader('x-answer', isPublic ? 'public' : 'private');
    response.setHeader('x-tags', ids.map((id: string) => `Product:${id}`).join());
    return { data: { _entities: ids.map((id: string) => (titles[id] ? { title: titles[id] } : null)) } };
  };
});
/** The titles of an order of these products, and about which of them products was asked. */
async function look(ids: string[], headers: Record<string, string> = {}) {
  shownIds = ids;
  arrived.length = 0;
  const { data, errors } = await gateway.graph(QUERY, headers);
  if (errors) throw new Error(JSON.stringify(errors));
  const asked = arrived
    .filter(({ subgraph }) => subgraph === 'products')
    .flatMap(({ body }) => JSON.parse(String(body)).variables.representations.map(({ id }: { id: string }) => id));
  return { titles: data.order.items.map((item: any) => item.product?.title ?? null), asked };
}
const publish = async (payload: object) => expect(await gateway.publish(payload)).toBe(200);
const ada = async () => ({ authorization: `Bearer ${await gateway.accessToken()}` });

test('a public entity is asked for once, with those that are missing only, until it changes', async () => {
  titles = { a: 'Axe', b: 'Bowl', c: 'Cup' };
  expect(await look(['a', 'b'])).toEqual({ titles: ['Axe', 'Bowl'], asked: ['a', 'b'] });
  expect(await look(['a', 'b', 'a', 'c'])).toEqual({ titles: ['Axe', 'Bowl', 'Axe', 'Cup'], asked: ['c'] });
  titles = { a: 'Adze', b: 'Basin', c: 'Cup' };
  // a change of c: it was asked for alone
  await publish({ tags: ['Product:c'] });
  expect(await look(['a', 'b', 'c'])).toEqual({ titles: ['Axe', 'Bowl', 'Cup'], asked: ['c'] });
  // a and b were asked for together
  await publish({ tags: ['Product:a'] });
  expect(await look(['a', 'b', 'c'])).toEqual({ titles: ['Adze', 'Basin', 'Cup'], asked: ['a', 'b'] });
  await publish({});
  expect(await look(['a', 'c'])).toMatchObject({ asked: ['a', 'c'] });
});

test('what one role sees is kept for this role only; what is not public, for nobody', async () => {
  titles = { d: 'Dish' };
  for (const headers of [{}, await ada()]) {
    expect(await look(['d'], headers)).toMatchObject({ asked: ['d'] });
    expect(await look(['d'], headers)).toEqual({ titles: ['Dish'], asked: [] });
  }
  isPublic = false;
  titles = { e: 'Ewer' };
  for (let time = 0; time < 3; time++) expect(await look(['e'])).toEqual({ titles: ['Ewer'], asked: ['e'] });
});

test('what is not there is looked for again', async () => {
  titles = {};
  for (let time = 0; time < 2; time++) expect(await look(['f'])).toEqual({ titles: [null], asked: ['f'] });
});

test('more than two hundred entities are asked for in parts, each once, and come back in their places', async () => {
  const ids = Array.from({ length: 450 }, (_, number) => `many-${number}`);
  titles = Object.fromEntries(ids.map((id) => [id, `Title ${id}`]));
  delete titles['many-250'];
  const { titles: seen, asked } = await look([...ids, 'many-0']);
  expect(seen).toEqual([...ids, 'many-0'].map((id) => titles[id] ?? null));
  expect(asked.sort()).toEqual([...ids].sort());
  const sizes = arrived
    .filter(({ subgraph }) => subgraph === 'products')
    .map(({ body }) => JSON.parse(String(body)).variables.representations.length);
  expect(sizes.sort()).toEqual([200, 200, 50]);
});

test('of three parts one that fails is missing with its own entities only, wherever an error is', async () => {
  const ids = Array.from({ length: 450 }, (_, number) => `part-${number}`);
  isPublic = false;
  shownIds = ids;
  answers.products = ({ body }, response) => {
    const asked = JSON.parse(String(body)).variables.representations.map(({ id }: { id: string }) => id);
    if (asked.includes('part-210')) return response.writeHead(500).end();
    const errors = asked.flatMap((id: string, index: number) =>
      id === 'part-401'
        ? [{ message: 'no', path: ['_entities', index, 'title'], extensions: { code: 'NOT_FOUND' } }]
        : [],
    );
    const _entities = asked.map((id: string) => ({ title: id === 'part-401' ? null : id }));
    return { data: { _entities }, ...(errors.length > 0 && { errors }) };
  };
  const { data, errors } = await gateway.graph(QUERY);
  const seen = data.order.items.map((item: any) => item.product?.title ?? null);
  expect(seen).toEqual(ids.map((id, index) => ((index >= 200 && index < 400) || index === 401 ? null : id)));
  expect(errors.map(({ path, extensions: { code } }: any) => [path.join('.'), code])).toEqual(
    expect.arrayContaining([
      ['order.items.200.product.title', 'SERVICE_UNAVAILABLE'],
      ['order.items.401.product.title', 'NOT_FOUND'],
    ]),
  );
});

test('an event of another form is refused', async () => {
  expect(await gateway.publish({ tags: 7 })).toBe(400);
});

test('an event says that something has changed only if it is one of those that do, from its own service', async () => {
  titles = { ...titles, held: 'Hoe' };
  const held = async () => (await look(['held'])).asked.length === 0;
  await look(['held']);
  expect(await held()).toBe(true);
  const refused = [{ from: 'notifications' }, { from: 'gateway' }, { type: 'OrderPaid' }, { type: 'constructor' }];
  for (const changes of refused) expect(await gateway.publish({}, changes), JSON.stringify(changes)).toBe(403);
  expect(await gateway.publish({}, { version: 2 })).toBe(400);
  expect(await held()).toBe(true);
  expect(await gateway.publish({})).toBe(200);
  expect(await held()).toBe(false);
});
