import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { NotCompiled } from './planNode.ts';

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Response key → the fields that write to it, for an object of this type, in the order in which they first appear. */
export function fieldsOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
  fields = new Map<string, FieldNode[]>(),
): Map<string, FieldNode[]> {
  for (const selection of selectionSets.flatMap(({ selections }) => selections)) {
    if (selection.directives?.length) throw new NotCompiled('a directive');
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const known = fields.get(key);
      if (known) known.push(selection);
      else fields.set(key, [selection]);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value]! : selection;
    if (fragment.directives?.length) throw new NotCompiled('a directive');
    const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
    const applies =
      !condition || condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
    if (applies) fieldsOf(schema, type, [fragment.selectionSet], fragments, fields);
  }
  return fields;
}

export const selectionsOf = (fields: readonly FieldNode[]): SelectionSetNode[] =>
  fields.flatMap(({ selectionSet }) => selectionSet ?? []);
