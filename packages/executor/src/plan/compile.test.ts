import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { compilePlan } from './compile.ts';
import { NotCompiled, type PlanFetch } from './queryPlan.ts';

const schema = buildSchema(`
  type Query { book: Book many(first: Int! = 3): Int }
  type Book { id: ID title: String pages: Int }
`);
const node: PlanFetch = { kind: 'Fetch', serviceName: 'one', operation: '{book{id title pages}}' };

function compiled(query: string) {
  const document = parse(query);
  const [operation] = document.definitions as OperationDefinitionNode[];
  return compilePlan({ plan: { node }, document, operation: operation!, apiSchema: schema, supergraphSchema: schema });
}

async function answer(query: string, variables: Record<string, unknown> = {}) {
  const { coerce, run } = compiled(query);
  const { data } = await run({
    variables,
    coerced: coerce(variables)!,
    context: {},
    ask: async () => ({ data: { book: { id: '1', title: 'A', pages: 3 } }, errors: [], tags: [] }),
  });
  return data;
}

test('an answer has what was asked for, in the order of the document', async () => {
  expect(await answer('{ book { pages ...F id } } fragment F on Book { title pages }')).toBe(
    '{"book":{"pages":3,"title":"A","id":"1"}}',
  );
});

test('each combination of conditions has an answer of its own', async () => {
  const query =
    'query ($a: Boolean!, $b: Boolean = true) { book { id @include(if: $a) ...F @skip(if: $b) ... @include(if: true) { pages } } } fragment F on Book { title }';
  expect(await answer(query, { a: true })).toBe('{"book":{"id":"1","pages":3}}');
  expect(await answer(query, { a: false, b: false })).toBe('{"book":{"title":"A","pages":3}}');
  expect(await answer(query, { a: true, b: false })).toBe('{"book":{"id":"1","title":"A","pages":3}}');
});

test('a fragment that one spread leaves out is there by another', async () => {
  const query = '{ book { ...F @skip(if: true) id ...F } } fragment F on Book { title }';
  expect(await answer(query)).toBe('{"book":{"id":"1","title":"A"}}');
});

test('variables with their defaults; null where none may be and values of another type do not fit', () => {
  const { coerce } = compiled('query ($n: Int = 5, $m: Int) { many(first: $n) book { id } }');
  expect(coerce({})).toEqual({ n: 5 });
  expect(coerce({ n: 1, m: null })).toEqual({ n: 1, m: null });
  expect(coerce({ n: null })).toBe(null);
  expect(coerce({ n: 'many' })).toBe(null);
});

test.each([
  ['introspection', '{ __schema { types { name } } book { id } }'],
  ['directives that it does not know', '{ book { id @client } }'],
  ['directives of an operation', 'query @live { book { id } }'],
  [
    'more than four conditions',
    'query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!, $e: Boolean!) { book { id @include(if: $a) @skip(if: $b) title @include(if: $c) @skip(if: $d) pages @skip(if: $e) } }',
  ],
])('%s are left to Apollo', (_, query) => {
  expect(() => compiled(query)).toThrow(NotCompiled);
});
