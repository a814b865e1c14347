import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { runGateway } from '../src/gateway.ts';
import { openGateway } from './world.ts';

const world = await openGateway();
afterAll(() => world.close());

test('a gateway that stops says so first, then takes nothing more, and answers what is under way', async () => {
  const gateway = await runGateway({
    environment: {
      PORT: '0',
      LOG_LEVEL: 'silent',
      SERVICES: [...world.services].map(([name, url]) => `${name}=${url}`).join(),
      USERS_JWKS_URL: `${world.services.get('users')}/jwks`,
      AUTHORITY_CHANGES: 'users.authorityChanges',
      INTERNAL_PRIVATE_JWK: world.internalPrivateJwk,
      INTERNAL_JWKS: world.internalJwks,
      DRAIN_SECONDS: '0.5',
      QUERY_TIMEOUT_MS: '20000',
      OPERATION_TIMEOUT_MS: '20000',
    },
  });
  const { url } = gateway;
  const ask = async (slug: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ product(slug: "${slug}") { title } }` }),
    });
    return (await response.json()) as { data: unknown };
  };
  const bowl = { data: { product: { title: 'Bowl' } } };
  let finish = () => {};
  world.answers.products = ({ body }) =>
    String(body).includes('slow') ? new Promise((done) => (finish = () => done(bowl))) : bowl;
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  const underWay = ask('slow');
  await expect.poll(() => world.arrived.length).toBe(1);

  let isStopped = false;
  const stopped = gateway.stop().then(() => {
    isStopped = true;
  });
  expect((await fetch(`${url}/ready`)).status).toBe(503);
  expect(await ask('quick')).toEqual(bowl);
  await expect
    .poll(() =>
      ask('late').then(
        () => 'taken',
        () => 'refused',
      ),
    )
    .toBe('refused');
  await delay(50);
  expect(isStopped).toBe(false);
  finish();
  expect(await underWay).toEqual(bowl);
  await stopped;
});
