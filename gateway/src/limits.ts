import { DomainError } from '@storegraph/kit';
import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

export const limits = {
  depth: 10,
  aliases: 15,
  rootFields: 10,
  rootMutations: 1,
  tokens: 1_000,
  bodyInBytes: 100_000,
  errors: 5,
} as const;

interface Measure {
  depth: number;
  aliases: number;
  rootFields: number;
}

/** One pass over an operation: how deep, how many aliases, how many root fields. Introspection is measured by depth 15 alone. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  return {
    Document: {
      leave(document) {
        for (const problem of problemsOf(document)) context.reportError(problem);
      },
    },
  };
}

export function problemsOf(document: DocumentNode): DomainError[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? check(definition, fragments) : [],
  );
}

function check(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DomainError[] {
  const { depth, aliases, rootFields } = measure(operation.selectionSet, fragments);
  const tooMuch = (rule: keyof typeof limits, what: string, found: number, limit: number = limits[rule]) =>
    found > limit
      ? [
          new DomainError(
            'OPERATION_NOT_ALLOWED',
            `An operation may have ${what} of at most ${limit}; this one has ${found}`,
            { rule, limit },
          ),
        ]
      : [];
  return [
    ...tooMuch('depth', 'a depth', depth, isIntrospection(operation) ? 15 : limits.depth),
    ...tooMuch('aliases', 'a number of aliases', aliases),
    ...(operation.operation === 'mutation'
      ? tooMuch('rootMutations', 'a number of mutations', rootFields)
      : tooMuch('rootFields', 'a number of root fields', rootFields)),
  ];
}

const isIntrospection = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));

function measure(selectionSet: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): Measure {
  const known = new Map<string, Measure>();
  const open = new Set<string>();
  const walk = (set: SelectionSetNode): Measure => {
    const total: Measure = { depth: 0, aliases: 0, rootFields: 0 };
    const add = (inner: Measure) => {
      total.depth = Math.max(total.depth, inner.depth);
      total.aliases += inner.aliases;
      total.rootFields += inner.rootFields;
    };
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? walk(selection.selectionSet) : { depth: 0, aliases: 0 };
        add({ depth: inner.depth + 1, aliases: inner.aliases + (selection.alias ? 1 : 0), rootFields: 1 });
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
    if (!fragment || open.has(name)) return { depth: 0, aliases: 0, rootFields: 0 };
    open.add(name);
    const result = walk(fragment.selectionSet);
    open.delete(name);
    known.set(name, result);
    return result;
  };
  return walk(selectionSet);
}
