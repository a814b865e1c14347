import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Changes } from './changes.ts';
import { entityCache } from './entityCache.ts';
import type { ExecutionContext } from './operation.ts';
import { type SubgraphAnswer, type SubgraphRequest, subgraphOperation } from './subgraphRequest.ts';

const titles = subgraphOperation(
  'products',
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Product{title}}}',
  null,
);
const anonymous: ExecutionContext = { audience: '', anonymous: true };
const product = (id: string) => `{"__typename":"Product","id":"${id}"}`;

type Request = SubgraphRequest<ExecutionContext>;

/** A cache before a subgraph that says the id of each product as its title, and remembers what it was asked. */
function shop() {
  const changes = new Changes();
  const asked: (string | undefined)[] = [];
  const world = {
    changes,
    asked,
    answers: (request: Request): Partial<SubgraphAnswer> => ({
      data: { _entities: request.representations!.map((text) => ({ title: `${JSON.parse(text).id}` })) },
    }),
  };
  const execute = entityCache<ExecutionContext>(changes)(async (request) => {
    asked.push(request.representations?.map((text) => JSON.parse(text).id).join());
    return { data: null, errors: [], tags: ['Product:any'], ...world.answers(request) };
  });
  const ask = (ids: string, request: Partial<Request> = {}) =>
    execute({
      operation: titles,
      variables: '',
      representations: ids.split(',').map(product),
      context: anonymous,
      ...request,
    });
  return Object.assign(world, {
    ask,
    async titles(ids: string, request: Partial<Request> = {}) {
      const { data } = await ask(ids, request);
      return (data!._entities as ({ title: string } | null)[]).map((entity) => entity?.title ?? null).join();
    },
  });
}

test('only entities that are not known yet are asked for, and each is at its place', async () => {
  const { titles, asked } = shop();
  expect(await titles('b,d')).toBe('b,d');
  expect(await titles('a,b,c,d,e')).toBe('a,b,c,d,e');
  expect(await titles('e,a')).toBe('e,a');
  expect(asked).toEqual(['b,d', 'a,c,e']);
});

test('an error has the index of its entity among all that were wanted, not among those that were asked for', async () => {
  const world = shop();
  await world.ask('a,c');
  world.answers = () => ({
    data: { _entities: [null, null] },
    errors: [
      { message: 'first', path: ['_entities', 0, 'title'] },
      { message: 'second', path: ['_entities', 1, 'title', 3] },
      { message: 'nowhere', path: ['_entities', 7, 'title'] },
      { message: 'of all', path: ['title'] },
      { message: 'without a path' },
    ],
    tags: null,
  });
  const { data, errors, tags } = await world.ask('a,b,c,d');
  expect(data).toEqual({ _entities: [{ title: 'a' }, null, { title: 'c' }, null] });
  expect(errors.map(({ path }) => path)).toEqual([
    ['_entities', 1, 'title'],
    ['_entities', 3, 'title', 3],
    ['_entities', 7, 'title'],
    ['title'],
    undefined,
  ]);
  expect(tags).toBe(null);
});

test('what is kept and what was received show together what both show', async () => {
  const world = shop();
  world.answers = () => ({ data: { _entities: [{ title: 'a' }] }, tags: ['Product:a', 'Both'] });
  await world.ask('a');
  world.answers = () => ({ data: { _entities: [{ title: 'b' }] }, tags: ['Product:b', 'Both'] });
  expect((await world.ask('a,b')).tags?.toSorted()).toEqual(['Both', 'Product:a', 'Product:b']);
  expect((await world.ask('b,a')).tags?.toSorted()).toEqual(['Both', 'Product:a', 'Product:b']);
});

test('nothing is kept of what a subgraph does not call public, of what is null, and of what is no object', async () => {
  const world = shop();
  world.answers = () => ({ data: { _entities: [{ title: 'x' }] }, tags: null });
  await world.ask('a');
  for (const entity of [null, 'text', 7]) {
    world.answers = () => ({ data: { _entities: [entity] } });
    await world.ask('a');
  }
  world.answers = () => ({ data: { _entities: [{ title: 'a' }] } });
  expect(await world.titles('a')).toBe('a');
  expect(world.asked).toEqual(['a', 'a', 'a', 'a', 'a']);
});

test.each([
  ['{} and {"n":null}', {}, { variables: '"n":null' }],
  ['two numbers', { variables: '"n":1' }, { variables: '"n":2' }],
  ['two audiences', {}, { context: { audience: 'de', anonymous: true } }],
  [
    'two operations',
    {},
    {
      operation: subgraphOperation(
        'products',
        'query($representations:[_Any!]!){_entities(representations:$representations){...on Product{title:slug}}}',
        null,
      ),
    },
  ],
  ['two subgraphs that are asked the same', {}, { operation: { ...titles, subgraph: 'search' } }],
] satisfies [string, Partial<Request>, Partial<Request>][])('%s are two questions', async (_, one, other) => {
  const { ask, asked } = shop();
  for (let time = 0; time < 2; time++) {
    await ask('a', one);
    await ask('a', other);
  }
  expect(asked).toEqual(['a', 'a']);
});

test.each([
  ['whose audience nobody knows', { context: { anonymous: false } }],
  ['of a mutation', { operation: { ...titles, kind: 'mutation' as const } }],
])('entities %s are asked for each time', async (_, request) => {
  const { ask, asked } = shop();
  await ask('a');
  for (let time = 0; time < 2; time++) await ask('a', request);
  expect(asked).toEqual(['a', 'a', 'a']);
});

test('a fetch at the root is asked each time', async () => {
  const world = shop();
  world.answers = () => ({ data: { product: null } });
  for (let time = 0; time < 2; time++) await world.ask('', { representations: undefined });
  expect(world.asked).toEqual([undefined, undefined]);
});

test('a change of what an entity shows ends it, also one that comes while it is asked for', async () => {
  const world = shop();
  await world.ask('a');
  world.changes.publish(['Product:other']);
  await world.ask('a');
  expect(world.asked).toEqual(['a']);
  world.changes.publish(['Product:any']);
  const usual = world.answers;
  world.answers = (request) => {
    world.changes.publish(['Product:any']);
    return usual(request);
  };
  await world.ask('a');
  world.answers = usual;
  await world.ask('a');
  await world.ask('a');
  expect(world.asked).toEqual(['a', 'a', 'a']);
});

test.each([[[]], [[{ title: 'x' }, { title: 'y' }]], [null], [{}], ['text']])(
  'when other entities than asked for come (%j), what is kept is shown, and an error names one of the others',
  async (_entities) => {
    const world = shop();
    await world.ask('b');
    world.answers = () => ({ data: { _entities } });
    const { data, errors, tags } = await world.ask('a,b');
    expect(data).toEqual({ _entities: [undefined, { title: 'b' }] });
    expect(errors.map(({ path }) => path)).toEqual([['_entities', 0]]);
    expect(tags).toBe(null);
    // and nothing of it was kept
    await world.ask('a');
    expect(world.asked).toEqual(['b', 'a', 'a']);
  },
);

test('when a subgraph is away, what is kept is shown beside its error', async () => {
  const world = shop();
  await world.ask('a');
  world.answers = () => ({ data: null, errors: [{ message: 'away', path: ['_entities', 0, 'title'] }], tags: null });
  const { data, errors } = await world.ask('a,b');
  expect(data).toEqual({ _entities: [{ title: 'a' }, undefined] });
  expect(errors).toEqual([{ message: 'away', path: ['_entities', 1, 'title'] }]);
});

test('an entity is asked for anew after half a minute, since not every change is told', async () => {
  /** The cache looks at the clock once a millisecond. */
  const at = async (ms: number) => {
    vi.spyOn(performance, 'now').mockReturnValue(ms);
    await delay(2);
  };
  const { ask, asked } = shop();
  await at(1);
  await ask('a');
  await at(30_001);
  await ask('a');
  expect(asked).toEqual(['a']);
  await at(30_002);
  await ask('a');
  expect(asked).toEqual(['a', 'a']);
  vi.restoreAllMocks();
});

test('five thousand entities are kept, and of more those that were not asked for lately go', async () => {
  const { ask, asked } = shop();
  const numbers = Array.from({ length: 5_000 }, (_, index) => String(index));
  await ask(numbers.join());
  await ask('0');
  expect(asked).toHaveLength(1);
  await ask('one more');
  await ask('0');
  await ask('1');
  expect(asked.slice(1)).toEqual(['one more', '1']);
});

test('an old answer that comes after a new one is not what is shown', async () => {
  const world = shop();
  const answers: ((title: string) => void)[] = [];
  const execute = entityCache<ExecutionContext>(world.changes)(
    () =>
      new Promise((done) =>
        answers.push((title) => done({ data: { _entities: [{ title }] }, errors: [], tags: ['Product:a'] })),
      ),
  );
  const ask = () => execute({ operation: titles, variables: '', representations: [product('a')], context: anonymous });
  const old = ask();
  world.changes.publish(['Product:a']);
  const fresh = ask();
  answers[1]!('new');
  expect((await fresh).data).toEqual({ _entities: [{ title: 'new' }] });
  answers[0]!('old');
  await old;
  const later = ask();
  answers[2]?.('newest');
  expect((await later).data).not.toEqual({ _entities: [{ title: 'old' }] });
});
