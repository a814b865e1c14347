import { expect, test } from 'vitest';
import { trustedProxies } from './trustedProxies.ts';

test('proxies are addresses, ranges and names of ranges', () => {
  const isTrusted = trustedProxies(' 10.0.0.0/8, 192.0.2.1 ,2001:db8::/32,loopback')!;
  const trusted = ['10.9.9.9', '::ffff:10.9.9.9', '192.0.2.1', '2001:db8:5::1', '127.0.0.1', '::1'];
  expect(trusted.filter((address) => !isTrusted(address))).toEqual([]);
  const others = ['11.0.0.1', '192.0.2.2', '2001:db9::1', '203.0.113.9', 'unknown', ''];
  expect(others.filter(isTrusted)).toEqual([]);
});

test('without any there is nobody to trust', () => {
  expect([trustedProxies(''), trustedProxies(' , ')]).toEqual([undefined, undefined]);
});

test.each(['everybody', '10.0.0.0/33', 'true', '0.0.0.0/0'])('%s is no proxy', (list) => {
  expect(() => trustedProxies(list)).toThrow(/^TRUSTED_PROXIES: .*10\.0\.0\.0\/8,192\.0\.2\.1$/);
});
