import { createHash } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const TRUSTED = '{ me { email } }';
const OTHER = '{ me { displayName } }';
const HASH = 'a'.repeat(64);
const trusted = new Map([[HASH, TRUSTED]]);
const off = await openGateway({ trusted });
const anonymous = await openGateway({ trusted, trustedOnly: 'anonymous' });
const all = await openGateway({ trusted, trustedOnly: 'all' });
const gateways = { off, anonymous, all };
afterAll(() => Promise.all(Object.values(gateways).map((gateway) => gateway.close())));
beforeEach(() => {
  for (const gateway of Object.values(gateways)) {
    gateway.reset();
    gateway.answers.users = () => ({ data: { me: { email: 'ada@shop.example', displayName: 'Ada' } } });
  }
});
const signedIn = async ({ accessToken }: typeof all) => ({ authorization: `Bearer ${await accessToken()}` });
const refused = {
  message: 'Only trusted documents are executed here',
  extensions: { code: 'OPERATION_NOT_ALLOWED', field: 'query', rule: 'trusted', requestId: expect.any(String) },
};

test.each(['off', 'anonymous', 'all'] as const)(
  'a trusted document is executed by hash and by text: %s',
  async (whom) => {
    const { post } = gateways[whom];
    for (const body of [{ documentId: `sha256:${HASH}` }, { query: TRUSTED }])
      expect(await (await post(body)).json()).toEqual({ data: { me: { email: 'ada@shop.example' } } });
  },
);

test.each([
  ['another document', OTHER],
  ['one with another space', `${TRUSTED} `],
  ['one with a comment', `${TRUSTED} # or not`],
  ['no document', '{ me {'],
  ['introspection', '{ __schema { queryType { name } } }'],
])('who is not signed in may not ask for %s', async (_, query) => {
  for (const gateway of [anonymous, all])
    for (const link of [undefined, 'compiledPlan', 'apollo']) {
      const { status, data, errors } = await gateway.graph(query, link ? { 'x-execution': link } : {});
      expect([status, data, errors]).toEqual([400, undefined, [refused]]);
      expect(gateway.arrived).toEqual([]);
    }
});

test('who is signed in may ask for anything, unless everybody may not', async () => {
  expect((await anonymous.graph(OTHER, await signedIn(anonymous))).data).toEqual({ me: { displayName: 'Ada' } });
  const { status, errors } = await all.graph(OTHER, await signedIn(all));
  expect([status, errors, all.arrived]).toEqual([400, [refused], []]);
});

test('what somebody has asked who may, nobody else may because of that', async () => {
  for (let time = 0; time < 3; time++) await anonymous.graph(OTHER, await signedIn(anonymous));
  expect((await anonymous.graph(OTHER)).errors).toEqual([refused]);
});

test('a document that somebody has registered who may is no trusted one', async () => {
  const hash = createHash('sha256').update(OTHER).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  expect((await anonymous.post({ query: OTHER, extensions }, await signedIn(anonymous))).status).toBe(200);
  expect((await anonymous.post({ extensions }, await signedIn(anonymous))).status).toBe(200);
  anonymous.arrived.length = 0;
  const response = await anonymous.post({ extensions });
  expect([response.status, await response.json(), anonymous.arrived]).toEqual([400, { errors: [refused] }, []]);
});

test('by GET as by POST', async () => {
  const get = async (query: string) => {
    const url = `${anonymous.url}/graphql?query=${encodeURIComponent(query)}`;
    return (await fetch(url, { headers: { 'apollo-require-preflight': '1' } })).json();
  };
  expect(await get(TRUSTED)).toEqual({ data: { me: { email: 'ada@shop.example' } } });
  expect(await get(OTHER)).toEqual({ errors: [refused] });
});

test('anything goes when it is off', async () => {
  expect((await off.graph(OTHER)).data).toEqual({ me: { displayName: 'Ada' } });
});
