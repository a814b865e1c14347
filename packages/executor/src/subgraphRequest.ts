import { Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** An operation that a plan sends to a subgraph: made once, sent often. */
export interface SubgraphOperation {
  subgraph: string;
  kind: 'query' | 'mutation';
  /** The first bytes of its request body, up to the variables. */
  head: string;
  /** Response keys of the fields that it asks for, at the root or of each entity: what is missing when it fails. */
  fields: readonly string[];
}

/** One fetch of a query plan. */
export interface SubgraphRequest<Context> {
  operation: SubgraphOperation;
  /** The client's variables that it uses, as JSON without the braces around them. */
  variables: string;
  /** Entities that it asks for, each once, as JSON; undefined at the root. */
  representations?: readonly string[];
  context: Context;
}

export interface SubgraphError {
  message: string;
  /** As the subgraph has it: from its root, entities under `_entities` and their index. */
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
}

export interface SubgraphAnswer {
  data: Record<string, unknown> | null;
  errors: readonly SubgraphError[];
  /** What it shows, when the subgraph says that it is public and has no errors; otherwise null. */
  tags: readonly string[] | null;
}

export const bodyOf = ({ operation, variables, representations }: SubgraphRequest<unknown>): string => {
  if (!representations) return `${operation.head}${variables}}}`;
  return `${operation.head}${variables}${variables && ','}"representations":[${representations.join()}]}}`;
};

const MAX_KNOWN = 2_000;
const known = new LRUCache<string, SubgraphOperation>({ max: MAX_KNOWN });

export function subgraphOperation(subgraph: string, text: string, name: string | null | undefined): SubgraphOperation {
  const key = `${subgraph} ${name ?? ''} ${text}`;
  let operation = known.get(key);
  if (!operation) {
    const head = `{"query":${JSON.stringify(text)},"operationName":${JSON.stringify(name ?? null)},"variables":{`;
    operation = { subgraph, head, ...partsOf(text) };
    known.set(key, operation);
  }
  return operation;
}

function partsOf(text: string): Pick<SubgraphOperation, 'kind' | 'fields'> {
  const { definitions } = parse(text);
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const keysOf = (set: typeof operation.selectionSet, seen = new Set<string>()): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value === '_entities') return keysOf(selection.selectionSet!, seen);
        return selection.name.value === '__typename' ? [] : [(selection.alias ?? selection.name).value];
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return keysOf(selection.selectionSet, seen);
      const name = selection.name.value;
      if (seen.has(name)) return [];
      seen.add(name);
      return keysOf(fragments.get(name)!.selectionSet, seen);
    });
  return {
    kind: operation.operation === 'mutation' ? 'mutation' : 'query',
    fields: [...new Set(keysOf(operation.selectionSet))],
  };
}

/** What an executor makes of a subgraph that gave no answer: nothing of what was asked for, and an error for each field. */
export function unanswered(
  { operation: { fields }, representations }: SubgraphRequest<unknown>,
  { message, extensions }: Omit<SubgraphError, 'path'>,
): SubgraphAnswer {
  const from = representations ? ['_entities', 0] : [];
  return { data: null, tags: null, errors: fields.map((field) => ({ message, extensions, path: [...from, field] })) };
}

/** Where an error is, from the root of its subgraph. One that does not say it is about the first thing that was asked for. */
export function placeOf(
  { path }: SubgraphError,
  { operation: { fields }, representations }: Pick<SubgraphRequest<unknown>, 'operation' | 'representations'>,
): readonly (string | number)[] {
  if (path && (representations ? typeof path[1] === 'number' : path.length > 0)) return path;
  return [...(representations ? ['_entities', 0] : []), ...fields.slice(0, 1)];
}
