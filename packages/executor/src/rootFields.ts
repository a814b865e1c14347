import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Variables } from './operation.ts';
import { isObject, own } from './plan/data.ts';

/** The fields at the root of an operation, those of fragments included. */
export function rootFieldsOf(
  { selectionSet }: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  isMeant: (selection: SelectionNode) => boolean = () => true,
): FieldNode[] {
  const found: FieldNode[] = [];
  const seen = new Set<string>();
  const look = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections.filter(isMeant)) {
      if (selection.kind === Kind.FIELD) found.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) look(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) look(fragment.selectionSet);
      }
    }
  };
  look(selectionSet);
  return found;
}

/** The values at a path of a root field's arguments, such as `['input', 'orderId']`, for each time that it is asked for. */
export function argumentsOf(
  fields: readonly FieldNode[],
  rootField: string,
  [name, ...path]: readonly string[],
  variables: Variables,
): unknown[] {
  const asked = fields.filter((one) => one.name.value === rootField);
  return asked.map((field) => {
    const argument = field.arguments?.find((one) => one.name.value === name);
    let value = argument && valueFromASTUntyped(argument.value, variables);
    for (const key of path) value = isObject(value) ? own(value, key) : undefined;
    return value;
  });
}
