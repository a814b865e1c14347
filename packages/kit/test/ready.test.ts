import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { addHealth } from '../src/subgraph/ready.ts';

/** A subgraph whose database does this when it is asked. */
async function look(path: string, execute: () => Promise<unknown>) {
  const app = Fastify();
  addHealth(app, { name: 'things', db: { execute } as never });
  const { statusCode, json } = await app.inject(path);
  return [statusCode, json()];
}
const database = (status: string) => [{ name: 'database', status, ms: expect.any(Number) }];

test('a subgraph is ready when its database answers, not when it fails or hangs; it is healthy all the same', async () => {
  expect(await look('/ready', async () => [])).toEqual([
    200,
    { status: 'ready', service: 'things', dependencies: database('up') },
  ]);
  for (const execute of [() => Promise.reject(new Error('gone')), () => new Promise(() => {})]) {
    const status = 'the database does not answer';
    expect(await look('/ready', execute)).toEqual([503, { status, service: 'things', dependencies: database('down') }]);
    expect(await look('/health', execute)).toEqual([200, { status: 'ok', service: 'things' }]);
  }
});
