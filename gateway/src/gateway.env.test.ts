import { readEnvironment } from '@storegraph/kit';
import { expect, test } from 'vitest';
import { gatewayEnvironment } from './gateway.env.ts';

const { CORS_ORIGINS, APQ } = gatewayEnvironment;
const originsOf = (list?: string) => readEnvironment({ CORS_ORIGINS }, { CORS_ORIGINS: list }).CORS_ORIGINS;

test('sites that may read answers are named as their browsers do', () => {
  expect(originsOf()).toEqual([]);
  expect(originsOf('')).toEqual([]);
  const list = 'https://shop.example, http://localhost:3000,capacitor://localhost,http://[::1]:8080,';
  expect(originsOf(list)).toEqual([
    'https://shop.example',
    'http://localhost:3000',
    'capacitor://localhost',
    'http://[::1]:8080',
  ]);
});

test.each(['*', 'https://*.shop.example', 'https://shop.example/', 'shop.example', 'https://Shop.example', 'null'])(
  '%s is no such site, and the gateway does not start with it',
  (origin) => {
    expect(() => originsOf(`https://shop.example,${origin}`)).toThrow(/CORS_ORIGINS: origins by commas/);
  },
);

test('clients may register documents, may not, or it is left to where the gateway runs', () => {
  const apq = (value?: string) => readEnvironment({ APQ }, { APQ: value }).APQ;
  expect([apq('on'), apq('off'), apq(''), apq()]).toEqual(['on', 'off', '', '']);
  expect(() => apq('yes')).toThrow(/APQ/);
});
