import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isNullableType,
} from 'graphql';
import type { Random } from './random.ts';

/**
 * Values by place: `Query.product.slug`, `product.slug`, or `slug` for an argument; `ProductFilter.ids` or `ids` for an input field.
 * The longest name wins. Far down, `deep first` wins over `first`.
 */
export type ValuePool = Record<string, Values>;

export interface Values {
  good: readonly unknown[];
  /** Unknown, malformed, out of range: so that errors and nulls occur. */
  odd?: readonly unknown[];
  /** How many of a hundred are odd; default 10. */
  oddPercent?: number;
}

const DEEP = 2;

export function chosenValue(
  type: GraphQLInputType,
  path: readonly string[],
  level: number,
  pool: ValuePool,
  random: Random,
): unknown {
  if (isNullableType(type) && random.chance(4)) return null;
  const name = path.at(-1)!;
  const names = [...path.map((_, from) => path.slice(from).join('.')).slice(0, -1), `deep ${name}`, name];
  const found = names.filter((one) => level > DEEP || !one.startsWith('deep ')).find((one) => pool[one]);
  if (!found) return madeValue(type, level, pool, random);
  const { good, odd = [], oddPercent = 10 } = pool[found]!;
  return random.pick(odd.length > 0 && random.chance(oddPercent) ? odd : good);
}

function madeValue(type: GraphQLInputType, level: number, pool: ValuePool, random: Random): unknown {
  if (isNonNullType(type)) return madeValue(type.ofType, level, pool, random);
  if (isListType(type))
    return Array.from({ length: random.below(3) }, () => madeValue(type.ofType, level, pool, random));
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || random.chance(35));
    const entries = fields.map((field) => [
      field.name,
      chosenValue(field.type, [type.name, field.name], level, pool, random),
    ]);
    return Object.fromEntries(entries);
  }
  if (type.name === 'Int') return random.below(6);
  if (type.name === 'Boolean') return random.chance(50);
  return `x${random.below(9)}`;
}

/** Writes something else in place of a value of an input object, or declines. */
export type Replace = (value: unknown, type: GraphQLInputType, name: string) => string | undefined;

/** A value in the notation of GraphQL. */
export function literal(value: unknown, type: GraphQLInputType, replace?: Replace): string {
  if (value === null) return 'null';
  if (isNonNullType(type)) return literal(value, type.ofType, replace);
  if (isListType(type))
    return Array.isArray(value)
      ? `[${value.map((one) => literal(one, type.ofType, replace)).join(', ')}]`
      : literal(value, type.ofType, replace);
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const entries = Object.entries(value as object).map(([name, one]) => {
      const inner = fields[name]!.type;
      return `${name}: ${replace?.(one, inner, name) ?? literal(one, inner, replace)}`;
    });
    return `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}
