import { StorefrontError } from '@storegraph/client';
import { expect, test } from 'vitest';
import { problemsOfError } from './forms.ts';

test.each([
  [undefined, 'a moment'],
  [7, '7 seconds'],
  [89, '89 seconds'],
  [90, '2 minutes'],
  [3_600, '60 minutes'],
  [7_200, '2 hours'],
  [86_400, '24 hours'],
])('who has to wait %s seconds is told so in words: %s', (retryAfterInSeconds, words) => {
  const error = new StorefrontError('Too often', { code: 'RATE_LIMITED', retryAfterInSeconds });
  expect(problemsOfError(error, [])).toEqual({ form: `That was very often. Wait ${words}, then try again.` });
});
