import { DrizzleQueryError } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { createLogger } from '../process/logger.ts';
import { toClientError } from './clientError.ts';

const log = createLogger('test', 'silent');

/** As a resolver's statement fails: drizzle wraps what the driver has said. */
function codeFor(code: string): unknown {
  const failed = new DrizzleQueryError('SELECT 1', [], Object.assign(new Error('no'), { code }));
  const error = new GraphQLError('no', { originalError: failed, path: ['product', 'variants'] });
  return toClientError(error.toJSON(), error, log).extensions?.code;
}

test.each([
  ['ECONNREFUSED'],
  ['ECONNRESET'],
  ['EPIPE'],
  ['ETIMEDOUT'],
  ['CONNECT_TIMEOUT'],
  ['CONNECTION_CLOSED'],
  ['CONNECTION_DESTROYED'],
  ['CONNECTION_ENDED'],
  ['57P01'],
  ['57P02'],
  ['57P03'],
  ['53300'],
  ['57014'],
  ['55P03'],
  ['25P03'],
])('a statement that ends with %s is worth another try', (code) => {
  expect(codeFor(code)).toBe('SERVICE_UNAVAILABLE');
});

test.each([['22P02'], ['23505'], ['40P01'], ['42P01']])('a statement that ends with %s is our mistake', (code) => {
  expect(codeFor(code)).toBe('INTERNAL');
});
