import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { type Data, isObject, own, set } from './data.ts';
import type { Rewrite } from './queryPlan.ts';

const CONDITION = '... on ';

/** Changes that a plan wants in what goes to a subgraph or comes from it: such as the type's name of an interface object. */
export function applyRewrites(schema: GraphQLSchema, rewrites: readonly Rewrite[], value: unknown): void {
  for (const rewrite of rewrites) {
    const key = rewrite.path.at(-1);
    if (key !== undefined) changeAt(schema, rewrite.path.slice(0, -1), value, (object) => change(object, key, rewrite));
  }
}

function change(object: Data, key: string, rewrite: Rewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    set(object, key, rewrite.setValueTo);
    return;
  }
  const value = own(object, key);
  if (value === undefined) return;
  set(object, rewrite.renameKeyTo, value);
  delete object[key];
}

function changeAt(schema: GraphQLSchema, path: readonly string[], value: unknown, act: (object: Data) => void): void {
  if (Array.isArray(value)) {
    for (const element of value) changeAt(schema, path, element, act);
    return;
  }
  if (!isObject(value)) return;
  const [first, ...rest] = path;
  if (first === undefined) act(value);
  else if (!first.startsWith(CONDITION)) changeAt(schema, rest, own(value, first), act);
  else if (isOfType(schema, value, first.slice(CONDITION.length), true)) changeAt(schema, rest, value, act);
}

/** Whether a type condition holds for an object, by its __typename. */
export function isOfType(schema: GraphQLSchema, object: Data, condition: string, withoutTypename = false): boolean {
  const typename = own(object, '__typename');
  if (!typename) return withoutTypename;
  if (typename === condition) return true;
  const [type, wanted] = [schema.getType(String(typename)), schema.getType(condition)];
  return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
}
