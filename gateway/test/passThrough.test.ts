import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { sendRaw, statusOf } from './rawClient.ts';
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
