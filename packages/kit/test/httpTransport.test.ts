import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodeProcess from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import {
  Abandoned,
  AnswerTooLong,
  ConnectionLost,
  createLogger,
  httpTransport,
  NotSent,
  type HttpTransportOptions,
  type Transport,
  Services,
  TimedOut,
} from '../src/index.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;
const closes: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).reverse()) await close();
});

/** A process of a service: answers its name, or what a test wants, and counts what arrives. */
async function process(name: string, { port = 0, host = '127.0.0.1' } = {}) {
  const sockets = new Set<Socket>();
  const state = { arrived: 0, connections: 0, handle: ((_, response) => response.end(name)) as Handle };
  const server = createServer(async (request, response) => {
    if (request.url !== '/graphql') return state.handle(request, response);
    for await (const _ of request);
    state.arrived++;
    state.handle(request, response);
  }).listen(port, host);
  server.on('connection', (socket) => {
    state.connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server, 'listening');
  const kill = () => {
    for (const socket of sockets) socket.resetAndDestroy();
    return new Promise((closed) => server.close(closed));
  };
  closes.push(kill);
  const { port: taken } = server.address() as AddressInfo;
  return { ...state, state, kill, port: taken, url: `http://${host}:${taken}`, sockets };
}

function open(addresses: string[], options: HttpTransportOptions = {}) {
  const services = new Services(new Map([['shop', addresses]]));
  const transport = httpTransport(services.of('shop')!, options);
  closes.push(() => transport.close());
  const ask = (transport: Transport, repeatable: boolean, more: object = {}) =>
    transport
      .post('/graphql', { headers: {}, body: '{}', timeoutInMs: 2_000, repeatable, ...more })
      .then(({ text }) => text);
  return {
    transport,
    query: (more?: object) => ask(transport, true, more),
    mutation: (more?: object) => ask(transport, false, more),
  };
}
const nowhere = 'http://127.0.0.1:1';
const times = <T>(count: number, run: () => T): T[] => Array.from({ length: count }, run);

test('a query whose kept connection was closed before any answer is sent once more; a mutation is not', async () => {
  const shop = await process('shop');
  const { query, mutation } = open([shop.url]);
  shop.state.handle = (_, response) => {
    if (shop.state.arrived === 1) response.destroy();
    else response.end('answered');
  };
  expect(await query()).toBe('answered');
  expect(shop.state.arrived).toBe(2);

  shop.state.arrived = 0;
  await expect(mutation()).rejects.toBeInstanceOf(ConnectionLost);
  await delay(50);
  expect(shop.state.arrived).toBe(1);
});

test('a query is sent twice at most', async () => {
  const shop = await process('shop');
  const { query } = open([shop.url]);
  shop.state.handle = (_, response) => void response.destroy();
  await expect(query()).rejects.toBeInstanceOf(ConnectionLost);
  expect(shop.state.arrived).toBe(2);
});

test('where nobody listens nothing was sent: queries and mutations go to the other address', async () => {
  const shop = await process('shop');
  const { query, mutation } = open([nowhere, shop.url]);
  expect(await Promise.all(times(8, query))).toEqual(times(8, () => 'shop'));
  expect(await Promise.all(times(8, mutation))).toEqual(times(8, () => 'shop'));
  expect(shop.state.arrived).toBe(16);
});

test('a time-out is in all: what the first try has taken is not there for the second', async () => {
  const shop = await process('shop');
  shop.state.handle = async (_, response) => {
    if (shop.state.arrived > 1) return;
    await delay(150);
    response.destroy();
  };
  const { query } = open([shop.url]);
  const error: Error = await query({ timeoutInMs: 300 }).catch((reason) => reason);
  expect(error).toBeInstanceOf(TimedOut);
  expect(Number(/within (\d+) ms/.exec(error.message)![1])).toBeLessThanOrEqual(150);
  expect(shop.state.arrived).toBe(2);
});

test('of several processes of a service the one with the least to do is asked', async () => {
  const [slow, quick] = [await process('slow'), await process('quick')];
  const held: ServerResponse[] = [];
  slow.state.handle = (_, response) => void held.push(response);
  const { query } = open([slow.url, quick.url]);
  const answers = times(20, () => query());
  await expect.poll(() => slow.state.arrived + quick.state.arrived).toBe(20);
  for (let time = 0; time < 20; time++) expect(await query()).toBe('quick');
  expect(held).toHaveLength(10);
  for (const response of held) response.end('slow');
  expect((await Promise.all(answers)).sort()).toEqual([...times(10, () => 'quick'), ...times(10, () => 'slow')]);
});

test('an address that fails is left out, and comes back when a trial is answered', async () => {
  const clock = { now: 0 };
  const [ill, well] = [await process('ill'), await process('well')];
  let isIll = true;
  const check = ({ statusCode }: { statusCode: number }) => {
    if (statusCode >= 500) throw new Error(`HTTP ${statusCode}`);
  };
  ill.state.handle = (_, response) => response.writeHead(isIll ? 500 : 200).end('ill');
  const { query, mutation, transport } = open([ill.url, well.url], { now: () => clock.now });
  const outcomes = await Promise.allSettled(times(20, () => query({ check })));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(ill.state.arrived);
  const before = ill.state.arrived;
  for (let time = 0; time < 10; time++) expect(await query({ check })).toBe('well');
  expect(ill.state.arrived).toBe(before);
  expect((await transport.probe('/health', 500)).map(({ spared }) => spared)).toEqual([true, false]);

  clock.now = 1_500;
  isIll = false;
  // a trial may fail: it is nothing for a mutation while another address is well
  for (let time = 0; time < 4; time++) expect(await mutation({ check })).toBe('well');
  const answers = [];
  for (let time = 0; time < 4; time++) answers.push(await query({ check }));
  expect(new Set(answers)).toEqual(new Set(['ill', 'well']));
});

test('when no address answers, nothing is sent for a while', async () => {
  const clock = { now: 0 };
  const { query, transport } = open([nowhere], { now: () => clock.now });
  for (let time = 0; time < 3; time++) await expect(query()).rejects.toBeInstanceOf(ConnectionLost);
  await expect(query()).rejects.toBeInstanceOf(NotSent);
  expect(transport.address()).toBe(nowhere);
});

test('a trial at a process that hangs costs nobody an answer', async () => {
  const clock = { now: 0 };
  const [hanging, well] = [await process('hanging'), await process('well')];
  hanging.state.handle = () => {};
  const { query } = open([hanging.url, well.url], { now: () => clock.now, failuresToOpen: 1 });
  await Promise.allSettled([query({ timeoutInMs: 100 }), query({ timeoutInMs: 100 })]);
  const before = hanging.state.arrived;
  clock.now = 2_000;
  for (let time = 0; time < 3; time++) expect(await query()).toBe('well');
  expect(hanging.state.arrived).toBe(before + 1);
});

test('a mutation is waited for while its process gives signs of life, and no longer', async () => {
  const shop = await process('shop');
  const quick = { silentAfterMs: 50, signOfLifeWithinMs: 100 };
  const { mutation } = open([shop.url], quick);
  let looks = 0;
  shop.state.handle = async ({ url }, response) => {
    if (url === '/health') looks++;
    else await delay(400);
    response.end('at last');
  };
  expect(await mutation()).toBe('at last');
  expect(looks).toBeGreaterThan(1);

  shop.state.handle = () => {}; // as a stopped process: it takes connections and says nothing
  await expect(mutation({ timeoutInMs: 20_000 })).rejects.toThrow('It gives no sign of life');
});

test('answers to others are signs of life enough', async () => {
  const clock = { now: 0 };
  const shop = await process('shop');
  let looks = 0;
  shop.state.handle = async ({ url }, response) => {
    if (url === '/health') looks++;
    else if (shop.state.arrived > 1) await delay(300);
    response.end('done');
  };
  const { query, mutation } = open([shop.url], { silentAfterMs: 50, now: () => clock.now });
  await query();
  clock.now = 49;
  expect(await mutation()).toBe('done');
  expect(looks).toBe(0);
  clock.now = 200;
  expect(await mutation()).toBe('done');
  expect(looks).toBeGreaterThan(0);
});

test('who leaves closes the connection of what was sent; what still waits for one is never sent', async () => {
  const shop = await process('shop');
  let closed = 0;
  shop.state.handle = (_, response) => void response.on('close', () => closed++);
  const { query } = open([shop.url], { connections: 1 });
  const [first, second] = [new AbortController(), new AbortController()];
  const sent = query({ left: first.signal });
  const queued = query({ left: second.signal });
  await expect.poll(() => shop.state.arrived).toBe(1);
  second.abort();
  await expect(queued).rejects.toBeInstanceOf(Abandoned);
  expect(closed).toBe(0);
  first.abort();
  await expect(sent).rejects.toBeInstanceOf(Abandoned);
  await expect.poll(() => closed).toBe(1);

  shop.state.handle = (_, response) => response.end('shop');
  expect(await query()).toBe('shop');
  expect(shop.state.arrived).toBe(2);
  await expect(query({ left: AbortSignal.abort() })).rejects.toBeInstanceOf(Abandoned);
  expect(shop.state.arrived).toBe(2);
});

test('an answer is read up to its limit', async () => {
  const shop = await process('shop');
  let written = 0;
  shop.state.handle = (_, response) => {
    const more = () => {
      if (response.destroyed || written > 50_000_000) return;
      written += 100_000;
      response.write('x'.repeat(100_000), () => setImmediate(more));
    };
    more();
  };
  const { query } = open([shop.url], { maxAnswerInBytes: 1_000_000 });
  await expect(query()).rejects.toMatchObject({ constructor: AnswerTooLong, limitInBytes: 1_000_000 });
  await delay(100);
  expect(written).toBeLessThan(20_000_000);
});

test('every address of a name is a process of its own, and a name that moves is followed', async () => {
  const first = await process('first', { host: '127.0.0.2' });
  await process('second', { host: '127.0.0.3', port: first.port });
  let ips: string[] | Error = ['127.0.0.2', '127.0.0.3'];
  const lookUp = async (name: string) => {
    expect(name).toBe('shop.internal');
    if (ips instanceof Error) throw ips;
    return ips;
  };
  const hosts = new Set<string | undefined>();
  first.state.handle = ({ headers }, response) => {
    hosts.add(headers.host);
    response.end('first');
  };
  const { query } = open([`http://shop.internal:${first.port}`], { lookUp, lookUpEveryMs: 20 });
  await delay(50);
  expect(new Set(await Promise.all(times(6, query)))).toEqual(new Set(['first', 'second']));
  expect(hosts).toEqual(new Set([`shop.internal:${first.port}`]));

  ips = ['127.0.0.3'];
  await delay(100);
  expect(new Set(await Promise.all(times(6, query)))).toEqual(new Set(['second']));
  ips = new Error('ENOTFOUND');
  await delay(100);
  expect(await query()).toBe('second');
});

test('addresses that change in the file are taken, and what is under way at the old ones is answered', async () => {
  const [old, young] = [await process('old'), await process('young')];
  const folder = mkdtempSync(join(tmpdir(), 'storegraph-transport-'));
  const file = join(folder, 'services');
  writeFileSync(file, `shop=${old.url}`);
  const services = Services.read(
    { SERVICES: 'shop=http://127.0.0.1:1', SERVICES_FILE: file },
    createLogger('test', 'silent'),
  );
  const transport = httpTransport(services.of('shop')!);
  closes.push(
    () => rmSync(folder, { recursive: true }),
    () => services.close(),
    () => transport.close(),
  );
  const held: ServerResponse[] = [];
  old.state.handle = (_, response) => void held.push(response);
  const query = () => transport.post('/graphql', { headers: {}, body: '{}', timeoutInMs: 5_000, repeatable: true });
  const answers = times(5, query);
  await expect.poll(() => held.length).toBe(5);
  writeFileSync(file, `shop=${young.url}`);
  nodeProcess.emit('SIGHUP');
  await delay(20);
  expect((await query()).text).toBe('young');
  for (const response of held) response.end('old');
  expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(times(5, () => 'old'));
});

test('a look that takes long says nothing about addresses that came meanwhile', async () => {
  const [old, young] = [await process('old'), await process('young')];
  let urls = [`http://old.internal:${old.port}`];
  let changed = () => {};
  const addresses = {
    now: () => urls,
    onChange(listener: () => void) {
      changed = listener;
      return () => {};
    },
  };
  const slow = Promise.withResolvers<string[]>();
  const transport = httpTransport(addresses, { lookUp: () => slow.promise });
  closes.push(() => transport.close());
  urls = [young.url];
  changed();
  await delay(20);
  slow.resolve(['127.0.0.1']);
  await delay(20);
  expect((await transport.post('/graphql', { headers: {}, body: '{}', timeoutInMs: 1_000 })).text).toBe('young');
});

test('an answer that is there is not too late, however busy the one was who waits for it', async () => {
  const code = `const { createServer } = require('node:http');
    const server = createServer((_, response) => setTimeout(() => response.end('in time'), 50)).listen(0, '127.0.0.1', () =>
      require('node:worker_threads').parentPort.postMessage(server.address().port));`;
  const worker = new Worker(code, { eval: true });
  closes.push(() => worker.terminate());
  const [port] = await once(worker, 'message');
  const { query } = open([`http://127.0.0.1:${port}`]);
  await query(); // connected
  const answer = query({ timeoutInMs: 200 });
  await delay(20);
  // after this it looks at its timers before it looks at its connections
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400));
  expect(await answer).toBe('in time');
});

test('an address that is gone still answers what was sent there', async () => {
  const [old, young] = [await process('old'), await process('young')];
  let ips = ['127.0.0.1'];
  old.state.handle = async (_, response) => {
    await delay(150);
    response.end('old');
  };
  const { query } = open([`http://old.internal:${old.port}`], { lookUp: async () => ips, lookUpEveryMs: 20 });
  await delay(40);
  const answer = query();
  await expect.poll(() => old.state.arrived).toBe(1);
  ips = ['127.0.0.9'];
  await delay(60);
  expect(await answer).toBe('old');
  expect(young.state.arrived).toBe(0);
});
