import {
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type Hostile, hostileLists, hostileObjects, hostileTo } from './values.ts';

/** A right input with one hostile value in it. */
export interface HostileInput extends Hostile {
  /** `items.0.quantity`; empty: the whole input. */
  path: string;
  /** The field may be left out: whatever is sent may be right without it. */
  isOptional: boolean;
  /** Sent in the document, as whoever has no variables does; absent: as a variable. */
  isWritten?: true;
}

/** Of these only one may be given: whoever is looked at is given alone. */
const insteadOf: Record<string, string> = { setTo: 'delta', addressId: 'address', sameAsShipping: 'address' };
/** A text is the same, wherever it stands. */
const texts = ['String', 'ID'];

/** Every field of the input, down to its leaves, with every value that is hostile to it. */
export function hostileInputs(type: GraphQLInputType, right: object): HostileInput[] {
  const inputs: HostileInput[] = [];
  const walk = (given: GraphQLInputType, value: unknown, path: string, isInOptional: boolean): void => {
    const inner = bare(given);
    const isOptional = isInOptional || inner === given;
    const add = (values: Hostile[]): HostileInput[] => {
      // what is not there cannot be left out
      const sent = values.filter((one) => one.value !== undefined || value !== undefined);
      const added = sent.map((one) => ({ ...one, path, isOptional }));
      inputs.push(...added);
      return added;
    };
    if (isListType(inner)) {
      const list = lookedAt(path, value) as unknown[];
      add(hostileLists(list));
      walk(inner.ofType as GraphQLInputType, list[0], `${path}.0`, isOptional);
    } else if (isInputObjectType(inner)) {
      const object = lookedAt(path, value) as Record<string, unknown>;
      add(hostileObjects(object));
      for (const field of Object.values(inner.getFields()))
        walk(field.type, object[field.name], path ? `${path}.${field.name}` : field.name, isOptional && path !== '');
    } else {
      const { name } = getNamedType(inner);
      const added = add(hostileTo(path, name, isEnumType(inner), value));
      if (!texts.includes(name)) inputs.push(...added.map((one): HostileInput => ({ ...one, isWritten: true })));
    }
  };
  walk(type, right, '', false);
  return inputs;
}

const bare = (type: GraphQLInputType): GraphQLInputType =>
  isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;

function lookedAt(path: string, value: unknown): unknown {
  if (value === undefined) throw new Error(`Say in right.ts what a right ${path} is`);
  return value;
}

/** The input with this value at its path. */
export function withHostile(right: object, { path, value }: HostileInput): unknown {
  if (path === '') return value;
  const input = JSON.parse(JSON.stringify(right)) as any;
  const other = insteadOf[path];
  if (other && input[path] === undefined) delete input[other];
  const names = path.split('.');
  const last = names.pop()!;
  let parent = input;
  for (const name of names) parent = parent[name];
  if (value === undefined && !Array.isArray(parent)) delete parent[last];
  else parent[last] = value;
  return input;
}

/** As it stands in a document: names of enums without quotes, those that they do not have as well. */
export function written(type: GraphQLInputType | undefined, value: unknown): string {
  const inner = type && bare(type);
  if (Array.isArray(value)) {
    const of = isListType(inner) ? (inner.ofType as GraphQLInputType) : undefined;
    return `[${value.map((one) => written(of, one)).join(' ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(inner) ? (inner as GraphQLInputObjectType).getFields() : {};
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${entries.map(([name, one]) => `${name}: ${written(fields[name]?.type, one)}`).join(' ')}}`;
  }
  if (isEnumType(inner) && typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value)) return value;
  return JSON.stringify(value);
}
