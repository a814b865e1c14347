import {
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { publicName } from '../privateNames.ts';
import { type Data, isObject, own, type Path, set } from './data.ts';
import { leafWriter } from './leaf.ts';
import { applies, fieldsOf, type Reading, selectionsOf } from './selection.ts';

export interface Completed {
  data: Data | null;
  /** Places of values that the schema does not allow. */
  invalid: Path[];
}

/** Makes a null of the object around it when a value may not be null. */
const INVALID = Symbol('invalid');
type Value = unknown | typeof INVALID;

/**
 * The answer to a client out of data with holes: nulls spread as far as the schema says. `isPartial`: an entity was not found,
 * so that what is missing is no mistake.
 */
export function complete(
  reading: Reading,
  root: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  input: Data,
  isPartial: boolean,
): Completed {
  const invalid: Path[] = [];
  const path: (string | number)[] = [];
  const refuse = () => {
    invalid.push([...path]);
    return null;
  };

  const completed = (type: GraphQLOutputType, value: unknown, sets: readonly SelectionSetNode[]): Value => {
    if (isNonNullType(type)) {
      const before = invalid.length;
      const inner = completed(type.ofType, value, sets);
      if (inner !== null) return inner;
      if (invalid.length === before && !(isPartial && value === undefined)) refuse();
      return INVALID;
    }
    if (value === null || value === undefined) return null;
    if (isListType(type)) return listOf(type.ofType, value, sets);
    if (isLeafType(type)) return leafWriter(type)(value) === undefined ? refuse() : value;
    return isObject(value) && !Array.isArray(value) ? objectOf(type as GraphQLCompositeType, value, sets) : refuse();
  };

  const listOf = (type: GraphQLOutputType, value: unknown, sets: readonly SelectionSetNode[]): Value => {
    if (!Array.isArray(value)) return refuse();
    const list = value.map((element, index) => {
      path.push(index);
      const inner = completed(type, element, sets);
      path.pop();
      return inner;
    });
    return list.includes(INVALID) ? null : list;
  };

  const typeNamed = (name: unknown) => (typeof name === 'string' ? reading.schema.getType(name) : undefined);

  const objectOf = (declared: GraphQLCompositeType, object: Data, sets: readonly SelectionSetNode[]): Value => {
    const typename = own(object, '__typename');
    const type = typename === undefined ? declared : typeNamed(typename);
    if (!isCompositeType(type) || !applies(reading.schema, declared.name, type)) return refuse();
    const output: Data = {};
    for (const [key, fields] of fieldsOf(reading, type, sets)) {
      const name = fields[0].name.value;
      if (name === '__typename') {
        if (!isObjectType(type)) return null;
        set(output, publicName(key), type.name);
        continue;
      }
      // an interface has no fields of the types that implement it: its conditions were read for it
      const field = 'getFields' in type ? type.getFields()[name] : undefined;
      if (!field) return refuse();
      path.push(publicName(key));
      const value = completed(field.type, own(object, key), selectionsOf(fields));
      path.pop();
      if (value === INVALID) return null;
      set(output, publicName(key), value);
    }
    return output;
  };

  const data = objectOf(root, input, [selectionSet]) as Data | null;
  return { data, invalid };
}
