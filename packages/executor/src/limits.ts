import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  visit,
} from 'graphql';

/** What a client's document may be. */
export interface Limits {
  depth: number;
  aliases: number;
  rootFields: number;
  rootMutations: number;
  /** Selections with every fragment spread in full: what a planner has to look at. */
  selections: number;
  tokens: number;
  /** Objects that it may ask for: see cost.ts. */
  cost: number;
}

export const usualLimits: Limits = {
  depth: 10,
  aliases: 15,
  rootFields: 10,
  rootMutations: 1,
  selections: 3_000,
  tokens: 1_000,
  cost: 5_000,
};

export type LimitRule = keyof Limits | 'reservedName' | 'answerLength' | 'operationType';

export const notAllowed = (rule: LimitRule, message: string, extensions: Record<string, unknown> = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'OPERATION_NOT_ALLOWED', rule, ...extensions } });

interface Measure {
  depth: number;
  aliases: number;
  rootFields: number;
  selections: number;
}

/** A validation rule: one pass over a document, each fragment measured once. Introspection may be deeper: its depth is limited by graphql-js. */
export const limitsRule =
  (limits: Limits) =>
  (context: ValidationContext): ASTVisitor => ({
    Document: {
      leave(document) {
        for (const problem of problemsOf(document, limits)) context.reportError(problem);
      },
    },
  });

export function problemsOf(document: DocumentNode, limits: Limits): GraphQLError[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const ofOperations = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [...reserved(definition), ...tooMuch(definition, fragments, limits)]
      : [],
  );
  return [...ofOperations, ...tooDeepValues(document)];
}

/** Apollo's planner looks at the content of each list twice: of thirty in each other that takes hours. */
const VALUE_DEPTH = 10;

/** Of lists and objects, wherever they stand: scalars of our own take any, so that no other rule refuses them. */
function tooDeepValues(document: DocumentNode): GraphQLError[] {
  let [depth, deepest] = [0, 0];
  const inside = {
    enter() {
      depth++;
      deepest = Math.max(deepest, depth);
    },
    leave() {
      depth--;
    },
  };
  visit(document, { ListValue: inside, ObjectValue: inside });
  if (deepest <= VALUE_DEPTH) return [];
  const message = `Lists and objects of a value may be in each other to a depth of at most ${VALUE_DEPTH}; here it is ${deepest}`;
  return [notAllowed('depth', message, { limit: VALUE_DEPTH, requested: deepest })];
}

/** Fetches of a query plan have a variable of this name. */
const RESERVED = 'representations';

const reserved = ({ variableDefinitions = [] }: OperationDefinitionNode): GraphQLError[] =>
  variableDefinitions.some(({ variable }) => variable.name.value === RESERVED)
    ? [notAllowed('reservedName', `A variable may not be called $${RESERVED}`, { field: RESERVED })]
    : [];

const INTROSPECTION_DEPTH = 15;

function tooMuch(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  limits: Limits,
): GraphQLError[] {
  const { depth, aliases, rootFields, selections } = measure(operation.selectionSet, fragments);
  const check = (rule: keyof Limits, what: string, requested: number, limit = limits[rule]) =>
    requested > limit
      ? [
          notAllowed(rule, `An operation may have ${what} of at most ${limit}; this one has ${requested}`, {
            limit,
            requested,
          }),
        ]
      : [];
  return [
    ...check('depth', 'a depth', depth, isIntrospection(operation) ? INTROSPECTION_DEPTH : limits.depth),
    ...check('aliases', 'a number of aliases', aliases),
    ...check('selections', 'a number of selections, fragments included,', selections),
    ...(operation.operation === 'mutation'
      ? check('rootMutations', 'a number of mutations', rootFields)
      : check('rootFields', 'a number of root fields', rootFields)),
  ];
}

const isIntrospection = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));

function measure(selectionSet: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): Measure {
  const known = new Map<string, Measure>();
  const open = new Set<string>();
  const walk = (set: SelectionSetNode): Measure => {
    const total: Measure = { depth: 0, aliases: 0, rootFields: 0, selections: 0 };
    const add = (inner: Measure) => {
      total.depth = Math.max(total.depth, inner.depth);
      total.aliases += inner.aliases;
      total.rootFields += inner.rootFields;
      total.selections += inner.selections;
    };
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? walk(selection.selectionSet) : { depth: 0, aliases: 0, selections: 0 };
        add({
          depth: inner.depth + 1,
          aliases: inner.aliases + (selection.alias ? 1 : 0),
          rootFields: 1,
          selections: inner.selections + 1,
        });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        add(walk(selection.selectionSet));
      } else {
        add(ofFragment(selection.name.value));
      }
    }
    return total;
  };
  // each fragment is measured once: a bomb of nested spreads costs nothing, and a circle ends
  const ofFragment = (name: string): Measure => {
    const fragment = fragments.get(name);
    const measured = known.get(name);
    if (measured) return measured;
    if (!fragment || open.has(name)) return { depth: 0, aliases: 0, rootFields: 0, selections: 0 };
    open.add(name);
    const result = walk(fragment.selectionSet);
    open.delete(name);
    known.set(name, result);
    return result;
  };
  return walk(selectionSet);
}
