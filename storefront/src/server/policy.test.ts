import { expect, test } from 'vitest';
import { policyOf, sourcesOf } from './policy.ts';

test('pages load from the Stripe that is set, and from nobody else', () => {
  const local = ['http://localhost:4010'];
  expect(sourcesOf('http://localhost:4010/endive/stripe.js')).toEqual({ script: local, frame: local, connect: local });
  expect(sourcesOf('https://js.stripe.com/endive/stripe.js')).toEqual({
    script: ['https://js.stripe.com', 'https://*.js.stripe.com'],
    frame: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
    connect: ['https://api.stripe.com'],
  });
});

test('forms lead to this site, and beside it only to where a page says', () => {
  expect(policyOf().directives.formAction).toEqual(["'self'"]);
  expect(policyOf({ form: ['https://accounts.google.com'] }).directives).toMatchObject({
    formAction: ["'self'", 'https://accounts.google.com'],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
  });
});
