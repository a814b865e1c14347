import { expect, test } from 'vitest';
import { operationKey } from './operationKey.ts';

test('a part of a document cannot be passed off as the name of its operation', () => {
  const [added, trusted] = ['query A { secret }', 'query T { open }'];
  expect(operationKey(trusted, `A\n${added}`)).not.toBe(operationKey(`${added}\n${trusted}`, 'A'));
  expect(operationKey(trusted, `A${added}`)).not.toBe(operationKey(added + trusted, 'A'));
  expect(operationKey('2:ab', null)).not.toBe(operationKey('', 'ab'));
  expect(operationKey(trusted, '')).not.toBe(operationKey(trusted, null));
});
