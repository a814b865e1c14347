import { type GraphQLSchema, isObjectType } from 'graphql';
import { type Data, isObject, mergeInto, own, set } from './data.ts';
import type { PlanSelection, Rewrite } from './queryPlan.ts';
import { applyRewrites, isOfType } from './rewrites.ts';

/** What a subgraph has to know of an entity to go on with it, as JSON; null when the object is not that entity, or lacks a key. */
export type Represent = (object: Data) => string | null;

export function compileRepresentation(
  schema: GraphQLSchema,
  requires: readonly PlanSelection[],
  rewrites: readonly Rewrite[] = [],
): Represent {
  const flat = rewrites.length === 0 ? flatKeys(schema, requires) : undefined;
  if (flat) return (object) => writeFlat(object, flat.get(object.__typename as string));
  return (object) => {
    const representation = select(schema, object, requires);
    if (!representation || !own(representation, '__typename')) return null;
    applyRewrites(schema, rewrites, representation);
    return JSON.stringify(representation);
  };
}

/** Type → its keys, where a requirement is nothing but fields of object types, each type once: nearly always. */
function flatKeys(schema: GraphQLSchema, requires: readonly PlanSelection[]): Map<string, string[]> | undefined {
  const keysOf = new Map<string, string[]>();
  for (const entity of requires) {
    if (entity.kind !== 'InlineFragment' || !entity.typeCondition || keysOf.has(entity.typeCondition)) return undefined;
    if (!isObjectType(schema.getType(entity.typeCondition))) return undefined;
    const keys: string[] = [];
    for (const field of entity.selections ?? []) {
      if (field.kind !== 'Field' || field.alias || field.selections?.length) return undefined;
      keys.push(field.name);
    }
    keysOf.set(entity.typeCondition, keys);
  }
  return keysOf;
}

function writeFlat(object: Data, keys: readonly string[] | undefined): string | null {
  if (!keys) return null;
  let json = '';
  for (const key of keys) {
    const value = own(object, key);
    if (value === undefined) return null;
    json += `${json === '' ? '{' : ','}"${key}":${JSON.stringify(value)}`;
  }
  return `${json}}`;
}

function select(schema: GraphQLSchema, source: Data, selections: readonly PlanSelection[]): Data | null {
  const result: Data = {};
  for (const selection of selections) {
    const { selections: inner = [] } = selection;
    if (selection.kind === 'Field') {
      const key = selection.alias ?? selection.name;
      const value = own(source, key);
      if (value === undefined) return null;
      set(result, key, inner.length > 0 ? selectIn(schema, value, inner) : value);
    } else if (selection.typeCondition && isOfType(schema, source, selection.typeCondition)) {
      const part = select(schema, source, inner);
      if (part) mergeInto(result, part);
    }
  }
  return result;
}

function selectIn(schema: GraphQLSchema, value: unknown, selections: readonly PlanSelection[]): unknown {
  if (Array.isArray(value)) return value.map((element) => selectIn(schema, element, selections));
  return isObject(value) ? select(schema, value, selections) : null;
}
