import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Account, accountOf } from './accounts.ts';
import { LOCAL_CLIENT } from './google.env.ts';
import { newKnobs, turnKnobs } from './knobs.ts';
import { chooserPage, refusalPage } from './pages.ts';

export interface LocalGoogleOptions {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** Where browsers reach it. Without it: localhost at its port. */
  publicUrl?: string | undefined;
  /** Where browsers may be sent back to. */
  redirectUrls: readonly string[];
}

export interface LocalGoogle {
  url: string;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

/** What a code stands for, until it was shown. */
interface Grant {
  redirectUri: string;
  challenge: string;
  nonce: string | null;
  account: Account;
  until: number;
}

const MAX_BODY = 100_000;
const CODE_HOLDS_FOR_MS = 60_000;
const ID_TOKEN_HOLDS_FOR_SECONDS = 3600;
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** A Google that speaks the wire format of sign-in: discovery, code flow with PKCE, ID tokens signed with RS256. Keeps nothing on disk. */
export async function createLocalGoogle({
  port = 4012,
  host = '127.0.0.1',
  publicUrl,
  redirectUrls,
}: LocalGoogleOptions): Promise<LocalGoogle> {
  const knobs = newKnobs();
  const grants = new Map<string, Grant>();
  const [published, unpublished] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const kid = randomBytes(8).toString('hex');
  const keys = { keys: [{ ...(await exportJWK(published.publicKey)), kid, alg: 'RS256', use: 'sig' }] };
  let ownUrl = '';

  /** Whoever asks reaches it by another name than browsers do, in containers: to them it is called what they call it. */
  const issuerFor = ({ host: name }: IncomingHttpHeaders): string => (name ? `http://${name}` : ownUrl);

  const discovery = (issuer: string) => ({
    issuer,
    authorization_endpoint: `${publicUrl ?? ownUrl}/o/oauth2/v2/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code'],
    authorization_response_iss_parameter_supported: true,
  });

  const idToken = (issuer: string, { account, nonce }: Grant): Promise<string> =>
    new SignJWT({
      ...(account.email !== undefined && {
        email: account.email,
        email_verified: account.isVerified && !knobs.unverified,
      }),
      name: account.name,
      ...(nonce !== null && { nonce: knobs.wrongNonce ? randomBytes(16).toString('base64url') : nonce }),
    })
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(LOCAL_CLIENT.id)
      .setSubject(account.subject)
      .setIssuedAt()
      .setExpirationTime(`${ID_TOKEN_HOLDS_FOR_SECONDS}s`)
      .sign((knobs.forged ? unpublished : published).privateKey);

  /** The page that asks who it is, and what it is answered. */
  const authorize = (method: string, { searchParams: asked }: URL, form: URLSearchParams, issuer: string): Answer => {
    const wrong = wrongWith(asked, redirectUrls);
    if (wrong) return page(400, refusalPage(wrong));
    const back = new URL(asked.get('redirect_uri')!);
    back.searchParams.set('state', asked.get('state')!);
    back.searchParams.set('iss', issuer);
    if (knobs.denied || form.has('denied')) {
      back.searchParams.set('error', 'access_denied');
      return { status: 303, headers: { location: back.href } };
    }
    if (method !== 'POST') return page(200, chooserPage());
    const account = accountOf({ subject: form.get('subject'), email: form.get('email') });
    if (!account) return page(400, chooserPage('This is not an e-mail address.'));
    const code = `4/${randomBytes(32).toString('base64url')}`;
    grants.set(code, {
      redirectUri: asked.get('redirect_uri')!,
      challenge: asked.get('code_challenge')!,
      nonce: asked.get('nonce'),
      account,
      until: Date.now() + CODE_HOLDS_FOR_MS,
    });
    back.searchParams.set('code', code);
    return { status: 303, headers: { location: back.href } };
  };

  /** A code is used up by being shown, whatever comes of it. */
  const exchange = async (form: URLSearchParams, headers: IncomingHttpHeaders): Promise<Answer> => {
    if (!isClient(form, headers)) return json(401, { error: 'invalid_client' });
    if (form.get('grant_type') !== 'authorization_code') return json(400, { error: 'unsupported_grant_type' });
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const shown = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      grant && grant.until > Date.now() && grant.redirectUri === form.get('redirect_uri') && grant.challenge === shown;
    if (!isRight) return json(400, { error: 'invalid_grant', error_description: 'Bad Request' });
    return json(200, {
      access_token: `ya29.${randomBytes(32).toString('base64url')}`,
      expires_in: ID_TOKEN_HOLDS_FOR_SECONDS,
      scope: 'openid email profile',
      token_type: 'Bearer',
      id_token: await idToken(issuerFor(headers), grant),
    });
  };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { method = 'GET', headers } = request;
    const body = await read(request);
    const url = new URL(request.url ?? '/', ownUrl);
    const issuer = issuerFor(headers);
    const form = new URLSearchParams(body);
    switch (url.pathname) {
      case '/health':
      case '/ready':
        return json(200, { status: 'ok', service: 'google' });
      case '/_local/knobs':
        return json(200, turnKnobs(knobs, body ? JSON.parse(body) : {}));
      case '/o/oauth2/v2/auth':
        return authorize(method, url, form, issuer);
    }
    await delay(knobs.slowMs);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, discovery(issuer));
      case '/oauth2/v3/certs':
        return json(200, keys);
      case '/token':
        return method === 'POST' ? exchange(form, headers) : json(405, { error: 'invalid_request' });
      default:
        return json(404, { error: 'not_found' });
    }
  };

  const server = createServer((request, response) => {
    answer(request)
      .catch((error: Error): Answer => json(400, { error: 'invalid_request', error_description: error.message }))
      .then((given) => send(response, given));
  });
  server.listen(port, host);
  await once(server, 'listening');
  ownUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url: ownUrl,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Undefined when the shop asks as it should: by the code flow with PKCE, for somebody whom it will know again. */
function wrongWith(asked: URLSearchParams, redirectUrls: readonly string[]): string | undefined {
  const rules: [string, boolean][] = [
    ['client_id is not known', asked.get('client_id') === LOCAL_CLIENT.id],
    ['redirect_uri is not registered', redirectUrls.includes(asked.get('redirect_uri') ?? '')],
    ['response_type must be code', asked.get('response_type') === 'code'],
    ['scope must have openid', (asked.get('scope') ?? '').split(' ').includes('openid')],
    ['state is missing', Boolean(asked.get('state'))],
    ['code_challenge_method must be S256', asked.get('code_challenge_method') === 'S256'],
    ['code_challenge is not one', CHALLENGE.test(asked.get('code_challenge') ?? '')],
  ];
  return rules.find(([, holds]) => !holds)?.[0];
}

/** By its name and secret, in the form or in the header. */
function isClient(form: URLSearchParams, { authorization = '' }: IncomingHttpHeaders): boolean {
  const [, basic] = /^Basic ([\w+/=]+)$/i.exec(authorization) ?? [];
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [form.get('client_id'), form.get('client_secret')];
  return id === LOCAL_CLIENT.id && secret === LOCAL_CLIENT.secret;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
});
const page = (status: number, body: string): Answer => ({
  status,
  body,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  },
});

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY) throw new Error('The request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body = '', headers = {} }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}
