import { createLogger } from '@storegraph/kit';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { readTrusted } from '../src/trusted.ts';
import { openGateway } from './world.ts';

const trusted = new Map(readTrusted('', createLogger('gateway', 'silent')));
const gateway = await openGateway({ trusted });
const { post, answers, arrived } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());
const hashOf = (name: string) =>
  [...trusted].find(([, text]) => new RegExp(`^(query|mutation) ${name}\\b`).test(text))![0];

test('every operation of the SDK is planned at boot, and nothing is asked or done for it', async () => {
  expect(trusted.size).toBeGreaterThan(20);
  await gateway.warmUp();
  expect(arrived).toEqual([]);
  answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'private');
    return { data: { product: null } };
  };
  const first = await post({ query: trusted.get(hashOf('ProductPage')), variables: { slug: 'a' } });
  expect([await first.json(), first.headers.get('x-execution')]).toEqual([{ data: { product: null } }, 'compiledPlan']);
});

test('a trusted document is asked for by its hash', async () => {
  answers.users = () => ({ data: { me: null } });
  answers.carts = () => ({ data: { cart: null } });
  const response = await post({ documentId: `sha256:${hashOf('Me')}`, variables: {} });
  expect([response.status, await response.json()]).toEqual([200, { data: { me: null, cart: null } }]);
});

test.each([['sha256:0000'], [7], [null], ['constructor']])('no document has the id %s', async (documentId) => {
  const response = await post({ documentId });
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as any;
  expect(errors[0].extensions).toEqual({
    code: 'OPERATION_NOT_ALLOWED',
    field: 'documentId',
    rule: 'trusted',
    requestId: expect.any(String),
  });
  expect(arrived).toEqual([]);
});
