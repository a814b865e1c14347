import { expect, test } from 'vitest';
import { readAnswer } from './readAnswer.ts';

const read = (answer: unknown) => readAnswer(JSON.stringify(answer));

test('data and errors are taken as they are', () => {
  const errors = [{ message: 'Lent', path: ['books', 0], extensions: { code: 'LENT' } }];
  expect(read({ data: { books: [null] }, errors })).toEqual({ data: { books: [null] }, errors });
  expect(read({ data: null, errors })).toEqual({ data: null, errors });
  expect(read({ data: {} })).toEqual({ data: {}, errors: [] });
});

test.each([null, {}, []])('%j in place of errors is none', (errors) => {
  expect(read({ data: {}, errors })).toEqual({ data: {}, errors: [] });
});

test('of an error that has another form, what can be used is kept', () => {
  const errors = [
    'no',
    null,
    [],
    { message: 7, path: 'books', extensions: 'x' },
    { message: 'Lent', path: ['a', null, {}] },
  ];
  expect(read({ data: {}, errors }).errors).toEqual([
    { message: 'A subgraph says that something is wrong' },
    { message: 'Lent', path: ['a'] },
  ]);
});

test.each([
  { message: 'Not found' },
  {},
  null,
  'maintenance',
  [],
  { data: 7 },
  { data: [] },
  { data: null },
  { errors: [] },
])('%j is no answer', (answer) => {
  expect(() => read(answer)).toThrow('Not a GraphQL answer');
});
