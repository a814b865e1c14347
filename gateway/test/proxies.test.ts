import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const [direct, behindProxy, elsewhere] = await Promise.all(
  ['', '127.0.0.1, 10.0.0.0/8', '192.0.2.0/24'].map((proxies) => openGateway({ proxies })),
);
const all = [direct!, behindProxy!, elsewhere!];
afterAll(() => Promise.all(all.map((gateway) => gateway.close())));
beforeEach(() => {
  for (const gateway of all) {
    gateway.reset();
    gateway.answers.users = () => ({ data: { me: null } });
  }
});

/** The client's address as a subgraph learns it. */
async function addressSeen({ graph, arrived }: (typeof all)[number], forwarded: string) {
  await graph('{ me { email } }', { 'x-forwarded-for': forwarded });
  return arrived[0]!.headers['x-forwarded-for'];
}

test('without a trusted proxy an address is the one of the connection', async () => {
  expect(await addressSeen(direct!, '203.0.113.9')).toBe('127.0.0.1');
});

test('a proxy that is not among the trusted ones says nothing about addresses', async () => {
  expect(await addressSeen(elsewhere!, '203.0.113.9')).toBe('127.0.0.1');
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['2001:db8::7', '2001:db8::7'],
])('a trusted proxy says whose connection it is: %s', async (forwarded, address) => {
  expect(await addressSeen(behindProxy!, forwarded)).toBe(address);
});

test('what a client writes in front of what the proxy has seen does not count', async () => {
  expect(await addressSeen(behindProxy!, '198.51.100.1, 10.9.9.9, 203.0.113.9')).toBe('203.0.113.9');
});
