import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { addCors, allowedOrigins, type CorsOptions } from './cors.ts';

async function openDoor(options: CorsOptions) {
  const app = Fastify();
  await addCors(app, options);
  app.post('/graphql', async () => ({}));
  const allowedFor = async (origin: string) => {
    const { headers } = await app.inject({ method: 'POST', url: '/graphql', headers: { origin }, payload: {} });
    expect(headers.vary).toBe('Origin');
    expect(allowedOrigins(options)(origin)).toBe(headers['access-control-allow-origin'] !== undefined);
    return headers['access-control-allow-origin'];
  };
  return { app, allowedFor };
}

const own = [
  'http://localhost',
  'http://localhost:3000',
  'https://localhost:8443',
  'http://127.0.0.1:5173',
  'http://[::1]:4200',
];
const others = [
  'https://evil.example',
  'http://localhost.evil.example',
  'http://evil.example?http://localhost',
  'http://localhost@evil.example',
  'http://127.0.0.1.evil.example',
  'http://localhost:3000.evil.example',
  'ftp://localhost',
  'null',
];

test('in development every page of this machine may read answers, and no other', async () => {
  const { allowedFor } = await openDoor({ corsOrigins: [], production: false });
  for (const origin of own) expect(await allowedFor(origin)).toBe(origin);
  for (const origin of others) expect([origin, await allowedFor(origin)]).toEqual([origin, undefined]);
});

test('with a list only the sites on it', async () => {
  for (const production of [true, false]) {
    const { allowedFor } = await openDoor({ corsOrigins: ['https://shop.example'], production });
    expect(await allowedFor('https://shop.example')).toBe('https://shop.example');
    for (const origin of [
      ...own,
      ...others,
      'http://shop.example',
      'https://shop.example:444',
      'https://a.shop.example',
    ])
      expect([origin, await allowedFor(origin)]).toEqual([origin, undefined]);
  }
});

test('in production without a list nobody', async () => {
  const { allowedFor } = await openDoor({ corsOrigins: [], production: true });
  for (const origin of [...own, ...others]) expect(await allowedFor(origin)).toBeUndefined();
});

test('a page of another site is told nothing when its browser asks', async () => {
  const { app } = await openDoor({ corsOrigins: ['https://shop.example'], production: true });
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  const { statusCode, headers: answer } = await app.inject({ method: 'OPTIONS', url: '/graphql', headers });
  expect([statusCode, answer['access-control-allow-origin']]).toEqual([204, undefined]);
});
