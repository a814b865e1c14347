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
  const error = new StorefrontError('Too many pictures', { code: 'RATE_LIMITED', retryAfterInSeconds });
  expect(problemsOfError(error, [])).toEqual({ form: `Too many pictures. Wait ${words}, then try again.` });
});

test('what the door refuses is said in words of this shop', () => {
  const error = new StorefrontError('The shop answered HTTP 429', { code: 'RATE_LIMITED', status: 429 });
  expect(problemsOfError(error, [])).toEqual({ form: 'That was very often. Wait a moment, then try again.' });
});
