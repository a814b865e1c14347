import { buildSchema, type GraphQLSchema, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import type { SubgraphAnswer, SubgraphRequest } from '../subgraphRequest.ts';
import { compilePlan, type PlanResult } from './compile.ts';
import type { PlanFetch, PlanNode, PlanSelection } from './queryPlan.ts';

const schema = buildSchema(`
  type Query { work: Work works: [Work] shelves: [Shelf] again: Query all: [Query] count: Int }
  interface Work { id: ID! title: String rating: Float }
  type Book implements Work { id: ID! title: String rating: Float pages: Int }
  type Film implements Work { id: ID! title: String rating: Float }
  type Shelf { id: ID! books: [Book] label: String }
`);

interface Run {
  query: string;
  plan: PlanNode;
  /** What subgraphs say, fetch by fetch. */
  says: Partial<SubgraphAnswer>[];
  apiSchema?: GraphQLSchema;
  variables?: Record<string, unknown>;
}

/** Runs a plan of one's own making, with what was sent. */
async function run({ query, plan, says, apiSchema = schema, variables = {} }: Run) {
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const compiled = compilePlan({ plan: { node: plan }, document, operation, apiSchema, supergraphSchema: schema });
  const sent: SubgraphRequest<unknown>[] = [];
  const result: PlanResult = await compiled.run({
    variables,
    coerced: compiled.coerce(variables)!,
    context: {},
    ask: async (request) => {
      const answer = says[sent.push(request) - 1];
      return { data: null, errors: [], tags: [], ...answer };
    },
  });
  return {
    ...result,
    data: JSON.parse(result.data),
    representations: sent.map((request) => request.representations),
    operations: sent.map((request) => request.operation),
  };
}

const fetch = (operation: string, rest: Partial<PlanFetch> = {}): PlanFetch => ({
  kind: 'Fetch',
  serviceName: 'one',
  operation,
  ...rest,
});

/** What an entity is asked by. */
const keys = (typeCondition: string, ...names: string[]): PlanSelection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: ['__typename', ...names].map((name) => ({ kind: 'Field', name })),
});

const entities = (path: string[], operation: string, rest: Partial<PlanFetch> = {}): PlanNode => ({
  kind: 'Flatten',
  path,
  node: fetch(operation, { requires: [keys('Book', 'id')], ...rest }),
});

test('a subgraph that knows an interface as an object does not rename the objects behind it', async () => {
  const asInterface = { kind: 'ValueSetter', path: ['... on Book', '__typename'], setValueTo: 'Work' } as const;
  const { data, representations, errors } = await run({
    query: '{ work { __typename title rating } }',
    plan: {
      kind: 'Sequence',
      nodes: [
        fetch('{work{__typename id title}}'),
        entities(
          ['work'],
          'query($representations:[_Any!]!){_entities(representations:$representations){...on Work{__typename rating}}}',
          {
            inputRewrites: [asInterface],
          },
        ),
      ],
    },
    says: [
      { data: { work: { __typename: 'Book', id: '1', title: 'Emma' } } },
      { data: { _entities: [{ __typename: 'Work', rating: 4.5 }] } },
    ],
  });
  expect(representations).toEqual([undefined, ['{"__typename":"Work","id":"1"}']]);
  expect([data, errors]).toEqual([{ work: { __typename: 'Book', title: 'Emma', rating: 4.5 } }, []]);
});

test('an object that is known by its interface alone learns its type from the subgraph that has it', async () => {
  const { data } = await run({
    query: '{ work { __typename rating title } }',
    plan: {
      kind: 'Sequence',
      nodes: [
        fetch('{work{__typename id rating}}'),
        entities(
          ['work'],
          'query($representations:[_Any!]!){_entities(representations:$representations){...on Work{__typename title}}}',
          {
            requires: [keys('Work', 'id')],
          },
        ),
      ],
    },
    says: [
      { data: { work: { __typename: 'Work', id: '1', rating: 3 } } },
      { data: { _entities: [{ __typename: 'Film', title: 'Alien' }] } },
    ],
  });
  expect(data).toEqual({ work: { __typename: 'Film', rating: 3, title: 'Alien' } });
});

test('a subgraph may have a name of its own for the type at its root', async () => {
  const { data, errors, invalid } = await run({
    query: '{ ... on Query { __typename work { title } again { __typename count } } }',
    plan: {
      kind: 'Sequence',
      nodes: [
        fetch('{__typename work{__typename title}again{__typename}}'),
        { kind: 'Flatten', path: ['again'], node: fetch('{__typename count}') },
      ],
    },
    says: [
      { data: { __typename: 'RootOfOne', work: { __typename: 'Book', title: 'Emma' }, again: {} } },
      { data: { __typename: 'RootOfTwo', count: 3 } },
    ],
  });
  expect([errors, invalid]).toEqual([[], []]);
  expect(data).toEqual({ __typename: 'Query', work: { title: 'Emma' }, again: { __typename: 'Query', count: 3 } });
});

test('an error without a path is about what was asked for', async () => {
  const atRoot = await run({
    query: '{ work { title } count }',
    plan: fetch('{work{__typename title}count}'),
    says: [{ errors: [{ message: 'broken' }, { message: 'also', path: [] }, { message: 'here', path: ['count'] }] }],
  });
  expect(atRoot.errors.map(({ path }) => path)).toEqual([['work'], ['work'], ['count']]);
});

test('an error about entities without an index is about the first one', async () => {
  const { data, errors } = await run({
    query: '{ works { title rating } }',
    plan: {
      kind: 'Sequence',
      nodes: [
        fetch('{works{__typename id title}}'),
        entities(
          ['works', '@'],
          'query($representations:[_Any!]!){_entities(representations:$representations){...on Book{rating}}}',
        ),
      ],
    },
    says: [
      {
        data: {
          works: [
            { __typename: 'Film', id: '0', title: 'A' },
            { __typename: 'Book', id: '1', title: 'B' },
          ],
        },
      },
      {
        errors: [
          { message: 'broken' },
          { message: 'also', path: ['_entities'] },
          { message: 'far', path: ['_entities', 7, 'rating'] },
        ],
      },
    ],
  });
  expect(data).toEqual({
    works: [
      { title: 'A', rating: null },
      { title: 'B', rating: null },
    ],
  });
  expect(errors.map(({ path }) => path)).toEqual([
    ['works', 1, 'rating'],
    ['works', 1, 'rating'],
    ['works', 1, 'rating'],
  ]);
});

test('an error below a list of roots has an index in its path', async () => {
  const { data, errors } = await run({
    query: '{ all { count } }',
    plan: {
      kind: 'Sequence',
      nodes: [fetch('{all{__typename}}'), { kind: 'Flatten', path: ['all', '@'], node: fetch('{count}') }],
    },
    says: [{ data: { all: [{}, {}] } }, { errors: [{ message: 'broken', path: ['count'] }] }],
  });
  expect(data).toEqual({ all: [{ count: null }, { count: null }] });
  expect(errors.map(({ path }) => path)).toEqual([
    ['all', 0, 'count'],
    ['all', 1, 'count'],
  ]);
});

const RATINGS = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Book{rating}}}';

/** Ratings of books in a list of works, of which some are no books, some twice, some without a key. */
const ratings = (answer: Partial<SubgraphAnswer>, works: unknown[]) =>
  run({
    query: '{ works { id rating } }',
    plan: { kind: 'Sequence', nodes: [fetch('{works{__typename id}}'), entities(['works', '@'], RATINGS)] },
    says: [{ data: { works } }, answer],
  });
const book = (id: string) => ({ __typename: 'Book', id });
const film = (id: string) => ({ __typename: 'Film', id });

test('an entity is asked for once, shown wherever it is, and an error of it has its places', async () => {
  const { data, errors, representations } = await ratings(
    {
      data: { _entities: [{ rating: 1 }, { rating: null }] },
      errors: [{ message: 'broken', path: ['_entities', 1, 'rating'] }],
    },
    [film('0'), book('1'), null, book('2'), book('1'), book('2')],
  );
  expect(representations[1]).toEqual(['{"__typename":"Book","id":"1"}', '{"__typename":"Book","id":"2"}']);
  expect(data.works.map((work: { rating: number } | null) => work?.rating)).toEqual([
    null,
    1,
    undefined,
    null,
    1,
    null,
  ]);
  expect(errors.map(({ path }) => path)).toEqual([
    ['works', 3, 'rating'],
    ['works', 5, 'rating'],
  ]);
});

test('an error of an entity that is everywhere is told for its first places only', async () => {
  const { errors } = await ratings(
    { errors: [{ message: 'broken', path: ['_entities', 0, 'rating'] }] },
    Array.from({ length: 100 }, () => book('1')),
  );
  expect(errors.map(({ path }) => path![1])).toEqual(Array.from({ length: 21 }, (_, index) => index));
});

test.each([
  [[]],
  [[{ rating: 1 }, { rating: 2 }, { rating: 3 }]],
  [{ 0: {}, 1: {}, length: 2 }],
  [null],
  [undefined],
  ['text'],
])('entities that are not those asked for (%j) are shown nowhere, and an error says so', async (_entities) => {
  const { data, errors } = await ratings({ data: { _entities } }, [book('1'), book('2')]);
  expect(data).toEqual({
    works: [
      { id: '1', rating: null },
      { id: '2', rating: null },
    ],
  });
  expect(errors).toEqual([
    { message: 'one returned other entities than it was asked for', path: ['works', 0, 'rating'] },
  ]);
});

test('an entity that is no object is refused at its place; what was not found is null, and no mistake', async () => {
  const { data, errors, invalid } = await ratings({ data: { _entities: [7, null, { rating: 3 }, 'text'] } }, [
    book('1'),
    book('2'),
    book('3'),
    book('4'),
  ]);
  expect(data.works.map(({ rating }: { rating: number }) => rating)).toEqual([null, null, 3, null]);
  expect([errors.map(({ path }) => path), invalid]).toEqual([
    [
      ['works', 0, 'rating'],
      ['works', 3, 'rating'],
    ],
    [],
  ]);
});

test('a subgraph that names a type of its own choice for an entity cannot make it another one', async () => {
  const { data, invalid } = await ratings({ data: { _entities: [{ __typename: 'Shelf', rating: 1 }] } }, [book('1')]);
  expect([data, invalid]).toEqual([{ works: [null] }, [['works', 0]]]);
});

test('nobody is asked for entities when there are none', async () => {
  const { representations, errors } = await ratings({}, [film('0'), null, { __typename: 'Book' }]);
  expect([representations, errors]).toEqual([[undefined], []]);
});

test('a fetch gets the variables that it uses as the client sent them: no defaults, and null is a value', async () => {
  const seen: string[] = [];
  const document = parse('query ($a: Int = 1, $b: Int = 2, $c: Int, $constructor: Int) { count }');
  const operation = document.definitions[0] as OperationDefinitionNode;
  const node = fetch('{count}', { variableUsages: ['a', 'b', 'c', 'constructor'] });
  const { coerce, run } = compilePlan({
    plan: { node },
    document,
    operation,
    apiSchema: schema,
    supergraphSchema: schema,
  });
  for (const variables of [{}, { b: null, other: 1 }, { c: 3, a: 4, constructor: 5 }])
    await run({
      variables,
      coerced: coerce(variables)!,
      context: {},
      ask: async (request) => {
        seen.push(request.variables);
        return { data: { count: 1 }, errors: [], tags: [] };
      },
    });
  expect(seen).toEqual(['', '"b":null', '"a":4,"c":3,"constructor":5']);
});

test('what a condition of a plan leaves out is not asked for; its variable may have a default', async () => {
  const asked = async (variables: Record<string, unknown>) => {
    const { operations } = await run({
      query: 'query ($with: Boolean! = true) { count @include(if: $with) work @skip(if: $with) { id } }',
      plan: { kind: 'Condition', condition: 'with', ifClause: fetch('{count}'), elseClause: fetch('{work{id}}') },
      says: [{ data: {} }],
      variables,
    });
    return operations.map(({ fields }) => fields).join();
  };
  expect([await asked({}), await asked({ with: true }), await asked({ with: false })]).toEqual([
    'count',
    'count',
    'work',
  ]);
});

test('an answer is public when everything that was asked for is', async () => {
  const tagsOf = async (...tags: (string[] | null)[]) => {
    const nodes = tags.map(() => fetch('{count}'));
    const says = tags.map((one) => ({ data: { count: 1 }, tags: one }));
    return (await run({ query: '{ count }', plan: { kind: 'Parallel', nodes }, says })).tags;
  };
  expect([await tagsOf(['a'], ['b', 'a']), await tagsOf(['a'], null), await tagsOf(null, ['a'])]).toEqual([
    ['a', 'b'],
    null,
    null,
  ]);
});

test('an answer with an error or a wrong value is nobody else’s', async () => {
  const plan = fetch('{count}');
  const broken = { data: { count: 1 }, errors: [{ message: 'broken' }] };
  expect((await run({ query: '{ count }', plan, says: [broken] })).tags).toBe(null);
  expect((await run({ query: '{ count }', plan, says: [{ data: { count: 'many' } }] })).tags).toBe(null);
});

test('fields that a plan renamed have their own names in the answer, also when a subgraph does not name its types', async () => {
  const { data } = await run({
    query: '{ works { id title } }',
    plan: {
      kind: 'Sequence',
      nodes: [
        fetch('{works{__typename id}}'),
        entities(
          ['works', '@'],
          'query($representations:[_Any!]!){_entities(representations:$representations){...on Book{title__alias_0:title}}}',
          {
            outputRewrites: [{ kind: 'KeyRenamer', path: ['... on Book', 'title__alias_0'], renameKeyTo: 'title' }],
          },
        ),
      ],
    },
    says: [
      { data: { works: [book('1'), book('2')] } },
      { data: { _entities: [{ title__alias_0: 'A' }, { title__alias_0: '' }] } },
    ],
  });
  expect(data).toEqual({
    works: [
      { id: '1', title: 'A' },
      { id: '2', title: '' },
    ],
  });
});

test('names that were hidden from the planner are the client’s again in the answer and in the places of errors', async () => {
  const { data, errors } = await run({
    query: '{ private__works: works { private__id: title } }',
    plan: fetch('{private__works:works{__typename private__id:title}}'),
    says: [
      {
        data: { private__works: [{ __typename: 'Book', private__id: 'A' }] },
        errors: [{ message: 'broken', path: ['private__works', 0, 'private__id'] }],
      },
    ],
  });
  expect([data, errors[0]!.path]).toEqual([{ works: [{ id: 'A' }] }, ['works', 0, 'id']]);
});
