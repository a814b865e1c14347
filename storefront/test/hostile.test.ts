import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../../test/shop.ts';
import { runningWorld } from '../../test/world.ts';

const HOST = 'shop.example.com';
const SHOP = `https://${HOST}`;
const FORM = 'application/x-www-form-urlencoded';
/** A shop that a proxy ends TLS for: to its server all requests come without. */
const world = runningWorld({
  storefront: true,
  environment: {
    storefront: {
      NODE_ENV: 'production',
      STOREFRONT_URL: SHOP,
      STRIPE_PUBLISHABLE_KEY: 'pk_live_of_nobody',
      STRIPE_SCRIPT_URL: 'https://js.stripe.com/endive/stripe.js',
      GOOGLE_ORIGIN: 'https://accounts.google.com',
    },
  },
});

/** Sent as it stands there: fetch would tidy it up. */
async function send(...lines: string[]): Promise<{ status: number; head: string; text: string }> {
  const socket = connect(Number(new URL(world.system.storefrontUrl).port), '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (part) => {
    answer += part;
  });
  socket.write(lines.join('\r\n'), 'latin1');
  await once(socket, 'close');
  const [head = '', text = ''] = answer.split(/\r\n\r\n(.*)/s);
  return { status: Number(head.split(' ')[1]), head, text };
}
const open = (path: string, host = HOST) => send(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', '', '');
const post = (path: string, form: string, headers: Record<string, string> = {}, method = 'POST') =>
  send(
    `${method} ${path} HTTP/1.1`,
    'Connection: close',
    `Content-Length: ${form.length}`,
    ...Object.entries({ host: HOST, 'content-type': FORM, ...headers }).map((pair) => pair.join(': ')),
    '',
    form,
  );
const complaints = () => world.logged('a page failed');

const variantId = () =>
  world.inDatabase('products', async (sql) => {
    const [row] = await sql`SELECT variant_id FROM stock WHERE on_hand > 50 LIMIT 1`;
    return String(row!.variant_id);
  });

/** Sends its form byte by byte, for as long as it is listened to. */
let trickling: Promise<string>;
beforeAll(() => {
  const { port } = new URL(world.system.storefrontUrl);
  const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (part) => {
    answer += part;
  });
  socket.on('error', () => {});
  socket.write(`POST /sign-in HTTP/1.1\r\nHost: ${HOST}\r\nContent-Type: ${FORM}\r\nContent-Length: 1000\r\n\r\n`);
  const drops = setInterval(() => socket.write('a'), 500);
  trickling = once(socket, 'close').then(() => {
    clearInterval(drops);
    return answer;
  });
});

test.each([
  ['as the shop is called', HOST],
  ['as the proxy calls it', 'storefront:4100'],
])('behind a proxy that ends TLS forms are taken, with the host %s', async (_how, host) => {
  const answer = await post('/p/anything', `variantId=${await variantId()}&quantity=1`, { host, origin: SHOP });
  expect([answer.status, /location: (.*)/.exec(answer.head)?.[1]]).toEqual([303, '/cart']);
  expect((await post('/sign-in', 'email=a', { host, origin: 'https://evil.example' })).status).toBe(403);
  expect((await post('/sign-in', 'email=a', { host, origin: 'http://shop.example.com' })).status).toBe(403);
});

test.each(['a b', 'a<b', 'shop.example.com:99999', 'u:p@evil.example', 'evil.example/x?', ''])(
  'a page is the same with the host %j',
  async (host) => {
    const { status, text } = await open('/sign-in', host);
    expect([status, text.includes('evil')]).toEqual([200, false]);
  },
);

test('an address with another host in it is not here', async () => {
  expect((await open('http://evil.example/sign-in')).status).toBe(404);
});

test.each([
  ['application/json', '{"email":"a"}'],
  ['text/plain', 'email=a'],
  ['multipart/form-data', 'email=a'],
  ['multipart/form-data; boundary=x', 'email=a'],
  ['', 'email=a'],
  ['', ''],
])('what is sent as %j is no form', async (type, body) => {
  for (const path of ['/sign-in', '/cart', '/checkout'])
    expect((await post(path, body, { 'content-type': type })).status).toBe(415);
  expect(complaints()).toBe('');
});

test.each(['/', '/search', '/suggestions', '/sitemap.xml', '/nothing', '/orders/SG-1/thanks', '/cart.data.data'])(
  'a form for %s, which takes none, is no mistake of ours',
  async (path) => {
    expect((await post(path, 'a=1')).status).toBe(405);
    expect(complaints()).toBe('');
  },
);

test('who sends a form slowly is not listened to for long', async () => {
  expect((await trickling).split('\r\n')[0]).toBe('HTTP/1.1 408 Request Timeout');
});

test('while it stops it says that it is not ready, and answers who asks all the same', async () => {
  world.system.processes.get('storefront')!.kill('SIGTERM');
  const told = await until(
    () => open('/ready'),
    ({ status }) => status !== 200,
  );
  expect([told.status, told.text]).toEqual([503, '{"status":"draining"}']);
  expect(await open('/sign-in')).toMatchObject({ status: 200, head: expect.stringMatching(/connection: close/i) });
});
