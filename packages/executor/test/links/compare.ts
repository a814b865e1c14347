import { isDeepStrictEqual } from 'node:util';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import type { RandomOperation } from '../random/randomOperations.ts';
import { misfit } from './conforms.ts';
import type { GraphError, Outcome } from './outcome.ts';
import { nulledBy } from './places.ts';

/** What is wrong with an outcome; undefined when nothing is. */
export type Compare = (outcome: Outcome, reference: Outcome) => string | undefined;

/** Names what an answer of ours may never be, whatever subgraphs have sent. What cannot be compiled is Apollo's, kept or not. */
export function compareWithLaw(schema: GraphQLSchema, operation: RandomOperation): Compare {
  const document = parse(operation.query);
  return ({ by, status, data, errors, asked }, first) => {
    if (Object.keys(Object.prototype).length > 0) return `every object has ${Object.keys(Object.prototype)}`;
    if (by === 'apollo' || first.by === 'apollo') return undefined;
    if (status !== 200) return `status ${status}`;
    const wrong = errors.find((error) => !isWellFormed(error, document));
    if (wrong) return `an error without place or code: ${JSON.stringify(wrong)}`;
    const mutations = asked.filter((body) => body.includes('{"query":"mutation'));
    if (new Set(mutations).size < mutations.length) return 'a mutation was sent twice';
    return misfit(schema, document, operation.variables, data);
  };
}

function isWellFormed({ path = [], extensions: { code } }: GraphError, { loc }: DocumentNode): boolean {
  const isPlace = (key: string | number) =>
    key !== '@' && (key !== '_entities' || loc!.source.body.includes('_entities'));
  return path.length > 0 && path.every(isPlace) && typeof code === 'string';
}

/** For what Apollo has no answer for: then all of ours are compared with the first one. */
export const compareWithFirst: Compare = (outcome, first) => {
  if (outcome.by === 'apollo') return undefined;
  if (!isDeepStrictEqual(outcome.data, first.data)) return 'data';
  const texts = ({ errors }: Outcome) => errors.map((error) => JSON.stringify(error)).sort();
  return isDeepStrictEqual(texts(outcome), texts(first)) ? undefined : 'errors';
};

/** With Apollo's own executor. */
export function compareWithApollo(schema: GraphQLSchema, operation: RandomOperation): Compare {
  const document = parse(operation.query);
  return (outcome, apollo) => {
    if (outcome.status !== apollo.status) return `status ${outcome.status}`;
    if (!isDeepStrictEqual(outcome.data, apollo.data)) {
      // inside of a fragment on an abstract type Apollo forgets the type of an object that does not name it, and leaves fields out
      const isApollosFault = misfit(schema, document, operation.variables, apollo.data) !== undefined;
      return isApollosFault && contains(outcome.data, apollo.data) ? undefined : 'data';
    }
    if (outcome.way.endsWith('compiledPlan') && !isDeepStrictEqual(outcome.asked, apollo.asked)) return 'other fetches';
    return haveSameErrors(outcome, apollo) ? undefined : 'errors';
  };
}

function contains(whole: unknown, part: unknown): boolean {
  if (part === null || typeof part !== 'object') return whole === part;
  if (whole === null || typeof whole !== 'object') return false;
  const [one, other] = [whole, part] as Record<string, unknown>[];
  return Object.keys(other!).every((key) => Object.hasOwn(one!, key) && contains(one![key], other![key]));
}

/**
 * Where Apollo differs on purpose:
 * - it counts places instead of representations, and tells of one place of an entity only: indexes of subgraphs' errors do not count;
 * - what it finds wrong with a list of entities, or below a list of roots, has no place: ours has one more;
 * - of values that null the same place it tells of one or all, as it comes upon them;
 * - when an entity was not found it tells of no wrong value at all.
 */
function haveSameErrors({ errors, data }: Outcome, apollo: Outcome): boolean {
  if (apollo.isPartial && apollo.errors.length === 0) return true;
  const areOfSubgraphs = apollo.errors.some(({ message }) => !OF_A_VALUE.test(message));
  const hasPlace = ({ path }: GraphError) => path !== undefined && !path.includes('@');
  const placesOf = (all: readonly GraphError[]) =>
    new Set(
      all
        .filter(hasPlace)
        .map(({ path = [] }) =>
          areOfSubgraphs ? path.map((key) => (typeof key === 'number' ? '*' : key)) : nulledBy(path, data),
        )
        .map((place) => JSON.stringify(place)),
    );
  const [told, expected] = [placesOf(errors), placesOf(apollo.errors)];
  return apollo.errors.every(hasPlace)
    ? isDeepStrictEqual(told, expected)
    : [...expected].every((place) => told.has(place));
}

const OF_A_VALUE = /^(Cannot return null for|Invalid value found for|Invalid __typename found for)/;
