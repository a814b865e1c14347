import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { complete } from './complete.ts';
import { compileWriter, Irregular } from './write.ts';

const schema = buildSchema(`
  type Query { work: Work found: Found book: Book books: [Book] grid: [[Book!]] offers: [Offer] kind: Kind any: Any count: Int }
  interface Work { id: ID! title: String }
  type Book implements Work { id: ID! title: String pages: Int! }
  type Film implements Work { id: ID! title: String }
  type Person { id: ID! name: String }
  union Found = Book | Person
  interface Offer { price: Int }
  type Sale implements Offer { price: Int! }
  type Rent implements Offer { price: Int }
  enum Kind { PAPER AUDIO }
  scalar Any
`);

/** What a client gets of the data of subgraphs. */
function answer(query: string, input: object, isPartial = false) {
  const { selectionSet } = parse(query).definitions[0] as OperationDefinitionNode;
  const reading = { schema, fragments: new Map(), conditions: new Map() };
  const root = schema.getQueryType()!;
  const result = complete(reading, root, selectionSet, input as never, isPartial);
  const written = () => JSON.parse(compileWriter(reading, root, selectionSet)(input as never));
  // the fast writer writes the same, or leaves it to the slow one
  if (result.invalid.length > 0) expect(written).toThrow(Irregular);
  return result;
}

test.each([
  ['Person', '{ work { __typename id } }', 'work'],
  ['Query', '{ work { ... on Film { id } } }', 'work'],
  ['Film', '{ found { ... on Book { id } } }', 'found'],
  ['Film', '{ book { id title } }', 'book'],
])('an object of type %s is refused where that cannot stand: %s', (__typename, query, field) => {
  expect(answer(query, { [field]: { __typename, id: '1', title: 'A' } })).toEqual({
    data: { [field]: null },
    invalid: [[field]],
  });
});

test.each([[['Book']], [7], [null], [{}]])('%j is no name of a type', (__typename) => {
  expect(answer('{ book { id } }', { book: { __typename, id: '1' } })).toEqual({
    data: { book: null },
    invalid: [['book']],
  });
});

test('whether a field may be null is for the type of the object to say, not for the interface that it is asked by', () => {
  const input = {
    offers: [
      { __typename: 'Sale', price: null },
      { __typename: 'Rent', price: null },
    ],
  };
  expect(answer('{ offers { price } }', input)).toEqual({
    data: { offers: [null, { price: null }] },
    invalid: [['offers', 0, 'price']],
  });
});

test('an object whose type nobody named shows what it has in common with all that it could be', () => {
  expect(answer('{ work { title ... on Book { pages } } }', { work: { title: 'A', pages: 3 } })).toEqual({
    data: { work: { title: 'A' } },
    invalid: [],
  });
});

test.each([[7], ['text'], [{ 0: { id: '1' }, length: 1 }]])(
  'where a list belongs %j is null, and the rest of the answer stays',
  (books) => {
    expect(answer('{ books { id } kind }', { books, kind: 'PAPER' })).toEqual({
      data: { books: null, kind: 'PAPER' },
      invalid: [['books']],
    });
  },
);

test.each([[7], ['text'], [true], [[]], [[{ title: 'A' }]]])('where an object belongs %j is null', (book) => {
  expect(answer('{ book { title } kind }', { book, kind: 'PAPER' })).toEqual({
    data: { book: null, kind: 'PAPER' },
    invalid: [['book']],
  });
});

test('a null spreads to the nearest place that may be null, and every cause is told', () => {
  const input = {
    grid: [
      [
        { id: '1', pages: 1 },
        { id: null, pages: 2 },
      ],
      [{ id: '3', pages: 'many' }],
      [{ id: '4', pages: 4 }],
    ],
  };
  expect(answer('{ grid { id pages } }', input)).toEqual({
    data: { grid: [null, null, [{ id: '4', pages: 4 }]] },
    invalid: [
      ['grid', 0, 1, 'id'],
      ['grid', 1, 0, 'pages'],
    ],
  });
});

test('what is missing of an entity that was not found is no mistake; a null that was sent is one', () => {
  const missing = { books: [{ id: '1' }, { id: '2', pages: null }] };
  expect(answer('{ books { id pages } }', missing, true)).toEqual({
    data: { books: [null, null] },
    invalid: [['books', 1, 'pages']],
  });
  expect(answer('{ books { id pages } }', missing, false).invalid).toEqual([
    ['books', 0, 'pages'],
    ['books', 1, 'pages'],
  ]);
});

test('names of the prototype are missing when nobody sent them', () => {
  const query = '{ book { id constructor: title toString: title __proto__: title pages hasOwnProperty: title } }';
  expect(JSON.stringify(answer(query, { book: { id: '1', pages: 1 } }).data)).toBe(
    '{"book":{"id":"1","constructor":null,"toString":null,"__proto__":null,"pages":1,"hasOwnProperty":null}}',
  );
});
