import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPage, toConnection } from './connection.ts';

test('a cursor opens again in its own sort, and in no other', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string().filter((text) => !text.includes('\0')),
          fc.integer(),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      (key) => {
        const { pageInfo } = toConnection([{ key }], readPage({ first: 1 }, { sort: 'TITLE' }), (row) => row.key);
        expect(readPage({ after: pageInfo.endCursor! }, { sort: 'TITLE' }).cursor).toEqual(key);
        expect(() => readPage({ after: pageInfo.endCursor! }, { sort: 'PRICE' })).toThrow('not a cursor');
      },
    ),
  );
});

test.for([
  [{ first: 0 }, 'first'],
  [{ first: -1 }, 'first'],
  [{ first: 101 }, 'first'],
  [{ last: 101 }, 'last'],
  [{ first: 1, last: 1 }, 'last'],
  [{ after: 'nonsense' }, 'after'],
  [{ first: 1, before: 'x' }, 'before'],
] as const)('%o is refused and names %s', ([args, field]) => {
  expect(() => readPage(args)).toThrow(
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', field }) }),
  );
});

test('a backward page is shown in list order', () => {
  const rows = [3, 2, 1].map((n) => ({ n }));
  const { nodes, pageInfo } = toConnection(rows, readPage({ last: 2 }), ({ n }) => [n]);
  expect(nodes.map(({ n }) => n)).toEqual([2, 3]);
  expect(pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
});
