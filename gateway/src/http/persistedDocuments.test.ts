import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { PersistedDocuments } from './persistedDocuments.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const documentNumber = (number: number, length = 0) => `query Q${number} { me { id } } #`.padEnd(length, 'x');
const register = (documents: PersistedDocuments, text: string) => documents.register(hashOf(text), text);

test('a document is found by its hash once it is registered', () => {
  const documents = new PersistedDocuments();
  const text = documentNumber(1);
  expect(documents.find(hashOf(text))).toBeUndefined();
  register(documents, text);
  expect([documents.find(hashOf(text)), documents.find(hashOf(text))]).toEqual([text, text]);
  expect(documents.find('constructor')).toBeUndefined();
});

test('a text is what its client says only when the hash is its own, also when another text is known by it', () => {
  const documents = new PersistedDocuments();
  const text = documentNumber(1);
  register(documents, text);
  expect(documents.isHashOf(hashOf(text), text)).toBe(true);
  expect(documents.isHashOf(hashOf(text), documentNumber(2))).toBe(false);
});

test('whoever registers without end pushes out nothing that is asked for, and fills nothing', () => {
  const documents = new PersistedDocuments();
  const used = Array.from({ length: 300 }, (_, number) => documentNumber(number));
  for (const text of used) {
    register(documents, text);
    documents.find(hashOf(text));
  }
  for (let number = 1_000; number < 6_000; number++) register(documents, documentNumber(number));
  expect(used.filter((text) => documents.find(hashOf(text)) === undefined)).toEqual([]);
  expect(documents.size).toBe(300 + 500);
});

test('what is kept has a bound in characters, too, and a document that is very long is not kept at all', () => {
  const documents = new PersistedDocuments();
  const long = documentNumber(1, 10_001);
  register(documents, long);
  expect([documents.find(hashOf(long)), documents.size]).toEqual([undefined, 0]);
  for (let number = 0; number < 1_000; number++) {
    const text = documentNumber(number, 10_000);
    register(documents, text);
    documents.find(hashOf(text));
  }
  expect(documents.size).toBe(149);
});
