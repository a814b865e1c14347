import { expect, test } from 'vitest';
import { createClient, MyOrdersDocument, SearchProductsDocument } from '../src/index.ts';
import { shopOf } from './shop.ts';

const url = 'http://shop.example/graphql';
const ids = ['prod_1', 'prod_2', 'prod_3', 'prod_4', 'prod_5'];
/** Two products a page, whose cursors are their places. */
const shop = () =>
  shopOf({
    SearchProducts: ({ variables: { after } }) => {
      const start = Number(after ?? 0);
      const end = start + 2;
      const pageInfo = { hasNextPage: end < ids.length, endCursor: String(end) };
      return { data: { products: { nodes: ids.slice(start, end).map((id) => ({ id })), pageInfo } } };
    },
  });

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const item of list) read.push(item);
  return read;
}

test('every product of a list is there once, and a page is asked for when the one before was read', async () => {
  const { fetch, sent } = shop();
  const client = createClient({ url, fetch });
  const seen: string[] = [];
  for await (const { id } of client.each(SearchProductsDocument, { query: 'desk' }, ({ products }) => products)) {
    seen.push(id);
    expect(sent).toHaveLength(Math.ceil(seen.length / 2));
  }
  expect(seen).toEqual(ids);
  expect(sent.map(({ variables }) => variables)).toEqual([
    { query: 'desk' },
    { query: 'desk', after: '2' },
    { query: 'desk', after: '4' },
  ]);
});

test('a list is read from a cursor on, and whoever has enough asks for no more', async () => {
  const { fetch, sent } = shop();
  const client = createClient({ url, fetch });
  for await (const page of client.pages(
    SearchProductsDocument,
    { query: 'desk', after: '2' },
    (data) => data.products,
  )) {
    expect(page.nodes.map(({ id }) => id)).toEqual(['prod_3', 'prod_4']);
    break;
  }
  expect(sent).toHaveLength(1);
});

test('a list that is not for who asks has no pages', async () => {
  const { fetch } = shopOf({ MyOrders: { data: { me: null } } });
  const orders = createClient({ url, fetch }).each(MyOrdersDocument, {}, ({ me }) => me?.orders);
  expect(await all(orders)).toEqual([]);
});

test('a list whose cursor does not move ends', async () => {
  const page = { nodes: [{ id: 'prod_1' }], pageInfo: { hasNextPage: true, endCursor: 'a' } };
  const { fetch, sent } = shopOf({ SearchProducts: { data: { products: page } } });
  const client = createClient({ url, fetch });
  const pages = client.pages(SearchProductsDocument, { query: 'desk' }, ({ products }) => products);
  expect(await all(pages)).toHaveLength(2);
  expect(sent).toHaveLength(2);
});

test('who leaves ends the list with the reason', async () => {
  const { fetch, sent } = shop();
  const controller = new AbortController();
  const reason = new Error('left the page');
  const read = async () => {
    const options = { signal: controller.signal };
    for await (const _ of createClient({ url, fetch }).pages(
      SearchProductsDocument,
      { query: 'desk' },
      ({ products }) => products,
      options,
    ))
      controller.abort(reason);
  };
  await expect(read()).rejects.toBe(reason);
  expect(sent).toHaveLength(1);
});
