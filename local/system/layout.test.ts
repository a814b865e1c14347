import { expect, test } from 'vitest';
import { givenVariables } from './layout.ts';

test('of what is set, a process gets what it knows', () => {
  const environment = { RATE_LIMITS: 'off', CORS_ORIGINS: '', SECRET_OF_SOMEBODY: 'x' };
  expect(givenVariables({ RATE_LIMITS: 1, CORS_ORIGINS: 1, TRUSTED_ONLY: 1 }, environment)).toEqual({
    RATE_LIMITS: 'off',
  });
});
