import { afterAll, expect, test } from 'vitest';
import { openRaw, statusOf } from './rawClient.ts';
import { openGateway } from './world.ts';

const worlds: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(worlds.map((world) => world.close())));
const open = async (options: Parameters<typeof openGateway>[0]) => {
  const gateway = await openGateway(options);
  worlds.push(gateway);
  return gateway;
};

const timeouts = { receivingInMs: 300, sendingInMs: 300, checkEveryMs: 50 };
const impatient = await open({ connections: { timeouts } });
const HEAD = 'POST /graphql HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n';

test.each([
  ['says nothing', '', ''],
  ['sends empty lines', '\r\n', '\r\n'],
  ['sends a header byte by byte', `${HEAD}X-Long: `, 'x'],
  ['sends header after header', HEAD, 'X: y\r\n'],
  ['sends a body byte by byte', `${HEAD}Content-Length: 90000\r\n\r\n`, ' '],
  ['sends a body chunk by chunk', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  [
    'sends a webhook byte by byte',
    'POST /webhooks/stripe HTTP/1.1\r\nHost: shop\r\nContent-Type: a/b\r\nContent-Length: 90000\r\n\r\n',
    ' ',
  ],
  [
    'sends a file byte by byte',
    'PUT /uploads/users/x HTTP/1.1\r\nHost: shop\r\nContent-Type: a/b\r\nContent-Length: 90000\r\n\r\n',
    ' ',
  ],
])('a client that %s is told that its time is over', async (_, first, next) => {
  const { socket, closed } = openRaw(impatient.url, first);
  const trickle = setInterval(() => socket.write(next), 20);

  const answer = await closed.finally(() => clearInterval(trickle));

  expect(statusOf(answer)).toBe(408);
  expect(impatient.arrived).toEqual([]);
});

test('a client that sends a body byte by byte to nowhere has no connection either', async () => {
  const { socket, closed } = openRaw(
    impatient.url,
    'POST /nowhere HTTP/1.1\r\nHost: shop\r\nContent-Length: 9000\r\n\r\n',
  );
  const trickle = setInterval(() => socket.write(' '), 20);
  expect(statusOf(await closed.finally(() => clearInterval(trickle)))).toBe(404);
});

test('a connection that is not in use stays for a minute, and for ten thousand requests', async () => {
  expect((await fetch(`${impatient.url}/health`)).headers.get('keep-alive')).toBe('timeout=75, max=10000');
});

const LONG = 4_000_000;
const ask = (query: string) => {
  const body = JSON.stringify({ query });
  return `${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`;
};
/** More than all that the sockets of both sides take without a reader. */
const longAnswers = (count: number) => Array.from({ length: count }, (_, i) => ask(`{ a${i}: me { email } }`)).join('');

test('a client that does not read its answers loses its connection', async () => {
  const unread = await open({ connections: { timeouts } });
  unread.answers.users = ({ body }) => {
    const [alias = ''] = /a\d+/.exec(body.toString()) ?? [];
    return { data: { [alias]: { email: 'x'.repeat(LONG) } } };
  };
  const { socket, closed } = openRaw(unread.url);
  socket.pause();
  socket.write(longAnswers(4));
  await expect.poll(() => unread.arrived.length).toBe(4);
  await expect.poll(unread.openConnections).toBe(0);

  socket.resume();
  await closed;
  expect(socket.bytesRead).toBeLessThan(4 * LONG);
});

test('a client that reads gets a long answer whole', async () => {
  impatient.answers.users = () => ({ data: { me: { email: 'x'.repeat(LONG) } } });
  const { data } = await impatient.graph('{ me { email } }');
  expect(data.me.email).toHaveLength(LONG);
});

/** Connections that ask for /health: the status of each, and undefined where it was closed without an answer. */
const askHealth = (url: string, count: number, headers = '') => {
  const connections = Array.from({ length: count }, () =>
    openRaw(url, `GET /health HTTP/1.1\r\nHost: shop\r\n${headers}\r\n`),
  );
  const answered = connections.map(
    ({ socket, received, closed }) =>
      new Promise<number | undefined>((done) => {
        socket.once('data', () => done(statusOf(received())));
        void closed.then(() => done(undefined));
      }),
  );
  return { statuses: Promise.all(answered), end: () => connections.forEach(({ socket }) => void socket.destroy()) };
};
const served = (statuses: (number | undefined)[]) => statuses.filter((status) => status === 200).length;
const untilServed = (url: string, count: number) =>
  expect
    .poll(async () => {
      const again = askHealth(url, count);
      const statuses = await again.statuses;
      again.end();
      return served(statuses);
    })
    .toBe(count);

test('one address has so many connections and no more, until it closes some', async () => {
  const { url } = await open({ connections: { perAddress: 5 } });
  const many = askHealth(url, 20);
  expect(served(await many.statuses)).toBe(5);

  many.end();
  await untilServed(url, 5);
});

test('everybody together has so many connections', async () => {
  const { url } = await open({ connections: { inAll: 7, timeouts: { checkEveryMs: 60_000 } } });
  const many = askHealth(url, 20);
  expect(served(await many.statuses)).toBe(7);
  many.end();
});

test('when all connections are taken, those that are not in use make room', async () => {
  const { url } = await open({ connections: { inAll: 7, timeouts } });
  const idle = askHealth(url, 7);
  expect(served(await idle.statuses)).toBe(7);
  await untilServed(url, 1);
  idle.end();
});

test('a trusted proxy, which speaks for many, has as many as there are', async () => {
  const { url } = await open({ proxies: 'loopback', connections: { perAddress: 5 } });
  const many = askHealth(url, 20);
  expect(served(await many.statuses)).toBe(20);
  many.end();
});

test('who says that it is a proxy is none', async () => {
  const { url } = await open({ proxies: '10.0.0.0/8', connections: { perAddress: 5 } });
  const many = askHealth(url, 20, 'X-Forwarded-For: 10.0.0.1\r\n');
  expect(served(await many.statuses)).toBe(5);
  many.end();
});

test('a header beyond sixteen kilobytes is refused', async () => {
  const { received, closed, socket } = openRaw(impatient.url, `${HEAD}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
  await closed;
  expect(statusOf(received())).toBe(431);
  socket.destroy();
});
