import { operationOf, type Typed } from '../document.ts';

/** What all keys of the shop begin with. */
export const EVERYTHING = ['storegraph'] as const;

/** The same for the same operation, in every process: pages that a server has rendered are taken over. */
export function operationKey(document: Typed<unknown, never>): string {
  const { hash, source } = operationOf(document, (tree) => JSON.stringify(tree.definitions));
  return hash ?? source;
}
