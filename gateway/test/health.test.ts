import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway();
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${gateway.url}${path}`, { headers });
const outside = { 'x-forwarded-for': '203.0.113.9' };

test('it is ready when it takes requests, whatever is behind it', async () => {
  expect((await get('/health')).status).toBe(200);
  await gateway.stopServer('notifications');
  const ready = await get('/ready');
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
});

test('while it drains it is not ready, answers what comes all the same, and keeps no connection', async () => {
  gateway.draining.now = true;
  try {
    const ready = await get('/ready');
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }]);
    gateway.answers.carts = () => ({ data: { cart: { id: 'cart_1' } } });
    const { data, headers } = await gateway.graph('{ cart { id } }');
    expect([data, headers.get('connection')]).toEqual([{ cart: { id: 'cart_1' } }, 'close']);
    expect((await get('/health')).status).toBe(200);
  } finally {
    gateway.draining.now = false;
  }
});

test('the details are for the staff, and for who is on the same machine', async () => {
  const as = async (...roles: string[]) => ({
    ...outside,
    authorization: `Bearer ${await gateway.accessToken({ roles })}`,
  });
  const refused = await get('/health/details', outside);
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
  ]);
  expect((await get('/health/details', await as('CUSTOMER'))).status).toBe(403);
  expect((await get('/health/details', { forwarded: 'for=203.0.113.9' })).status).toBe(403);
  expect((await get('/health/details', await as('CUSTOMER', 'STAFF'))).status).toBe(200);
  expect((await get('/health/details', await as('ADMIN'))).status).toBe(200);
  expect((await get('/health/details')).status).toBe(200);
});

test('the details say of each service how its addresses and what they need are', async () => {
  gateway.ready.orders = { dependencies: [{ name: 'database', status: 'up', ms: 2 }] };
  gateway.ready.payments = { status: 503, dependencies: [{ name: 'database', status: 'down', ms: 1_000 }] };
  gateway.answers.orders = () => ({ data: { order: null } });
  await gateway.graph('{ order(id: "ord_1") { id } }');
  const details = (await (await get('/health/details')).json()) as any;
  expect(details).toMatchObject({ service: 'gateway', status: 'ready' });
  const of = (name: string) => details.services.find((service: any) => service.name === name);
  expect(of('orders')).toEqual({
    name: 'orders',
    status: 'up',
    addresses: [
      {
        address: gateway.services.get('orders'),
        status: 'up',
        ms: expect.any(Number),
        spared: false,
        lastAnswerAgoInSeconds: 0,
        dependencies: [{ name: 'database', status: 'up', ms: 2 }],
      },
    ],
  });
  expect(of('payments')).toMatchObject({
    status: 'down',
    addresses: [
      { status: 'not ready', lastAnswerAgoInSeconds: null, dependencies: [{ name: 'database', status: 'down' }] },
    ],
  });
  expect(of('notifications')).toMatchObject({ status: 'down', addresses: [{ status: 'down', dependencies: [] }] });
});
