import { afterEach, expect, test, vi } from 'vitest';
import { storefrontEnvironment, type Surroundings } from './environment.ts';

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
