import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { NotCompiled } from './planNode.ts';
import { type Fragments, fieldsOf, selectionsOf } from './selection.ts';

/** A null where none may be: how far it spreads is for the stock executor to say. */
export class NullInTheWay extends Error {}

type Data = Record<string, unknown>;
type Write = (value: any) => string;

const NUMBERS = new Set(['Int', 'Float', 'Boolean']);
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes
const NEEDS_ESCAPING = /[\u0000-\u001f"\\\ud800-\udfff]/;
const text = (value: unknown): string =>
  typeof value === 'string' && value.length < 200 && !NEEDS_ESCAPING.test(value) ? `"${value}"` : JSON.stringify(value);

/** Compiles what the client asked for to a function from merged data to JSON text: nothing more is in it than was asked. */
export function compileShape(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): (data: Data) => string {
  const objectWriter = (type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): Write => {
    const keys: string[] = [];
    const labels: string[] = [];
    const writes: Write[] = [];
    for (const [key, fields] of fieldsOf(schema, type, selectionSets, fragments)) {
      const name = fields[0]!.name.value;
      const label = `${keys.length === 0 ? '' : ','}${JSON.stringify(key)}:`;
      keys.push(key);
      labels.push(label);
      if (name === '__typename') writes.push(() => `"${type.name}"`);
      else if (name.startsWith('__')) throw new NotCompiled('introspection');
      else writes.push(valueWriter(type.getFields()[name]!.type, selectionsOf(fields)));
    }
    return (object: Data) => {
      let json = '{';
      for (let index = 0; index < keys.length; index++) json += labels[index] + writes[index]!(object[keys[index]!]);
      return `${json}}`;
    };
  };

  const valueWriter = (type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write => {
    if (isNonNullType(type)) {
      const write = presentWriter(type.ofType, selectionSets);
      return (value) => {
        if (value == null) throw new NullInTheWay();
        return write(value);
      };
    }
    const write = presentWriter(type, selectionSets);
    return (value) => (value == null ? 'null' : write(value));
  };

  const presentWriter = (type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): Write => {
    if (isListType(type)) {
      const write = valueWriter(type.ofType, selectionSets);
      return (list: unknown[]) => {
        let json = '[';
        for (let index = 0; index < list.length; index++) json += (index === 0 ? '' : ',') + write(list[index]);
        return `${json}]`;
      };
    }
    if (isLeafType(type)) return NUMBERS.has(type.name) ? String : text;
    if (isAbstractType(type)) {
      const writers = new Map(schema.getPossibleTypes(type).map((one) => [one.name, objectWriter(one, selectionSets)]));
      return (object) => {
        const write = writers.get(object.__typename);
        if (!write) throw new NullInTheWay();
        return write(object);
      };
    }
    return objectWriter(type as GraphQLObjectType, selectionSets);
  };

  return objectWriter(schema.getQueryType()!, [operation.selectionSet]);
}
