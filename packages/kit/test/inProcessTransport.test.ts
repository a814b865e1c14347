import Fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { Abandoned, inProcessTransport, TimedOut } from '../src/index.ts';

const app = Fastify();
app.get('/ready', () => ({ status: 'ready' }));
app.post('/internal/events', () => ({ outcome: 'applied' }));
app.post('/hangs', () => new Promise(() => {}));
afterAll(() => app.close());
const transport = inProcessTransport(() => ({ app }));
const request = { headers: { 'content-type': 'application/json' }, body: '{}', timeoutInMs: 50 };

test('a service of the same process is waited for no longer than another one', async () => {
  const { statusCode, text } = await transport.post('/internal/events', { ...request, timeoutInMs: 5_000 });
  expect([statusCode, text]).toEqual([200, '{"outcome":"applied"}']);
  await expect(transport.post('/hangs', request)).rejects.toBeInstanceOf(TimedOut);
  const left = new AbortController();
  const abandoned = transport.post('/hangs', { ...request, timeoutInMs: 5_000, left: left.signal });
  left.abort();
  await expect(abandoned).rejects.toBeInstanceOf(Abandoned);
  await expect(inProcessTransport(() => undefined).post('/ready', request)).rejects.toThrow('not up yet');
});

test('services of one process say whether they are reached, as those of others do, at no address', async () => {
  expect(transport.address()).toBeUndefined();
  expect(await transport.probe('/ready', 1_000)).toMatchObject([
    { address: 'in this process', answer: { statusCode: 200, text: '{"status":"ready"}' }, spared: false },
  ]);
  expect(await inProcessTransport(() => undefined).probe('/ready', 1_000)).toMatchObject([
    { answer: undefined, lastAnswerAgoInMs: null },
  ]);
});
