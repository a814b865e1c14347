import { expect, test } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from './environment.ts';

const shape = {
  NAME: z.string().default('nobody'),
  LIMIT: z.coerce.number().min(1).default(5),
  KEY: z.string().min(1),
};

test('an empty variable is one that is not set', () => {
  expect(readEnvironment(shape, { NAME: '', LIMIT: '', KEY: 'k' })).toEqual({ NAME: 'nobody', LIMIT: 5, KEY: 'k' });
});

test('every variable that is missing or wrong is named at once', () => {
  expect(() => readEnvironment(shape, { LIMIT: '0', KEY: '' })).toThrow(
    /^The environment is not complete:\n {2}LIMIT: .*\n {2}KEY: is missing; .*$/,
  );
});
