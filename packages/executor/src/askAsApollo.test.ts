import { expect, test } from 'vitest';
import { askAsApollo } from './askAsApollo.ts';
import type { Passage } from './passage.ts';
import type { SubgraphAnswer, SubgraphRequest } from './subgraphRequest.ts';

const QUERY =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Work{__typename title}}}';

/** What Apollo's executor gets for a fetch. */
async function ask(request: object, answer: Partial<SubgraphAnswer>) {
  const sent: SubgraphRequest<unknown>[] = [];
  const passage = { context: 'mine', tags: new Set(['before']), isPartial: false } as unknown as Passage<unknown>;
  const received = await askAsApollo('catalogue', { request } as never, passage, async (one) => {
    sent.push(one);
    return { data: null, errors: [], tags: [], ...answer };
  });
  return { received: received as { data: any; errors?: any[] }, sent: sent[0]!, passage };
}

const work = (id: string, __typename = 'Work') => ({ __typename, id });
const entities = (...representations: object[]) => ({ query: QUERY, variables: { representations, n: null } });

test('an entity that is wanted in several places is asked for once, and each place gets one of its own', async () => {
  const { received, sent } = await ask(entities(work('1'), work('2'), work('1')), {
    data: { _entities: [{ title: 'A' }, { title: 'B' }] },
  });
  expect([sent.representations, sent.variables, sent.context]).toEqual([
    ['{"__typename":"Work","id":"1"}', '{"__typename":"Work","id":"2"}'],
    '"n":null',
    'mine',
  ]);
  expect(received).toEqual({ data: { _entities: [{ title: 'A' }, { title: 'B' }, { title: 'A' }] } });
  expect(received.data._entities[0]).not.toBe(received.data._entities[2]);
});

test('entities of a wrong number go to no place, also when there are as many places by chance', async () => {
  const { received } = await ask(entities(work('1'), work('2'), work('1')), {
    data: { _entities: [{ title: 'A' }, { title: 'B' }, { title: 'C' }] },
  });
  expect(received.data).toEqual({ _entities: null });
});

test('each error has a place: the first one of its entity, or that of what was asked for', async () => {
  const { received } = await ask(entities(work('1'), work('1'), work('2')), {
    data: { _entities: [null, null] },
    errors: [
      { message: 'a', path: ['_entities', 1, 'title', 0] },
      { message: 'b', path: ['_entities', 5, 'title'] },
      { message: 'c' },
    ],
  });
  expect(received.errors!.map(({ path }) => path)).toEqual([
    ['_entities', 2, 'title', 0],
    ['_entities', 0, 'title'],
    ['_entities', 0, 'title'],
  ]);
  const atRoot = await ask({ query: '{a b}' }, { errors: [{ message: 'd' }, { message: 'e', path: ['b'] }] });
  expect(atRoot.received.errors!.map(({ path }) => path)).toEqual([['a'], ['b']]);
});

test('a name that a subgraph only repeats does not rename an object, one that it knows better does', async () => {
  const { received } = await ask(entities(work('1'), work('2')), {
    data: {
      _entities: [
        { __typename: 'Work', title: 'A' },
        { __typename: 'Book', title: 'B' },
      ],
    },
  });
  expect(received.data._entities).toEqual([{ title: 'A' }, { __typename: 'Book', title: 'B' }]);
});

test('a subgraph may have a name of its own for the type at its root', async () => {
  const { received } = await ask({ query: '{__typename a}' }, { data: { __typename: 'RootOfOne', a: 1 } });
  expect(received.data).toEqual({ a: 1 });
});

test('what an answer shows is remembered until a part of it is not public', async () => {
  const { passage } = await ask({ query: '{a}' }, { data: { a: 1 }, tags: ['A'] });
  expect([...passage.tags!]).toEqual(['before', 'A']);
  expect((await ask({ query: '{a}' }, { data: { a: 1 }, tags: null })).passage.tags).toBe(null);
});

test('an entity that was not found makes an answer partial', async () => {
  expect((await ask(entities(work('1')), { data: { _entities: [null] } })).passage.isPartial).toBe(true);
  expect((await ask(entities(work('1')), { data: { _entities: [{}] } })).passage.isPartial).toBe(false);
});

test('while an operation is only planned nothing is asked', async () => {
  const passage = { known: {} } as unknown as Passage<unknown>;
  const nobody = () => Promise.reject(new Error('asked'));
  expect(await askAsApollo('catalogue', { request: { query: '{a}' } } as never, passage, nobody)).toEqual({
    data: null,
  });
});
