import type { SubgraphOperation } from '@storegraph/executor';
import { createLogger, type TransportAnswer } from '@storegraph/kit';
import { expect, test } from 'vitest';
import type { GatewayContext } from '../context.ts';
import { Subgraph } from './subgraph.ts';

/** What is sent to this subgraph waits until a test answers it. */
function openSubgraph(name: string) {
  const sent: PromiseWithResolvers<TransportAnswer>[] = [];
  const subgraph = new Subgraph({
    name,
    transport: {
      post: () => {
        const answer = Promise.withResolvers<TransportAnswer>();
        sent.push(answer);
        return answer.promise;
      },
      probe: async () => [],
      address: () => undefined,
      close: async () => {},
    },
    mint: async () => 'token',
    readViewer: async () => null,
    changes: { now: () => 1 },
    log: createLogger('gateway', 'silent'),
    queryTimeoutInMs: 1_000,
    mutationTimeoutInMs: 1_000,
  });
  /** Somebody without anything of their own asks the same as everybody else here. */
  const ask = () => {
    const cookies: unknown[] = [];
    const context = {
      anonymous: true,
      forwarded: {},
      requestId: 'request-1',
      viewer: null,
      deadline: Number.POSITIVE_INFINITY,
      reply: { header: (_name: string, value: unknown) => cookies.push(value) },
    } as unknown as GatewayContext;
    const operation: SubgraphOperation = { subgraph: name, kind: 'query', head: '{"variables":{', fields: ['place'] };
    return subgraph.execute({ operation, variables: '', context }).then(({ data }) => ({ ...data, cookies }));
  };
  const answer = (index: number, place: string, headers: Record<string, string> = {}) =>
    sent[index]!.resolve({ statusCode: 200, headers, text: JSON.stringify({ data: { place } }) });
  return { sent, ask, answer };
}
const turn = () => new Promise((done) => setImmediate(done));

test('an answer that sets a cookie is for the one who asked first, and the others ask for themselves', async () => {
  const { sent, ask, answer } = openSubgraph('users');
  const asked = [ask(), ask(), ask()];
  await turn();
  expect(sent).toHaveLength(1);
  answer(0, 'of the first', { 'set-cookie': 'browser=1' });
  await turn();
  expect(sent).toHaveLength(3);
  answer(1, 'of the second', { 'set-cookie': 'browser=2' });
  answer(2, 'of the third', { 'set-cookie': 'browser=3' });
  expect(await Promise.all(asked)).toEqual([
    { place: 'of the first', cookies: ['browser=1'] },
    { place: 'of the second', cookies: ['browser=2'] },
    { place: 'of the third', cookies: ['browser=3'] },
  ]);
});

test.each([
  ['that sets no cookie', 'users', {}],
  ['of a subgraph whose cookies go nowhere', 'products', { 'set-cookie': 'balancer=1' }],
])('an answer %s is for all who asked at the same time', async (_which, name, headers) => {
  const { sent, ask, answer } = openSubgraph(name);
  const asked = [ask(), ask()];
  await turn();
  answer(0, 'everywhere', headers);
  expect(await Promise.all(asked)).toEqual([
    { place: 'everywhere', cookies: [] },
    { place: 'everywhere', cookies: [] },
  ]);
  expect(sent).toHaveLength(1);
});
