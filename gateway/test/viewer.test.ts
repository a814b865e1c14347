import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { createViewerReader } from '../src/viewer.ts';

const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'EdDSA' }] };
const state = { status: 200, asked: 0 };
const server = createServer((_, response) => {
  state.asked++;
  response.writeHead(state.status).end(JSON.stringify(state.status === 200 ? keys : {}));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => void server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;

const tokenOf = async (subject: string) =>
  `Bearer ${await new SignJWT({ roles: ['CUSTOMER'] })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'one', typ: 'at+jwt' })
    .setIssuer('storegraph')
    .setAudience('storegraph')
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey)}`;

test('while the issuer of tokens is away its last keys hold; whoever never got any cannot say who asks', async () => {
  const known = createViewerReader(url, { keysHoldForMs: 0 });
  expect(await known(await tokenOf('ada'))).toMatchObject({ id: 'ada' });
  state.status = 503;
  state.asked = 0;
  expect(await known(await tokenOf('bob'))).toMatchObject({ id: 'bob' });
  expect(state.asked).toBe(1);

  const stranger = createViewerReader(url);
  await expect(stranger(await tokenOf('ada'))).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
});
