import { type ConstDirectiveNode, Kind, parse, type SelectionSetNode, visit } from 'graphql';
import { seedOf } from '../random/random.ts';

/** What a supergraph says of its entities, by the names of types. */
export interface Entities {
  /** Fields that its keys begin with. */
  keys: ReadonlyMap<string, ReadonlySet<string>>;
  /** Fields such as `Book.postage` that a subgraph cannot resolve without fields of other subgraphs. */
  requiring: ReadonlySet<string>;
}

export function entitiesOf(supergraphSdl: string): Entities {
  const keys = new Map<string, Set<string>>();
  const requiring = new Set<string>();
  let typename = '';
  const learn = ({
    name,
    directives = [],
  }: {
    name: { value: string };
    directives?: readonly ConstDirectiveNode[];
  }) => {
    typename = name.value;
    for (const directive of directives) {
      const key = text(directive, 'join__type', 'key');
      if (!key) continue;
      const fields = keys.get(typename) ?? new Set();
      keys.set(typename, fields);
      for (const field of fieldsOf(key)) fields.add(field);
    }
  };
  visit(parse(supergraphSdl), {
    ObjectTypeDefinition: learn,
    InterfaceTypeDefinition: learn,
    FieldDefinition: ({ name, directives = [] }) => {
      if (directives.some((directive) => text(directive, 'join__field', 'requires')))
        requiring.add(`${typename}.${name.value}`);
    },
  });
  return { keys, requiring };
}

function text({ name, arguments: given = [] }: ConstDirectiveNode, directive: string, argument: string): string {
  const value = name.value === directive && given.find((one) => one.name.value === argument)?.value;
  return value && value.kind === Kind.STRING ? value.value : '';
}

function fieldsOf(fieldSet: string): string[] {
  const [operation] = parse(`{${fieldSet}}`).definitions as unknown as { selectionSet: SelectionSetNode }[];
  return operation!.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
}

/** Values of keys: few, so that the same entity is met in many places. */
const KEYS = ['a', 'b', '7', 'id with "quotes"', '__proto__'];

export const keyOf = (type: string, number: number): unknown => (type === 'Int' ? number : KEYS[number]);

export const numberOf = (seed: string): number => seedOf(seed) % KEYS.length;

/** Which entity it is, by any of its keys: all have the same number in them. */
export function numberIn(key: unknown): number {
  if (typeof key === 'number') return key;
  if (key !== null && typeof key === 'object') return numberIn(Object.values(key)[0]);
  const number = KEYS.indexOf(String(key));
  return number < 0 ? numberOf(String(key)) : number;
}
