import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { NotCompiled } from './queryPlan.ts';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** What a selection is read with: the schema, the document's fragments, and the values of the variables in its conditions. */
export interface Reading {
  schema: GraphQLSchema;
  fragments: Fragments;
  conditions: ReadonlyMap<string, boolean>;
}

/** Of one response key: at least one, all of one field. */
export type Fields = [FieldNode, ...FieldNode[]];

/** Response key → the fields that write to it, for an object of this type, in the order in which they first appear. */
export function fieldsOf(
  reading: Reading,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  fields = new Map<string, Fields>(),
  seen = new Set<string>(),
): Map<string, Fields> {
  for (const { selections } of selectionSets)
    for (const selection of selections) {
      if (!isIncluded(selection, reading)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const known = fields.get(key);
        if (known) known.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        // a second spread adds nothing; without this, nested ones would double at each level
        if (seen.has(selection.name.value)) continue;
        seen.add(selection.name.value);
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? reading.fragments.get(selection.name.value)! : selection;
      const condition = fragment.typeCondition?.name.value;
      if (!condition || applies(reading.schema, condition, type))
        fieldsOf(reading, type, [fragment.selectionSet], fields, seen);
    }
  return fields;
}

/** Whether an object of a type is one of the type of this name, too. */
export function applies(schema: GraphQLSchema, name: string, type: GraphQLCompositeType): boolean {
  const condition = schema.getType(name);
  return condition === type || (isAbstractType(condition) && !isUnionType(type) && schema.isSubType(condition, type));
}

function isIncluded({ directives = [] }: SelectionNode, { conditions }: Reading): boolean {
  return directives.every(({ name: { value: name }, arguments: [argument] = [] }) => {
    if (name !== 'skip' && name !== 'include') throw new NotCompiled(`@${name}`);
    const value = argument?.value;
    const is =
      value?.kind === Kind.BOOLEAN
        ? value.value
        : value?.kind === Kind.VARIABLE
          ? conditions.get(value.name.value)
          : undefined;
    if (is === undefined) throw new NotCompiled('a condition of another form');
    return is === (name === 'include');
  });
}

export const selectionsOf = (fields: readonly FieldNode[]): SelectionSetNode[] =>
  fields.flatMap(({ selectionSet }) => selectionSet ?? []);
