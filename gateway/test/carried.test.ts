import type { ServerResponse } from 'node:http';
import { createTokenVerifier } from '@storegraph/kit';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway();
const { graph, arrived, answers, accessToken, internalJwks } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());

const ADA = 'usr_01jd0000000000000000000001';
const SIGN_IN = `mutation SignIn { signIn(input: { email: "ada@shop.example", password: "long enough a password" }) {
  user { id orders { totalCount } cart { id } }
} }`;
const signedIn = (token: string) => (_arrived: unknown, response: ServerResponse) => {
  response.setHeader('carry-authorization', `Bearer ${token}`);
  return { data: { signIn: { user: { __typename: 'User', id: ADA } } } };
};
/** For whom each subgraph was asked. */
const askedFor = async () =>
  Object.fromEntries(
    await Promise.all(
      arrived.map(async ({ subgraph, headers }) => {
        const caller = await createTokenVerifier({ name: subgraph, jwks: internalJwks })(headers.authorization);
        return [subgraph, caller?.viewer] as const;
      }),
    ),
  );

test.each(['compiledPlan', 'apollo'])(
  'who signs in has the rest of the answer as who they are now (%s)',
  async (by) => {
    const token = await accessToken({ roles: ['CUSTOMER', 'STAFF'] });
    answers.users = signedIn(token);
    answers.orders = () => ({ data: { _entities: [{ __typename: 'User', orders: { totalCount: 10 } }] } });
    answers.carts = () => ({ data: { _entities: [{ __typename: 'User', cart: { id: 'cart_1' } }] } });

    const { data, headers } = await graph(SIGN_IN, { 'x-execution': by });

    expect(data.signIn.user).toEqual({ id: ADA, orders: { totalCount: 10 }, cart: { id: 'cart_1' } });
    const ada = { id: ADA, roles: ['CUSTOMER', 'STAFF'], sessionId: 'session-1' };
    expect(await askedFor()).toEqual({ users: null, orders: ada, carts: ada });
    expect(headers.has('carry-authorization')).toBe(false);
    expect(arrived.at(-1)!.headers).not.toHaveProperty('carry-authorization');
  },
);

test('the next operation without a token is nobody’s again', async () => {
  answers.users = signedIn(await accessToken());
  await graph(SIGN_IN);
  gateway.reset();
  answers.users = () => ({ data: { me: null } });
  await graph('{ me { id } }');
  expect(await askedFor()).toEqual({ users: null });
});

test('no subgraph but the issuer says who somebody is', async () => {
  const token = await accessToken();
  answers.products = (_arrived, response) => {
    response.setHeader('carry-authorization', `Bearer ${token}`);
    return { data: { product: { __typename: 'Product', id: 'prod_1' } } };
  };
  answers.users = () => ({ data: { me: null } });
  // in one plan with a second subgraph that is asked after it
  answers.orders = (_arrived, response) => {
    response.setHeader('carry-authorization', `Bearer ${token}`);
    return { data: { orderByToken: { __typename: 'Order', id: 'ord_1' } } };
  };
  answers.payments = () => ({ data: { _entities: [null] } });
  await graph('{ orderByToken(token: "t") { payments { id } } }');
  expect(await askedFor()).toEqual({ orders: null, payments: null });
});

test('a question changes nobody, whatever its answer carries', async () => {
  const token = await accessToken();
  answers.users = (_arrived, response) => {
    response.setHeader('carry-authorization', `Bearer ${token}`);
    return { data: { me: { __typename: 'User', id: ADA } } };
  };
  answers.orders = () => ({ data: { _entities: [{ __typename: 'User', orders: { totalCount: 10 } }] } });
  await graph('{ me { id orders { totalCount } } }');
  expect(await askedFor()).toEqual({ users: null, orders: null });
});

test('what is kept for one who signs in as staff is not given to one who signs in as a customer', async () => {
  answers.carts = () => ({
    data: {
      _entities: [{ __typename: 'User', cart: { items: [{ variant: { __typename: 'Variant', id: 'var_1' } }] } }],
    },
  });
  answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'public').setHeader('x-tags', 'Variant:var_1');
    return { data: { _entities: [{ __typename: 'Variant', sku: 'SKU-1' }] } };
  };
  for (const role of ['STAFF', 'CUSTOMER']) {
    arrived.length = 0;
    answers.users = signedIn(await accessToken({ roles: [role] }));
    await graph(SIGN_IN.replace('cart { id }', 'cart { items { variant { sku } } }'));
    expect(Object.keys(await askedFor())).toContain('products');
    expect((await askedFor()).products).toMatchObject({ roles: [role] });
  }
});

test('a token that does not verify changes nobody', async () => {
  const { privateKey, ...key } = await gateway.newKey('user-key');
  answers.users = signedIn(await accessToken({ key: { privateKey, ...key } }));
  answers.orders = () => ({ data: { _entities: [null] } });
  answers.carts = () => ({ data: { _entities: [null] } });
  await graph(SIGN_IN);
  expect(await askedFor()).toEqual({ users: null, orders: null, carts: null });
});

const BY_TOKEN = '{ orderByToken(token: "opens-it") { payments { id } } }';
const opened = (_arrived: unknown, response: ServerResponse) => {
  response.setHeader('carry-x-order-token', 'opens-it');
  return { data: { orderByToken: { __typename: 'Order', id: 'ord_1' } } };
};

test.each(['compiledPlan', 'apollo'])(
  'a guest’s token that one subgraph took counts for the others (%s)',
  async (by) => {
    answers.orders = opened;
    answers.payments = () => ({ data: { _entities: [{ __typename: 'Order', payments: [{ id: 'pay_1' }] }] } });
    const { data } = await graph(BY_TOKEN, { 'x-execution': by });
    expect(data.orderByToken.payments).toEqual([{ id: 'pay_1' }]);
    expect(arrived.map(({ subgraph, headers }) => [subgraph, headers['x-order-token']])).toEqual([
      ['orders', undefined],
      ['payments', 'opens-it'],
    ]);
  },
);

test('who has no token does not share the request of who has one', async () => {
  answers.orders = ({ body }, response) => {
    if (body.includes('opens-it')) return opened(undefined, response);
    return { data: { orderByToken: { __typename: 'Order', id: 'ord_1' } } };
  };
  answers.payments = async () => {
    await new Promise((done) => setTimeout(done, 50)); // both are under way at once
    return { data: { _entities: [{ __typename: 'Order', payments: null }] } };
  };
  await Promise.all([graph(BY_TOKEN), graph(BY_TOKEN.replace('opens-it', 'another'))]);
  const tokens = arrived
    .filter(({ subgraph }) => subgraph === 'payments')
    .map(({ headers }) => headers['x-order-token']);
  expect(tokens.sort()).toEqual(['opens-it', undefined]);
});

test('of what a subgraph answers nothing else is carried on', async () => {
  answers.orders = (_arrived, response) => {
    for (const name of ['x-request-id', 'x-forwarded-for', 'user-agent', 'cookie', 'x-other'])
      response.setHeader(`carry-${name}`, 'evil');
    return { data: { orderByToken: { __typename: 'Order', id: 'ord_1' } } };
  };
  answers.payments = () => ({ data: { _entities: [null] } });
  await graph(BY_TOKEN);
  expect(JSON.stringify(arrived.at(-1)!.headers)).not.toContain('evil');
});
