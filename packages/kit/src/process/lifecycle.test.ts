import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { closeSilentConnections } from './lifecycle.ts';

const opened: (FastifyInstance | Socket)[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse())
    if ('destroy' in one) one.destroy();
    else await one.close();
});

async function startServer() {
  const app = Fastify({ forceCloseConnections: 'idle' });
  closeSilentConnections(app);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const begun = new Promise<void>((resolve) =>
    app.get('/slow', async () => {
      resolve();
      await answered;
      return 'complete';
    }),
  );
  const stopping = new Promise<void>((resolve) => app.addHook('preClose', async () => resolve()));
  opened.push(app);
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const open = async () => {
    const accepted = once(app.server, 'connection');
    const socket = connect(Number(port), '127.0.0.1');
    opened.push(socket);
    await accepted;
    return socket;
  };
  return { app, open, begun, stopping, answer };
}

test('a connection that never said anything does not hold up a stop', async () => {
  const { app, open } = await startServer();
  const silent = await open();
  const closed = once(silent.resume(), 'close');
  await Promise.all([app.close(), closed]);
}, 5_000);

test('a request under way is answered first, on a connection that was silent for a while', async () => {
  const { app, open, begun, stopping, answer } = await startServer();
  const socket = await open();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write('GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n');
  await begun;
  const ended = once(socket, 'close');
  const closing = app.close();
  await stopping;
  answer();
  await Promise.all([closing, ended]);
  expect(text).toContain('complete');
}, 5_000);
