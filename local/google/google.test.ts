import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { chooseAt, turnKnobsOf } from './browser.testing.ts';
import { LOCAL_CLIENT } from './google.env.ts';
import { createLocalGoogle } from './google.ts';

const BACK = 'http://shop.example/sign-in/google';
const google = await createLocalGoogle({ port: 0, redirectUrls: [BACK] });
afterAll(() => google.close());
beforeEach(() => turnKnobsOf(google.url, { reset: true }));

const verifier = randomPKCECodeVerifier();
const asked = {
  client_id: LOCAL_CLIENT.id,
  redirect_uri: BACK,
  response_type: 'code',
  scope: 'openid email profile',
  state: 'a-state',
  nonce: 'a-nonce',
  code_challenge: await calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
};
const authorize = (changes: object = {}) =>
  `${google.url}/o/oauth2/v2/auth?${new URLSearchParams({ ...asked, ...changes })}`;
const GRACE = { name: 'Grace Hall' };
const codeFor = async (choice: Parameters<typeof chooseAt>[1] = GRACE) =>
  (await chooseAt(authorize(), choice)).searchParams.get('code')!;

async function exchange(code: string, changes: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: BACK,
    code_verifier: verifier,
    client_id: LOCAL_CLIENT.id,
    client_secret: LOCAL_CLIENT.secret,
    ...changes,
  };
  const response = await fetch(`${google.url}/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: response.status, ...((await response.json()) as { id_token: string; error?: string }) };
}
const keys = createRemoteJWKSet(new URL(`${google.url}/oauth2/v3/certs`));
const claimsOf = async (token: string) =>
  (await jwtVerify(token, keys, { issuer: google.url, audience: LOCAL_CLIENT.id, algorithms: ['RS256'] })).payload;

test('it says where everything is, as Google does', async () => {
  const found = await (await fetch(`${google.url}/.well-known/openid-configuration`)).json();
  expect(found).toMatchObject({
    issuer: google.url,
    authorization_endpoint: `${google.url}/o/oauth2/v2/auth`,
    token_endpoint: `${google.url}/token`,
    jwks_uri: `${google.url}/oauth2/v3/certs`,
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  });
});

test('whoever asks by another name than browsers do, as in containers, finds itself at that name', async () => {
  const { port } = new URL(google.url);
  const found = (await (await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`)).json()) as object;
  expect(found).toMatchObject({
    issuer: `http://127.0.0.1:${port}`,
    token_endpoint: `http://127.0.0.1:${port}/token`,
    authorization_endpoint: `${google.url}/o/oauth2/v2/auth`,
  });
});

test('a chosen account comes back with state and code, and the code is worth a signed ID token with the nonce', async () => {
  const back = await chooseAt(authorize(), GRACE);
  expect([back.origin + back.pathname, back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual([
    BACK,
    'a-state',
    google.url,
  ]);
  const { status, id_token } = await exchange(back.searchParams.get('code')!);
  expect([status, await claimsOf(id_token)]).toEqual([
    200,
    expect.objectContaining({
      sub: expect.stringMatching(/^\d{21}$/),
      email: 'grace.hall@mail.example',
      email_verified: true,
      name: 'Grace Hall',
      nonce: 'a-nonce',
    }),
  ]);
});

test('an address that is typed is the same account each time, and another one than every other', async () => {
  const subjectOf = async (email: string) => (await claimsOf((await exchange(await codeFor({ email }))).id_token)).sub;
  const first = await subjectOf('New@Mail.example');
  expect(await subjectOf('new@mail.example')).toBe(first);
  expect(await subjectOf('newer@mail.example')).not.toBe(first);
});

test('one account has an address that is not verified, one has none', async () => {
  const claims = async (name: string) => claimsOf((await exchange(await codeFor({ name }))).id_token);
  expect(await claims('Noel Berg')).toMatchObject({ email: 'noel.berg@mail.example', email_verified: false });
  expect(await claims('Kim Lund')).not.toHaveProperty('email');
});

test('who cancels comes back with a no', async () => {
  const back = await chooseAt(authorize(), 'cancel');
  expect(Object.fromEntries(back.searchParams)).toEqual({
    state: 'a-state',
    iss: google.url,
    error: 'access_denied',
  });
});

test.each([
  ['another client', { client_id: 'other' }, /client_id/],
  ['another address to come back to', { redirect_uri: 'http://elsewhere.example/' }, /redirect_uri/],
  ['another flow', { response_type: 'token' }, /response_type/],
  ['no openid', { scope: 'email' }, /scope/],
  ['no state', { state: '' }, /state/],
  ['a plain challenge', { code_challenge_method: 'plain' }, /code_challenge_method/],
  ['no challenge', { code_challenge: '' }, /code_challenge/],
])('%s is refused on a page, and nobody is sent anywhere', async (_what, changes, reason) => {
  for (const method of ['GET', 'POST']) {
    const answer = await fetch(authorize(changes), { method, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([
      400,
      null,
      expect.stringMatching(reason),
    ]);
  }
});

test('a code is good once', async () => {
  const code = await codeFor();
  expect((await exchange(code)).status).toBe(200);
  expect(await exchange(code)).toEqual({ status: 400, error: 'invalid_grant', error_description: 'Bad Request' });
});

test.each([
  ['with another verifier', { code_verifier: randomPKCECodeVerifier() }, 'invalid_grant'],
  ['without one', { code_verifier: '' }, 'invalid_grant'],
  ['for another address', { redirect_uri: 'http://shop.example/' }, 'invalid_grant'],
  ['by somebody who is not the shop', { client_secret: 'guessed' }, 'invalid_client'],
  ['as another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
])('a code that is shown %s is worth nothing', async (_how, changes: Record<string, string>, error) => {
  expect(await exchange(await codeFor(), changes)).toMatchObject({ error });
});

test('a client may show its secret in the header as well', async () => {
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`${LOCAL_CLIENT.id}:${secret}`).toString('base64')}`,
  });
  const without = { client_id: '', client_secret: '' };
  expect((await exchange(await codeFor(), without, basic(LOCAL_CLIENT.secret))).status).toBe(200);
  expect((await exchange(await codeFor(), without, basic('guessed'))).status).toBe(401);
});

test.each([
  ['{"deny":true}', 'deny'],
  ['{"denied":"yes"}', 'denied'],
  ['{"forged":true,"slowMs":-1}', 'slowMs'],
  ['[]', 'object'],
])('knobs that are not there or cannot be turned so far are named, and none is turned: %s', async (body, name) => {
  const turn = (knobs: string) => fetch(`${google.url}/_local/knobs`, { method: 'POST', body: knobs });
  const refused = await turn(body);
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(name)]);
  expect(await (await turn('{}')).json()).toEqual({
    denied: false,
    wrongNonce: false,
    unverified: false,
    forged: false,
    slowMs: 0,
  });
});

test('knobs: denied, wrong nonce, unverified, forged, and all back', async () => {
  await turnKnobsOf(google.url, { denied: true });
  expect((await chooseAt(authorize(), GRACE)).searchParams.get('error')).toBe('access_denied');
  await turnKnobsOf(google.url, { denied: false, wrongNonce: true, unverified: true });
  const claims = await claimsOf((await exchange(await codeFor())).id_token);
  expect([claims.nonce === 'a-nonce', claims.email_verified]).toEqual([false, false]);
  await turnKnobsOf(google.url, { forged: true });
  await expect(claimsOf((await exchange(await codeFor())).id_token)).rejects.toThrow('signature');
  await turnKnobsOf(google.url, { reset: true });
  expect(await claimsOf((await exchange(await codeFor())).id_token)).toMatchObject({
    nonce: 'a-nonce',
    email_verified: true,
  });
});
