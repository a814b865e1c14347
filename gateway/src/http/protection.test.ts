import { readEnvironment } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { foreignEnvironment } from '../gateway.env.ts';
import { protectionBy } from './protection.ts';

const trusted = new Map([['a'.repeat(64), '{ me { id } }']]);
const protection = (variables: Record<string, string>, documents = trusted) =>
  protectionBy(readEnvironment(foreignEnvironment, variables), documents);

test.each<[Record<string, string>, string]>([
  [{ NODE_ENV: 'production' }, 'anonymous'],
  [{ NODE_ENV: 'production', TRUSTED_ONLY: '' }, 'anonymous'],
  [{ NODE_ENV: 'production', TRUSTED_ONLY: 'off' }, 'off'],
  [{ NODE_ENV: 'production', TRUSTED_ONLY: 'all' }, 'all'],
  [{ NODE_ENV: 'development' }, 'off'],
  [{ NODE_ENV: 'development', TRUSTED_ONLY: 'anonymous' }, 'anonymous'],
  [{}, 'off'],
])('by %o trusted documents are the only ones for: %s', (variables, whom) => {
  expect(protection(variables).trustedOnly).toBe(whom);
});

test('a gateway that could answer nothing does not start', () => {
  const expected = 'TRUSTED_ONLY is anonymous, and there are no trusted documents';
  expect(() => protection({ NODE_ENV: 'production' }, new Map())).toThrow(expected);
  expect(protection({}, new Map()).trustedOnly).toBe('off');
  expect(() => protection({ TRUSTED_ONLY: 'everybody' })).toThrow('TRUSTED_ONLY');
});

test('connections are limited, and proxies trusted, by what is set', () => {
  expect(protection({}).connections).toEqual({ perAddress: 512, inAll: 10_000, isTrustedProxy: undefined });
  const { connections } = protection({ CONNECTIONS: '9', CONNECTIONS_PER_ADDRESS: '3', TRUSTED_PROXIES: '10.0.0.0/8' });
  expect([connections.inAll, connections.perAddress, connections.isTrustedProxy?.('10.1.1.1')]).toEqual([9, 3, true]);
  expect(() => protection({ CONNECTIONS_PER_ADDRESS: '0' })).toThrow('CONNECTIONS_PER_ADDRESS');
});

test('rates are limited unless that is switched off', () => {
  expect(protection({}).rateLimits).toBeDefined();
  expect(protection({ RATE_LIMITS: 'off' }).rateLimits).toBeUndefined();
  expect(() => protection({ RATE_LIMITS: '/nowhere.yaml' })).toThrow('RATE_LIMITS: /nowhere.yaml cannot be used');
});
