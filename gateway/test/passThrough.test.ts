import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@storegraph/kit/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { parsePassThroughs } from '../src/http/passThrough.ts';
import { openRaw, sendRaw, statusOf } from './rawClient.ts';
import { openGateway } from './world.ts';

const gateway = await openGateway();
/** Another server of the network: nothing may be asked of it. */
const asked: string[] = [];
const other = createServer((request, response) => {
  asked.push(request.url!);
  response.end('the secret of another server');
}).listen(0, '127.0.0.1');
await once(other, 'listening');
const otherHost = `127.0.0.1:${(other.address() as AddressInfo).port}`;
const ownHost = new URL(gateway.url).host;

afterAll(async () => {
  await gateway.close();
  other.close();
});
beforeEach(() => {
  gateway.reset();
  asked.length = 0;
});

test.each([
  ['a whole address of another host', `GET http://${otherHost}/media/x`],
  ['the same in capitals', `GET HTTP://${otherHost}/media/x`],
  ['with a name and a password', `GET http://media:secret@${otherHost}/media/x`],
  ['a whole address of our own host', `GET http://${ownHost}/media/x`],
  ['a host that is nowhere', 'GET http://gateway.invalid/media/x'],
  ['another scheme', `GET file://${otherHost}/media/x`],
  ['a host after two slashes', `GET //${otherHost}/media/x`],
  ['a host after two slashes and dots', `GET /media/..//${otherHost}/media/x`],
  ['a host after backslashes', `GET /media\\..\\\\${otherHost}/media/x`],
  ['dots', 'GET /media/../internal/events'],
  ['dots in hexadecimal', 'GET /media/%2e%2e/internal/events'],
  ['dots before a slash in hexadecimal', 'GET /media/..%2finternal/events'],
  ['dots before a backslash in hexadecimal', 'GET /media/..%5Cinternal/events'],
  ['a webhook at another host', `POST http://${otherHost}/webhooks/stripe`],
  ['a webhook after two slashes', `POST //${otherHost}/webhooks/stripe`],
  ['a webhook whose path is written in hexadecimal', 'POST /webhooks/strip%65'],
  ['a file at another host', `PUT http://${otherHost}/uploads/users/x`],
  ['a file after two slashes', `PUT //${otherHost}/uploads/users/x`],
  ['a file that leaves its folder', 'PUT /uploads/users/../../internal/events'],
  ['a file that leaves its folder in hexadecimal', 'PUT /uploads/users/%2e%2e/%2e%2e/graphql'],
  ['a file for a service that takes none', 'PUT /uploads/products/x'],
  ['a file for where pictures are read', 'PUT /media/x'],
  ['reading where files are sent', 'GET /uploads/users/x'],
  ['posting where files are sent', 'POST /uploads/users/x'],
  ['something below the webhook', 'POST /webhooks/stripe/../../internal/events'],
])('%s leads nowhere', async (_, line) => {
  const response = await sendRaw(gateway.url, `${line} HTTP/1.1\r\nHost: ${otherHost}\r\nContent-Type: a/b`, '{}');

  expect(statusOf(response)).toBe(404);
  expect(response).toContain('"code":"NOT_FOUND"');
  expect([asked, gateway.arrived]).toEqual([[], []]);
});

test.each([
  ['a whole address without a host', 'GET http:///media/x HTTP/1.1'],
  ['a lone carriage return in the path', 'GET /media/x\ry HTTP/1.1'],
  ['a tunnel', `CONNECT ${otherHost} HTTP/1.1`],
])('%s is no request', async (_, line) => {
  const response = await sendRaw(gateway.url, `${line}\r\nHost: ${otherHost}`);

  expect(response === '' || statusOf(response) === 400).toBe(true);
  expect([asked, gateway.arrived]).toEqual([[], []]);
});

test('a line break in hexadecimal arrives as one, within the path', async () => {
  gateway.answers.products = () => ({ picture: true });
  await sendRaw(gateway.url, `GET /media/x%0d%0aCookie:%20a=b?w=1 HTTP/1.1\r\nHost: ${otherHost}`);
  expect(gateway.arrived).toMatchObject([{ subgraph: 'products', path: '/media/x%0d%0aCookie:%20a=b?w=1' }]);
  expect(gateway.arrived[0]!.headers).not.toHaveProperty('cookie');
});

test('a picture comes from its service, whatever host the client names, and no other headers pass than a few', async () => {
  gateway.answers.products = (_arrived, response) => {
    response.writeHead(200, { etag: '"1"', 'content-type': 'image/svg+xml', 'x-inside': 'secret' }).end('<svg/>');
  };
  const headers = `Host: ${otherHost}\r\nIf-None-Match: "0"\r\nAuthorization: Bearer x`;
  const response = await sendRaw(gateway.url, `GET /media/bowl.svg?w=200 HTTP/1.1\r\n${headers}`);

  expect(response).toContain('<svg/>');
  expect(response).toContain('etag: "1"');
  expect(response).not.toContain('x-inside');
  expect(gateway.arrived).toMatchObject([{ path: '/media/bowl.svg?w=200', headers: { 'if-none-match': '"0"' } }]);
  expect(gateway.arrived[0]!.headers).not.toHaveProperty('authorization');
});

test('an address that cannot be read is told in the shape of every error', async () => {
  const response = await fetch(`${gateway.url}/media/%`);
  expect([response.status, await response.json()]).toEqual([
    400,
    {
      errors: [
        {
          message: 'This is no address',
          extensions: { code: 'BAD_USER_INPUT', field: 'path', rule: 'encoding', requestId: expect.any(String) },
        },
      ],
    },
  ]);
});

test('pictures of one service are below those of another', async () => {
  for (const name of ['users', 'products'] as const) gateway.answers[name] = () => ({ from: name });
  await fetch(`${gateway.url}/media/users/a.webp?signature=x`);
  await fetch(`${gateway.url}/media/users.svg`);
  expect(gateway.arrived.map(({ subgraph, path }) => [subgraph, path])).toEqual([
    ['users', '/media/users/a.webp?signature=x'],
    ['products', '/media/users.svg'],
  ]);
});

const PUT = 'PUT /uploads/users/a?signature=x HTTP/1.1\r\nHost: shop\r\nContent-Type: image/png\r\n';

test('a file is handed on while it comes, with its type and its length and nothing else of its client', async () => {
  gateway.answers.users = (_arrived, response) => void response.writeHead(204).end();
  const secrets = 'Authorization: Bearer x\r\nCookie: a=b\r\nConnection: close\r\n';
  const { socket, closed } = openRaw(
    gateway.url,
    `${PUT}${secrets}Content-Length: 300000\r\n\r\n${'x'.repeat(200_000)}`,
  );
  await until(
    () => gateway.received.bytes,
    (bytes) => bytes === 200_000,
  );
  expect(gateway.arrived).toEqual([]);
  socket.write('y'.repeat(100_000));

  expect(statusOf(await closed)).toBe(204);
  const [{ subgraph, path, headers, body }] = gateway.arrived as [(typeof gateway.arrived)[0]];
  expect([subgraph, path, body.length]).toEqual(['users', '/uploads/users/a?signature=x', 300_000]);
  expect(headers).toMatchObject({ 'content-type': 'image/png', 'content-length': '300000' });
  expect(headers).not.toHaveProperty('authorization');
  expect(headers).not.toHaveProperty('cookie');
});

test('what a service says no to comes back as it is', async () => {
  gateway.answers.users = (_arrived, response) =>
    void response.writeHead(403, { 'content-type': 'application/json' }).end('{"errors":[]}');
  const response = await fetch(`${gateway.url}/uploads/users/a`, { method: 'PUT', body: 'x' });
  expect([response.status, await response.text()]).toEqual([403, '{"errors":[]}']);
});

test.each([
  ['a byte more than its bound', 'Content-Length: 1000001', 413, 'PAYLOAD_TOO_LARGE'],
  ['very many bytes', 'Content-Length: 9999999999', 413, 'PAYLOAD_TOO_LARGE'],
  ['a length that nobody knows', 'Transfer-Encoding: chunked', 411, 'BAD_USER_INPUT'],
])('a file with %s is refused before any of it is read', async (_, header, status, code) => {
  const response = await openRaw(gateway.url, `${PUT}${header}\r\n\r\n`).closed;
  expect([statusOf(response), response.includes(`"code":"${code}"`)]).toEqual([status, true]);
  expect([gateway.received.bytes, gateway.arrived]).toEqual([0, []]);
});

test('a file of exactly its bound is taken, and of one that is cut off nothing arrives as whole', async () => {
  gateway.answers.users = () => ({});
  const whole = await fetch(`${gateway.url}/uploads/users/a`, { method: 'PUT', body: new Uint8Array(1_000_000) });
  expect([whole.status, gateway.arrived[0]?.body.length]).toEqual([200, 1_000_000]);

  gateway.reset();
  const { socket } = openRaw(gateway.url, `${PUT}Content-Length: 1000\r\n\r\n${'x'.repeat(500)}`);
  await until(
    () => gateway.received.bytes,
    (bytes) => bytes === 500,
  );
  socket.destroy();
  await gateway.post({ query: '{ __typename }' });
  expect(gateway.arrived).toEqual([]);
});

test('a page of an allowed site may send a file, another one may not', async () => {
  const ask = async (origin: string) => {
    const headers = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    const answer = await fetch(`${gateway.url}/uploads/users/a`, { method: 'OPTIONS', headers });
    return [answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-allow-methods')];
  };
  expect(await ask('https://shop.example')).toEqual(['https://shop.example', 'GET, POST, PUT']);
  expect((await ask('https://evil.example'))[0]).toBeNull();
});

test.each([
  '/media/',
  'PUT /uploads/=users',
  'PUT /uploads/=users:0',
  'PUT /uploads/=users:many',
  '/media/=users:5',
  'DELETE /media/=users',
  'PUT/uploads/=users:5',
])('%s is no part of PASS_THROUGH', (value) => {
  expect(() => parsePassThroughs(value, () => true)).toThrow('is neither /path=service nor PUT /path=service:bytes');
});

test('a service that is not there is named before anything is served', () => {
  expect(() => parsePassThroughs('PUT /uploads/=nobody:5', () => false)).toThrow('SERVICES has no "nobody"');
});
