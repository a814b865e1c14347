import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type SelectionSetNode,
} from 'graphql';
import { publicName } from '../privateNames.ts';
import type { Data } from './data.ts';
import { leafWriter } from './leaf.ts';
import { NotCompiled } from './queryPlan.ts';
import { fieldsOf, type Reading, selectionsOf } from './selection.ts';

/** A value that the schema does not allow: what becomes of the rest is for complete.ts to say. */
export class Irregular extends Error {}

/** `any`: what is written is what the type of its field says, which is known when it is compiled. */
type Write = (value: any) => string;

/**
 * Compiles what the client asked for to a function from merged data to JSON. Nothing is in it that was not asked for, and
 * every value is one that the schema allows: for anything else the function throws Irregular.
 */
export function compileWriter(
  reading: Reading,
  root: GraphQLObjectType,
  selectionSet: SelectionSetNode,
): (data: Data) => string {
  const { schema } = reading;

  const objectWriter = (type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): Write => {
    const keys: string[] = [];
    const labels: string[] = [];
    const writes: Write[] = [];
    let constant = '{';
    for (const [key, fields] of fieldsOf(reading, type, selectionSets)) {
      const name = fields[0].name.value;
      const label = `${constant}${constant.endsWith('{') && keys.length === 0 ? '' : ','}${JSON.stringify(publicName(key))}:`;
      constant = '';
      keys.push(key);
      labels.push(label);
      if (name === '__typename') writes.push(() => `"${type.name}"`);
      else if (name.startsWith('__')) throw new NotCompiled('introspection');
      else writes.push(valueWriter(type.getFields()[name]!.type, selectionsOf(fields)));
    }
    const inherited = keys.some((key) => key in Object.prototype);
    return (object: Data) => {
      if (typeof object !== 'object' || Array.isArray(object)) throw new Irregular();
      if (object.__typename !== undefined && object.__typename !== type.name) throw new Irregular();
      let json = constant;
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index]!;
        json += labels[index] + writes[index]!(inherited && !Object.hasOwn(object, key) ? undefined : object[key]);
      }
      return `${json}}`;
    };
  };

  const valueWriter = (type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write => {
    const write = presentWriter(isNonNullType(type) ? type.ofType : type, selectionSets);
    if (!isNonNullType(type)) return (value) => (value == null ? 'null' : write(value));
    return (value) => {
      if (value == null) throw new Irregular();
      return write(value);
    };
  };

  const presentWriter = (type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write => {
    if (isListType(type)) return listWriter(valueWriter(type.ofType, selectionSets));
    if (isLeafType(type)) {
      const write = leafWriter(type);
      return (value) => {
        const json = write(value);
        if (json === undefined) throw new Irregular();
        return json;
      };
    }
    if (!isAbstractType(type)) return objectWriter(type as GraphQLObjectType, selectionSets);
    const writers = new Map(schema.getPossibleTypes(type).map((one) => [one.name, objectWriter(one, selectionSets)]));
    return (object: Data) => {
      const write = writers.get(object.__typename as string);
      if (!write) throw new Irregular();
      return write(object);
    };
  };

  return objectWriter(root, [selectionSet]);
}

const listWriter =
  (write: Write): Write =>
  (list: unknown) => {
    if (!Array.isArray(list)) throw new Irregular();
    let json = '[';
    for (let index = 0; index < list.length; index++) json += (index === 0 ? '' : ',') + write(list[index]);
    return `${json}]`;
  };
