import { once } from 'node:events';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { PICTURE, until } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { type Page, plain, Visitor } from './visitor.ts';

/** Between the storefront and the gateway: notes whose requests they are, and changes nothing. */
const seen: { what: string; address: string | undefined }[] = [];
let gateway = '';
/** What files wait for. */
let holdFiles = Promise.resolve();
const between = createServer(async (asked, answer) => {
  const { method, url = '', headers } = asked;
  seen.push({ what: `${method} ${url.split('?')[0]}`, address: headers['x-forwarded-for'] as string | undefined });
  if (method === 'PUT') await holdFiles;
  const further = request(new URL(url, gateway), { method, headers }, (answered) => {
    answer.writeHead(answered.statusCode!, answered.headers);
    answered.pipe(answer);
  });
  further.on('error', () => answer.destroy());
  asked.pipe(further);
}).listen(0, '127.0.0.1');
await once(between, 'listening');
afterAll(() => {
  between.closeAllConnections();
  between.close();
});

const LOOPBACK = '127.0.0.1,::1';
const world = runningWorld({
  storefront: true,
  single: true,
  environment: {
    storefront: {
      TRUSTED_PROXIES: LOOPBACK,
      GATEWAY_URL: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    },
    gateway: { TRUSTED_PROXIES: LOOPBACK },
  },
  route: (_from, to, url) => {
    if (to === 'gateway') gateway = url;
    return url;
  },
});

interface Form {
  received(): string;
  closed: Promise<string>;
  send(bytes: Buffer): void;
  leave(): void;
}
const opened: Form[] = [];
afterEach(async () => {
  for (const { leave } of opened) leave();
  await Promise.all(opened.splice(0).map(({ closed }) => closed));
});

const BOUNDARY = 'a-boundary-of-tests';
const FIRST = Buffer.from(
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="picture"; filename="me.png"\r\nContent-Type: image/png\r\n\r\n`,
);
const LAST = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);

/** Sends the head of a form with a picture of so many bytes, and then just enough of it not to be too slow. */
function openSlow(address: string, cookie: string): Form {
  const slow = openForm(address, cookie, 20_000_000);
  const enough = setInterval(() => slow.received() === '' && slow.send(Buffer.alloc(40_000)), 200);
  void slow.closed.then(() => clearInterval(enough));
  return slow;
}

/** Sends the head of a form with a picture of so many bytes. */
function openForm(address: string, cookie: string, bytes: number): Form {
  const socket = connect(Number(new URL(world.system.storefrontUrl).port), '127.0.0.1').setEncoding('latin1');
  let text = '';
  socket.on('data', (part) => {
    text += part;
  });
  socket.on('error', () => {});
  const closed = new Promise<string>((done) => socket.once('close', () => done(text)));
  const head = [
    'POST /account/picture HTTP/1.1',
    'Host: shop',
    'Connection: close',
    `X-Forwarded-For: ${address}`,
    `Cookie: ${cookie}`,
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    `Content-Length: ${FIRST.length + bytes + LAST.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(FIRST);
  const form = {
    received: () => text,
    closed,
    send: (part: Buffer) => void socket.write(part),
    leave: () => void socket.destroy(),
  };
  opened.push(form);
  return form;
}
const statusOf = (answer: string): number => Number(answer.split(' ', 2)[1]);
const answered = (slow: Form[]) => slow.filter(({ received }) => received() !== '');

async function registered(): Promise<{ visitor: Visitor; cookie: string }> {
  const visitor = new Visitor(world.system.storefrontUrl);
  const form = await visitor.open('/register');
  const page = await visitor.press(form, 'Make an account', { email: newEmail(), password: 'a rather long password' });
  expect(page.path).toBe('/account');
  return {
    visitor,
    cookie: [...visitor.cookies].map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; '),
  };
}
const setPicture = (visitor: Visitor, address = '198.51.100.7'): Promise<Page> =>
  visitor.sendFile(
    '/account/picture',
    'picture',
    new File([new Uint8Array(PICTURE)], 'me.png', { type: 'image/png' }),
    {
      'x-forwarded-for': address,
    },
  );
const sentOn = () => seen.filter(({ what }) => what.startsWith('PUT /uploads/users/')).map(({ address }) => address);
const isSet = ({ text }: Page) => plain(text).includes('This is your picture now.');

test('of those who send a form slowly from one address, or for one account, two are listened to, and nobody else waits', async () => {
  const [ada, bob, cyd, dan, eve] = await Promise.all([
    registered(),
    registered(),
    registered(),
    registered(),
    registered(),
  ]);
  const office = Array.from({ length: 18 }, (_, index) => openSlow('203.0.113.9', [ada, bob, cyd][index % 3]!.cookie));
  await until(
    () => answered(office),
    (slow) => slow.length === 16,
  );
  const everywhere = Array.from({ length: 18 }, (_, index) => openSlow(`203.0.113.${100 + index}`, dan.cookie));
  await until(
    () => answered(everywhere),
    (slow) => slow.length === 16,
  );

  expect(isSet(await setPicture(eve.visitor))).toBe(true);
  expect((await setPicture(eve.visitor, '203.0.113.9')).status).toBe(429);
  expect((await setPicture(dan.visitor)).status).toBe(429);
  for (const { received } of [...answered(office), ...answered(everywhere)]) expect(statusOf(received())).toBe(429);

  for (const { leave } of opened) leave();
  await until(
    () => setPicture(dan.visitor, '203.0.113.9'),
    (page) => isSet(page),
  );
});

test('all together have so many forms on their way', async () => {
  const shoppers = await Promise.all(Array.from({ length: 16 }, registered));
  const slow = Array.from({ length: 32 }, (_, index) => openSlow(`203.0.113.${index}`, shoppers[index % 16]!.cookie));
  const { visitor } = await registered();
  await until(
    () => setPicture(visitor),
    ({ status }) => status === 503,
  );
  expect(answered(slow)).toEqual([]);
});

test('of those that are here two are read at the same time, and the others wait for their turn', async () => {
  const shoppers = await Promise.all(Array.from({ length: 6 }, registered));
  seen.length = 0;
  const held = Promise.withResolvers<void>();
  holdFiles = held.promise;
  const pages = Promise.all(shoppers.map(({ visitor }, index) => setPicture(visitor, `203.0.113.${index}`)));
  try {
    await until(sentOn, (files) => files.length === 2);
    await delay(1_000);
    expect(sentOn()).toHaveLength(2);
  } finally {
    held.resolve();
  }
  expect((await pages).every(isSet)).toBe(true);
});

test.each([
  ['no session', () => ''],
  ['a session that nobody has begun', () => 'storegraph.refreshToken=made-up; storegraph.accessToken=made-up'],
])('strangers with %s are sent to sign in before their form is there, and are in nobody’s way', async (_, cookie) => {
  const strangers = Array.from({ length: 40 }, (_, index) => openSlow(`203.0.113.${index}`, cookie()));
  await until(
    () => answered(strangers),
    (some) => some.length === 40,
  );
  for (const { received } of strangers) {
    expect(statusOf(received())).toBe(303);
    expect(/location: (.*)/.exec(received())?.[1]).toBe('/sign-in?to=%2Faccount%2Fpicture');
  }
  expect(isSet(await setPicture((await registered()).visitor))).toBe(true);
});

test('an honest form may come slowly, for longer than a request has; a trickle ends, and a length is said first', async () => {
  const { cookie } = await registered();
  const trickle = openForm('203.0.113.9', cookie, 20_000_000);
  const drops = setInterval(() => trickle.send(Buffer.alloc(1)), 200);
  const picture = Buffer.concat([PICTURE, Buffer.alloc(2_400_000 - PICTURE.length)]);
  const honest = openForm('203.0.113.9', cookie, picture.length);
  for (let at = 0; at < picture.length; at += 100_000) {
    honest.send(picture.subarray(at, at + 100_000));
    await delay(500);
  }
  honest.send(LAST);
  const answer = await honest.closed;
  expect([statusOf(answer), /location: (.*)/.exec(answer)?.[1]]).toEqual([303, '/account']);
  expect(statusOf(await trickle.closed.finally(() => clearInterval(drops)))).toBe(408);

  const { status } = await fetch(`${world.system.storefrontUrl}/account/picture`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, cookie },
    body: new Blob([FIRST, LAST]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(status).toBe(411);
});

test('the gateway hears whose pictures are sent and looked at', async () => {
  const { visitor } = await registered();
  seen.length = 0;
  const { text } = await setPicture(visitor, '203.0.113.50');
  const path = /<img class="avatar[^"]*" src="([^"]+)"/.exec(text)![1]!;
  await fetch(new URL(path, world.system.storefrontUrl), { headers: { 'x-forwarded-for': '203.0.113.51' } });

  expect(sentOn()).toEqual(['203.0.113.50']);
  const pictures = seen.filter(({ what }) => what.startsWith('GET /media/users/'));
  expect(pictures.map(({ address }) => address)).toEqual(['203.0.113.51']);
});

test.runIf(existsSync('/proc/self/fd'))(
  'nothing of a form is left when it is answered, or when its sender has left',
  async () => {
    const { visitor, cookie } = await registered();
    const { pid } = world.system.processes.get('storefront')!;
    const formsOnDisk = () =>
      readdirSync(`/proc/${pid}/fd`).filter((fd) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${fd}`).includes('/storegraph-');
        } catch {
          return false; // it is closed by now
        }
      });
    const slow = openSlow('203.0.113.9', cookie);
    await until(formsOnDisk, (forms) => forms.length === 1);
    slow.leave();
    // soon: what nobody closes goes, too, when memory is cleaned up
    await until(formsOnDisk, (forms) => forms.length === 0, 3_000);
    expect(isSet(await setPicture(visitor))).toBe(true);
    await until(formsOnDisk, (forms) => forms.length === 0, 3_000);
  },
);
