import { sql } from 'drizzle-orm';
import { Arg, Directive, Field, FieldResolver, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { afterAll, expect, test } from 'vitest';
import { readPage, rowsPerParent, type SubgraphDefinition, connectionType, toConnection } from '../src/index.ts';
import { testSubgraph } from '../src/testing.ts';
import { loadLimitsFor, RequestWork } from '../src/graph/work.ts';
import { migrationsOf } from './migrations.ts';

@ObjectType()
@Directive('@key(fields: "id")')
class Leaf {
  @Field(() => ID)
  id: string;
}
const { Connection: LeafConnection } = connectionType(Leaf, 'Leaf');
const leaves = (count: number): Leaf[] => Array.from({ length: count }, (_, id) => ({ id: String(id) }));

@Resolver(() => Leaf)
class LeafResolver {
  @Query(() => [Leaf], { nullable: true })
  leaves(@Arg('count', () => Int) count: number): Leaf[] {
    return leaves(count);
  }

  @Query(() => Leaf, { nullable: true })
  leaf(): Leaf {
    return { id: 'one' };
  }

  @Mutation(() => [Leaf])
  grow(@Arg('count', () => Int) count: number): Leaf[] {
    return leaves(count);
  }

  @FieldResolver(() => [Leaf])
  async more(@Arg('count', () => Int) count: number): Promise<Leaf[]> {
    return leaves(count);
  }

  @FieldResolver(() => [Leaf], { nullable: true })
  async spare(@Arg('count', () => Int) count: number): Promise<Leaf[]> {
    return leaves(count);
  }

  @FieldResolver(() => LeafConnection)
  page(@Arg('first', () => Int) first: number) {
    return toConnection(leaves(first + 1), readPage({ first }), ({ id }) => [id]);
  }
}

let loaded = 0;
const definition: SubgraphDefinition = {
  name: 'leaves',
  migrations: migrationsOf('SELECT 1'),
  resolvers: [LeafResolver],
  entities: {
    Leaf({ id }) {
      loaded++;
      return { id };
    },
  },
  loaders: () => ({}),
};
const tree = await testSubgraph(definition, { costLimit: 25 }); // so 100 objects
afterAll(() => tree.stop());
const refusals = (errors: any[] = []) => errors.map(({ path: [root], extensions }) => [root, extensions]);
const tooMuch = (rule: string, limit: number) => ({ code: 'OPERATION_NOT_ALLOWED', rule, limit });

test('lists, lists below lists and pages count together, and what fits is answered', async () => {
  const { data, errors } = await tree.as(null)(
    '{ leaves(count: 10) { id more(count: 4) { id page(first: 1) { nodes { id } edges { cursor } } } } }',
  );
  expect(errors).toBeUndefined();
  expect(data.leaves[9].more[3].page.nodes).toEqual([{ id: '0' }]); // 10 + 40 + 40
});

test.each(['as it comes first', 'compiled'])(
  '%s: who asks for more gets what came before, and one error for each field',
  async () => {
    const { data, errors } = await tree.as(null)(
      '{ leaf { id } few: leaves(count: 10) { id } many: leaves(count: 10) { more(count: 10) { more(count: 10) { id } } } last: leaves(count: 1) { more(count: 1) { id } } }',
    );
    expect(data).toEqual({ leaf: { id: 'one' }, few: leaves(10), many: null, last: null });
    expect(refusals(errors).sort()).toEqual([
      ['last', tooMuch('objects', 100)],
      ['many', tooMuch('objects', 100)],
    ]);
  },
);

test('pages count by the rows that they show', async () => {
  const { data, errors } = await tree.as(null)('{ leaves(count: 10) { page(first: 10) { nodes { id } } } }');
  expect(data).toEqual({ leaves: null });
  expect(refusals(errors)).toEqual([['leaves', tooMuch('objects', 100)]]);
});

test('where many fields are refused in one list it is said once', async () => {
  for (const time of ['as it comes first', 'compiled', 'compiled again']) {
    const { data, errors } = await tree.as(null)('{ leaves(count: 20) { spare(count: 10) { id } } }');
    const spares = data.leaves.map(({ spare }: { spare: unknown[] | null }) => spare?.length ?? null);
    expect(spares, time).toEqual([...Array(8).fill(10), ...Array(12).fill(null)]);
    expect(refusals(errors), time).toEqual([['leaves', tooMuch('objects', 100)]]);
  }
});

test('the next request counts anew', async () => {
  for (let time = 0; time < 4; time++)
    expect((await tree.as(null)('{ leaves(count: 90) { id } }')).data.leaves).toHaveLength(90);
});

test('what a mutation shows is bounded as well', async () => {
  const { data, errors } = await tree.as(null)('mutation { grow(count: 101) { id } }');
  expect(data).toBeNull();
  expect(refusals(errors)).toEqual([['grow', tooMuch('objects', 100)]]);
});

test('of entities no more than two hundred are asked for, also by two names, and none is loaded when there are more', async () => {
  const QUERY = 'query ($who: [_Any!]!) { _entities(representations: $who) { ... on Leaf { id } } }';
  const some = (count: number) => leaves(count).map(({ id }) => ({ __typename: 'Leaf', id }));
  const forest = await testSubgraph(definition);
  const ask = (count: number) => forest.as(null)(QUERY, { who: some(count) });
  expect((await ask(200)).data._entities).toEqual(leaves(200));
  loaded = 0;
  expect(refusals((await ask(201)).errors)).toEqual([['_entities', tooMuch('representations', 200)]]);
  expect(loaded).toBe(0);
  const TWICE =
    'query ($who: [_Any!]!) { a: _entities(representations: $who) { __typename } b: _entities(representations: $who) { __typename } }';
  expect(refusals((await forest.as(null)(TWICE, { who: some(101) })).errors)).toContainEqual([
    'b',
    tooMuch('representations', 200),
  ]);
  await forest.stop();
});

test('a list below a list reads no more rows than the request may still load', async () => {
  const endless = rowsPerParent(tree.db, 'endless', () =>
    tree.db.select({ n: sql<number>`generate_series(1, 2000000000)`.as('n') }).from(sql`(SELECT 1) AS one`),
  );
  const asked = new RequestWork(loadLimitsFor(25)).run(() => endless(['a', 'b', 'c']));
  await expect(asked).rejects.toMatchObject({ extensions: { code: 'OPERATION_NOT_ALLOWED', rule: 'objects' } });
});
