import { afterEach, expect, test, vi } from 'vitest';
import { domainEnvironment, type Surroundings, storefrontEnvironment } from './environment.ts';
import { forDomains } from './layout.ts';

const variables = () =>
  storefrontEnvironment({ ports: { stripe: 4010, gateway: 4000, storefront: 4100 } } as Surroundings);
afterEach(() => vi.unstubAllEnvs());

test('pages pay at the local Stripe until keys of an account are given, and then at Stripe itself', () => {
  vi.stubEnv('STRIPE_SECRET_KEY', '');
  vi.stubEnv('STRIPE_PUBLISHABLE_KEY', '');
  expect(variables()).toMatchObject({
    STRIPE_PUBLISHABLE_KEY: 'pk_test_local',
    STRIPE_SCRIPT_URL: 'http://localhost:4010/endive/stripe.js',
  });

  vi.stubEnv('STRIPE_SECRET_KEY', 'sk_test_1');
  vi.stubEnv('STRIPE_PUBLISHABLE_KEY', 'pk_test_1');
  expect(variables()).toMatchObject({ STRIPE_PUBLISHABLE_KEY: 'pk_test_1' });
  expect(variables()).not.toHaveProperty('STRIPE_SCRIPT_URL');
});

test.each([
  ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY'],
  ['STRIPE_PUBLISHABLE_KEY', 'STRIPE_SECRET_KEY'],
])('%s alone is half of an account', (given, missing) => {
  vi.stubEnv(given, 'k');
  vi.stubEnv(missing, '');
  expect(variables).toThrow('two keys of one account');
});

test('how people register is for users to know, from whoever starts the shop', async () => {
  vi.stubEnv('REGISTER_MODE', 'verified-first');
  const surroundings: Partial<Surroundings> = {
    directory: '/nowhere',
    ports: { gateway: 4000, google: 4012, storefront: 4100 } as Surroundings['ports'],
    portsOf: forDomains(() => [1]),
    secrets: { keys: {}, filesSecret: 'secret' } as Surroundings['secrets'],
    route: (_from, _to, url) => url,
    databaseUrl: () => 'postgres://nowhere',
  };
  expect(await domainEnvironment('users', surroundings as Surroundings)).toMatchObject({
    REGISTER_MODE: 'verified-first',
  });
  expect(await domainEnvironment('orders', surroundings as Surroundings)).not.toHaveProperty('REGISTER_MODE');
});
