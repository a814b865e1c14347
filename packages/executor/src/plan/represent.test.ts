import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import type { PlanSelection } from './queryPlan.ts';
import { compileRepresentation } from './represent.ts';

const schema = buildSchema(`
  type Query { work: Work }
  interface Work { id: ID! }
  interface Printed implements Work { id: ID! }
  type Book implements Work & Printed { id: ID! owner: Owner prints: [[Print]] }
  type Film implements Work { id: ID! }
  type Print { year: Int }
  union Owner = Person | Branch
  type Person { id: ID! name: String }
  type Branch { city: String }
`);

const field = (name: string, ...selections: PlanSelection[]): PlanSelection => ({
  kind: 'Field',
  name,
  ...(selections.length > 0 && { selections }),
});
const on = (typeCondition: string, ...selections: PlanSelection[]): PlanSelection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
});
const key = [field('__typename'), field('id')];

/** What is sent for an object. */
const sent = (object: object, ...requires: PlanSelection[]) =>
  JSON.parse(compileRepresentation(schema, requires)(object as never) ?? 'null');

test('an object is represented by its type and its key, and nothing else of it', () => {
  expect(sent({ __typename: 'Book', id: '1', title: 'Emma' }, on('Book', ...key))).toEqual({
    __typename: 'Book',
    id: '1',
  });
  expect(sent({ __typename: 'Film', id: '2' }, on('Book', ...key), on('Film', field('__typename')))).toEqual({
    __typename: 'Film',
  });
});

test.each([
  ['of another type', { __typename: 'Film', id: '1' }],
  ['that lacks its key', { __typename: 'Book' }],
  ['whose type nobody named', { id: '1' }],
])('an object %s is not asked for', (_, object) => {
  expect(sent(object, on('Book', ...key))).toBe(null);
  expect(sent({ owner: null, ...object }, on('Book', ...key, field('owner', field('name'))))).toBe(null);
});

test('what every object inherits is no key', () => {
  const object = { __typename: 'Book', owner: null };
  expect(sent(object, on('Book', field('__typename'), field('constructor')))).toBe(null);
  expect(sent(object, on('Book', field('__typename'), field('constructor'), field('owner', field('name'))))).toBe(null);
});

test('a key that is null is sent: some subgraph may know what that means', () => {
  expect(sent({ __typename: 'Book', id: null }, on('Book', ...key))).toEqual({ __typename: 'Book', id: null });
});

test('a condition on an interface or a union holds for all that is one, interfaces included', () => {
  expect(sent({ __typename: 'Book', id: '1' }, on('Work', ...key))).toEqual({ __typename: 'Book', id: '1' });
  expect(sent({ __typename: 'Printed', id: '1' }, on('Work', ...key))).toEqual({ __typename: 'Printed', id: '1' });
  expect(sent({ __typename: 'Work', id: '1' }, on('Work', ...key))).toEqual({ __typename: 'Work', id: '1' });
  expect(sent({ __typename: 'Work', id: '1' }, on('Printed', ...key))).toBe(null);
  expect(sent({ __typename: 'Person', id: '1' }, on('Work', ...key))).toBe(null);
  expect(sent({ __typename: 'Nothing', id: '1' }, on('Work', ...key))).toBe(null);
});

test('parts for several types that an object has come together; one of which something is missing is left out', () => {
  const requires = [on('Work', ...key), on('Book', field('__typename'), field('pages')), on('Printed', field('owner'))];
  const object = { __typename: 'Book', id: '1', pages: 3 };
  expect(sent(object, ...requires)).toEqual({ __typename: 'Book', id: '1', pages: 3 });
});

test('what a @requires wants of objects, of fragments and of lists in lists is sent in full', () => {
  const object = {
    __typename: 'Book',
    id: '1',
    owner: { __typename: 'Branch', city: 'Oslo', name: 'not asked for' },
    prints: [[{ year: 1, place: 'x' }, null], [], null],
  };
  const requires = on(
    'Book',
    ...key,
    field('owner', on('Branch', field('city')), on('Person', field('name'))),
    field('prints', field('year')),
  );
  expect(sent(object, requires)).toEqual({
    __typename: 'Book',
    id: '1',
    owner: { city: 'Oslo' },
    prints: [[{ year: 1 }, null], [], null],
  });
});

test.each([['text'], [7], [true], [false], [null]])('where an object is required %j is sent as null', (owner) => {
  const requires = on('Book', ...key, field('owner', on('Branch', field('city'))));
  expect(sent({ __typename: 'Book', id: '1', owner }, requires)).toEqual({ __typename: 'Book', id: '1', owner: null });
});

test('an object that stands for its interface goes under the name of the interface', () => {
  const rewrites = [{ kind: 'ValueSetter', path: ['... on Book', '__typename'], setValueTo: 'Work' }] as const;
  const represent = compileRepresentation(schema, [on('Work', ...key)], rewrites);
  expect(represent({ __typename: 'Book', id: '1' })).toBe('{"__typename":"Work","id":"1"}');
  expect(represent({ __typename: 'Film', id: '1' })).toBe('{"__typename":"Film","id":"1"}');
});
