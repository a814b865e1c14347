import { Kind, type ObjectTypeDefinitionNode, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { PrivateNames, publicName, withPublicNames, withUsableKeysFirst } from './privateNames.ts';

const supergraph = `
  type Book
    @join__type(graph: A, key: "id")
    @join__type(graph: B, key: "isbn shelf { row }")
  {
    id: ID!
    isbn: String
    shelf: Shelf
    title(language: String): String
    weight(unit: String): Float
    postage: Int @join__field(graph: B, requires: "weight title(language: \\"de\\")")
    author: Person @join__field(graph: A, provides: "name")
    pages: Int @other(key: "pages")
  }
`;
const names = new PrivateNames(supergraph);
const hidden = (query: string) => print(names.hide(parse(query))).replace(/\s+/g, ' ');

test.each(['id', 'isbn', 'shelf', 'row', 'weight', 'name', '__typename'])(
  'an alias does not hide %s, which the next fetch may go by',
  (key) => {
    expect(hidden(`{ ${key}: pages }`)).toBe(`{ private__${key}: pages }`);
    expect(hidden(`{ other: ${key} ${key} }`)).toBe(`{ other: ${key} ${key} }`);
    expect(hidden(`{ ${key}: ${key} }`)).toBe(`{ ${key}: ${key} }`);
  },
);

test('a field that a @requires asks for with arguments is hidden under whatever arguments a client gives it', () => {
  expect(hidden('{ title }')).toBe('{ private__title: title }');
  expect(hidden('{ title(language: "en") }')).toBe('{ private__title: title(language: "en") }');
  expect(hidden('{ title: pages }')).toBe('{ private__title: pages }');
  expect(hidden('{ heading: title }')).toBe('{ heading: title }');
});

test('arguments of a client do not take the place of a field that a @requires asks for without', () => {
  expect(hidden('{ weight(unit: "kg") }')).toBe('{ private__weight: weight(unit: "kg") }');
  expect(hidden('{ weight }')).toBe('{ weight }');
});

test('a client may use names that look like ours', () => {
  expect(hidden('{ private__id: pages private__x }')).toBe(
    '{ private__private__id: pages private__private__x: private__x }',
  );
  expect(publicName('private__private__id')).toBe('private__id');
});

test('fragments are searched, too, and arguments of directives that are not of federation mean nothing', () => {
  expect(hidden('{ ...F ... { id: isbn } } fragment F on Book { id: pages pages: isbn }')).toBe(
    '{ ...F ... { private__id: isbn } } fragment F on Book { private__id: pages pages: isbn }',
  );
});

test('a document with nothing to hide stays the same object', () => {
  const document = parse('{ book { id other: pages constructor: pages } }');
  expect(names.hide(document)).toBe(document);
});

test('an answer has the names that the client gave, at every level and whatever they are', () => {
  const data = JSON.parse(
    '{"private__id":[{"private____typename":1},[{"private__private__x":null}]],"__proto__":{"private__a":2},"b":"private__b"}',
  );
  expect(JSON.stringify(withPublicNames(data))).toBe(
    '{"id":[{"__typename":1},[{"private__x":null}]],"__proto__":{"a":2},"b":"private__b"}',
  );
  expect([0, 'id', 'private__id'].map(publicName)).toEqual([0, 'id', 'id']);
});

test('keys that a subgraph cannot be asked by come last; all else stays in its order', () => {
  const keys = (type: string) => {
    const [definition] = withUsableKeysFirst(`${type} { id: ID }`).definitions as ObjectTypeDefinitionNode[];
    return definition!.directives!.map(({ arguments: given = [] }) =>
      given
        .map(({ value }) => (value.kind === Kind.BOOLEAN ? value.value : (value as { value: string }).value))
        .join(' '),
    );
  };
  expect(
    keys(`type T
      @join__type(graph: A, key: "a", resolvable: false)
      @join__type(graph: A, key: "b")
      @join__type(graph: B, key: "c", resolvable: true)
      @join__type(graph: B, key: "d", resolvable: false)`),
  ).toEqual(['A b', 'B c true', 'A a false', 'B d false']);
  expect(keys('interface T @join__type(graph: A, resolvable: false) @join__type(graph: B)')).toEqual(['B', 'A false']);
  expect(keys('type T @join__type(graph: A, resolvable: false) @join__implements(graph: A)')).toEqual(['A', 'A false']);
});
