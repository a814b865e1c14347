/** The hooks before the real gateway: rendered on a server, taken over by a page, and used in it. */
import { page as dom } from './dom.ts';
import {
  AddCartItemsDocument,
  createClient,
  HomeDocument,
  MeDocument,
  memoryStorage,
  SearchProductsDocument,
  SignInDocument,
  SuggestDocument,
} from '@storegraph/client';
import {
  shopQuery,
  ShopProvider,
  useShop,
  useShopMutation,
  useShopPages,
  useShopQuery,
  useShopSuspenseQuery,
} from '@storegraph/client/react';
import { createLogger } from '@storegraph/kit';
import { until } from '@storegraph/kit/testing';
import { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement as h, type FunctionComponent, type ReactNode, Suspense, useEffect } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { readTrusted } from '../../gateway/src/trusted.ts';
import { openShop } from './shop.ts';

const shop = await openShop({ trusted: new Map(readTrusted('', createLogger('gateway', 'silent'))) });
afterAll(async () => {
  await shop.close();
  await dom.close();
});

let carts = 0;
beforeEach(() => {
  shop.sent.length = 0;
  carts = 0;
  shop.answers.products = ({ body }) => {
    const { query, variables } = JSON.parse(body.toString());
    if (query.includes('suggest'))
      return { data: { suggest: { products: [], categories: [], queries: ['oak desk'] } } };
    if (query.includes('categories')) return { data: { categories: [], products: { nodes: [] } } };
    const start = Number(variables.after ?? 0);
    const nodes = [start, start + 1].map((number) => ({ __typename: 'Product', ...product, id: `prod_${number}` }));
    const pageInfo = {
      hasNextPage: start < 2,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: String(start + 2),
    };
    return { data: { products: { totalCount: 4, nodes, pageInfo } } };
  };
  shop.answers.users = ({ body }) =>
    body.toString().includes('signOut')
      ? { data: { signOut: { signedOut: true, userErrors: [] } } }
      : { data: { me: null } };
  shop.answers.carts = ({ body }) =>
    body.toString().includes('mutation')
      ? { data: { addCartItems: { cartToken: null, cart: null, userErrors: [refusal] } } }
      : { data: { cart: { __typename: 'Cart', id: 'cart_1', totalQuantity: ++carts } } };
});
const product = {
  slug: 'desk',
  title: 'Walnut desk',
  thumbnail: null,
  priceRange: { min: { amount: '1.00', currencyCode: 'USD' }, max: { amount: '1.00', currencyCode: 'USD' } },
  compareAtPriceRange: null,
  availability: { state: 'IN_STOCK', quantity: null },
};
const session = {
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  expiresAt: '2100-01-01T00:00:00.000Z',
  user: null,
  userErrors: [],
};
const refusal = { __typename: 'GeneralUserError', code: 'NOT_FOUND', message: 'There is no such variant', path: [] };

const { graphqlUrl: url, fetch } = shop;
const newClient = () => createClient({ url, fetch });
function Everything({ children, client = newClient(), cache = new QueryClient() }: any): ReactNode {
  return h(QueryClientProvider, { client: cache }, h(ShopProvider, { client }, children));
}

let root: Root | undefined;
afterEach(() => {
  root?.unmount();
  root = undefined;
});
function show(component: FunctionComponent, options: object = {}) {
  const page = document.createElement('div');
  root = createRoot(page);
  root.render(h(Everything, options, h(component)));
  return page;
}
const shows = (page: { textContent: string | null }, text: string) =>
  until(
    async () => page.textContent,
    (shown) => shown === text,
  );

test('a component shows what it waits for, and then what the shop says', async () => {
  const seen = Promise.withResolvers<void>();
  const usual = shop.answers.products!;
  shop.answers.products = async (...asked) => {
    await seen.promise;
    return usual(...asked);
  };
  const page = show(() => {
    const { data, isPending } = useShopQuery(SuggestDocument, { query: 'oak' });
    return isPending ? 'searching' : data!.suggest!.queries[0];
  });
  await shows(page, 'searching');
  seen.resolve();
  await shows(page, 'oak desk');
});

test('a component that suspends is shown when its data is there', async () => {
  function Suggestion() {
    return useShopSuspenseQuery(SuggestDocument, { query: 'oak' }).data.suggest!.queries[0];
  }
  const page = show(() => h(Suspense, { fallback: 'searching' }, h(Suggestion)));
  await shows(page, 'oak desk');
});

test('a page that a server has rendered is taken over as it is: the browser asks for nothing', async () => {
  let effects = 0;
  function Suggestion() {
    useEffect(() => void effects++);
    return (
      useShopQuery(SuggestDocument, { query: 'oak' }, { staleTime: 60_000 }).data?.suggest?.queries[0] ?? 'nothing'
    );
  }
  const cache = new QueryClient();
  await cache.prefetchQuery(shopQuery(newClient(), SuggestDocument, { query: 'oak' }));
  const html = renderToString(h(Everything, { cache }, h(Suggestion)));
  expect(html).toBe('oak desk');
  const state = JSON.parse(JSON.stringify(dehydrate(cache)));
  shop.sent.length = 0;

  const page = document.createElement('div');
  page.innerHTML = html;
  root = hydrateRoot(page, h(Everything, {}, h(HydrationBoundary, { state }, h(Suggestion))));
  await until(
    async () => effects,
    (count) => count > 0,
  );
  expect([page.textContent, shop.sent]).toEqual(['oak desk', []]);
});

test('a list grows page by page to its end', async () => {
  let more = async () => {};
  const page = show(() => {
    const { data, hasNextPage, fetchNextPage } = useShopPages(
      SearchProductsDocument,
      { query: 'desk' },
      ({ products }) => products,
    );
    more = async () => void (await fetchNextPage());
    return `${data?.nodes.map(({ id }) => id).join(' ')} ${hasNextPage}`;
  });
  await shows(page, 'prod_0 prod_1 true');
  await more();
  await shows(page, 'prod_0 prod_1 prod_2 prod_3 false');
});

test('a mutation tells its refusals as data, and what it changes is read again', async () => {
  let add = () => {};
  const page = show(() => {
    const { data: me } = useShopQuery(MeDocument);
    useShopQuery(HomeDocument);
    const { mutate, data } = useShopMutation(AddCartItemsDocument, { refreshes: [MeDocument] });
    add = () => mutate({ input: { items: [{ variantId: 'var_1', quantity: 1 }] } });
    return `${me?.cart?.totalQuantity} ${data?.addCartItems.userErrors.map(({ message }) => message)}`;
  });
  await shows(page, '1 undefined');
  await until(
    async () => shop.sent.length,
    (count) => count === 2,
  );
  add();
  await shows(page, '2 There is no such variant');
  expect(shop.sent).toHaveLength(4); // the mutation and what it refreshes
});

test('what one viewer has read is gone when another one is there', async () => {
  const storage = memoryStorage();
  storage.setItem('storegraph.accessToken', await shop.accessToken());
  const client = createClient({ url, fetch, storage });
  let leave = async () => {};
  const cache = new QueryClient();
  const page = show(
    () => {
      const { data } = useShopQuery(MeDocument, {}, { staleTime: Number.POSITIVE_INFINITY });
      leave = useShop().signOut;
      return `${data?.cart?.totalQuantity}`;
    },
    { client, cache },
  );
  await shows(page, '1');
  // read before, and shown nowhere now
  await cache.prefetchQuery(shopQuery(client, SuggestDocument, { query: 'oak' }));
  await leave();
  await shows(page, '2');
  expect(cache.getQueryData(shopQuery(client, SuggestDocument, { query: 'oak' }).queryKey)).toBeUndefined();
});

test('what a mutation has told one viewer is gone when another one is there', async () => {
  const storage = memoryStorage();
  storage.setItem('storegraph.accessToken', await shop.accessToken());
  let add = () => {};
  let leave = async () => {};
  const cache = new QueryClient();
  const page = show(
    () => {
      const { mutate, data } = useShopMutation(AddCartItemsDocument);
      add = () => mutate({ input: { items: [{ variantId: 'var_1', quantity: 1 }] } });
      leave = useShop().signOut;
      return `${data?.addCartItems.userErrors.map(({ message }) => message)}`;
    },
    { client: createClient({ url, fetch, storage }), cache },
  );
  await shows(page, 'undefined');
  add();
  await shows(page, 'There is no such variant');
  await leave();
  await shows(page, 'undefined');
  expect(cache.getMutationCache().getAll()).toEqual([]);
});

test('a mutation that signs somebody in tells them what came of it', async () => {
  shop.answers.users = () => ({ data: { signIn: session } });
  let enter = () => {};
  const page = show(() => {
    const { mutate, data } = useShopMutation(SignInDocument);
    enter = () => mutate({ input: { email: 'ada@shop.example', password: 'a rather long password' } });
    return `${data?.signIn.accessToken}`;
  });
  await shows(page, 'undefined');
  enter();
  await shows(page, 'access-1');
});

test('what fails is the error of the hook, once: the client has tried again before', async () => {
  shop.answers.carts = () => ({ data: null, errors: [{ message: 'no', extensions: { code: 'BAD_USER_INPUT' } }] });
  const page = show(() => {
    const { error } = useShopQuery(MeDocument);
    return error ? (error as any).code : 'waiting';
  });
  await shows(page, 'BAD_USER_INPUT');
  expect(shop.sent).toHaveLength(1);
});

test('a hook outside of a provider says what is missing', () => {
  expect(() => renderToString(h(() => useShop() && null))).toThrow('There is no ShopProvider around this component');
});
