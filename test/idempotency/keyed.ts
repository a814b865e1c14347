import { buildASTSchema, isEnumType, isInputObjectType, isListType, isNonNullType, parse } from 'graphql';
import type { GraphQLInputObjectType, GraphQLInputType } from 'graphql';

/** A mutation whose input has an idempotency key, as the composed schema says. */
export interface KeyedMutation {
  name: string;
  inputType: string;
  /** The input's fields without the key, down to their leaves: `amount.currencyCode`, `items.0.quantity`. */
  fields: { path: string; type: string }[];
}

export const KEY = 'idempotencyKey';

export function keyedMutations(supergraph: string): KeyedMutation[] {
  const mutations = buildASTSchema(parse(supergraph), { assumeValidSDL: true }).getMutationType()!.getFields();
  return Object.values(mutations).flatMap(({ name, args }) => {
    const input = args.find((argument) => argument.name === 'input');
    const type = input && bare(input.type);
    if (!isInputObjectType(type) || !type.getFields()[KEY]) return [];
    return [{ name, inputType: type.name, fields: leavesOf(type).filter(({ path }) => path !== KEY) }];
  });
}

const bare = (type: GraphQLInputType): GraphQLInputType =>
  isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;

function leavesOf(type: GraphQLInputObjectType): KeyedMutation['fields'] {
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = bare(field.type);
    const [prefix, of] = isListType(inner) ? [`${field.name}.0`, bare(inner.ofType)] : [field.name, inner];
    if (isInputObjectType(of))
      return leavesOf(of).map(({ path, type: leaf }) => ({ path: `${prefix}.${path}`, type: leaf }));
    return [{ path: prefix, type: isEnumType(of) ? 'Enum' : String(of) }];
  });
}

/** The input with one leaf changed; `undefined` takes it away. */
export function withChange(input: object, path: string, value: unknown): object {
  const copy = structuredClone(input) as any;
  const names = path.split('.');
  let at = copy;
  for (const [index, name] of names.slice(0, -1).entries()) at = at[name] ??= names[index + 1] === '0' ? [] : {};
  at[names.at(-1)!] = value;
  return copy;
}
