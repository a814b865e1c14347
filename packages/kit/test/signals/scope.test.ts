import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { createLogger, inScope, observeRequests } from '../../src/index.ts';

test('every line of log names the request that it is about, also after what was waited for', async () => {
  const lines: any[] = [];
  const log = createLogger('things', 'info', { write: (line) => void lines.push(JSON.parse(line)) });
  const app = Fastify({ requestIdHeader: 'x-request-id' });
  observeRequests(app, { service: 'things', nameOf: () => 'TakeThings' });
  app.post('/take', async () => {
    await new Promise((done) => setTimeout(done, 5));
    log.info('taken');
    return {};
  });
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const take = (id: string) =>
    app.inject({
      method: 'POST',
      url: '/take',
      headers: { 'x-request-id': id, traceparent: `00-${trace}-00f067aa0ba902b7-01` },
      payload: { some: 'body' },
    });
  await Promise.all([take('one'), take('two')]);
  log.info('outside');
  await app.close();

  expect(lines.map(({ requestId, traceId, operation, msg }) => [requestId, traceId, operation, msg])).toEqual([
    ['one', trace, 'TakeThings', 'taken'],
    ['two', trace, 'TakeThings', 'taken'],
    [undefined, undefined, undefined, 'outside'],
  ]);
});

test('what a line says itself goes before the scope', () => {
  const lines: any[] = [];
  const log = createLogger('things', 'info', { write: (line) => void lines.push(line) });
  inScope({ requestId: 'one' }, () => log.info({ requestId: 'two' }, 'said'));
  expect(lines[0].match(/requestId/g)).toHaveLength(1);
  expect(JSON.parse(lines[0]).requestId).toBe('two');
});
