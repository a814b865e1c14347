import { type GraphQLLeafType, isEnumType, isSpecifiedScalarType } from 'graphql';

/** JSON of a leaf's value; undefined when the value is not one of its type. Custom scalars may be anything. */
export type WriteLeaf = (value: unknown) => string | undefined;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes
const NEEDS_ESCAPING = /[\u0000-\u001f"\\\ud800-\udfff]/;

const writeText: WriteLeaf = (value) => {
  if (typeof value !== 'string') return undefined;
  return value.length < 200 && !NEEDS_ESCAPING.test(value) ? `"${value}"` : JSON.stringify(value);
};

const writers: Record<string, WriteLeaf> = {
  String: writeText,
  ID: (value) => (Number.isSafeInteger(value) ? String(value) : writeText(value)),
  Int: (value) => (Number.isSafeInteger(value) ? String(value) : undefined),
  Float: (value) => (Number.isFinite(value) ? String(value) : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
};

const writeAnything: WriteLeaf = (value) => (typeof value === 'string' ? writeText(value) : JSON.stringify(value));

export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  if (isEnumType(type)) {
    const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, JSON.stringify(name)]));
    return (value) => texts.get(value);
  }
  return (isSpecifiedScalarType(type) && writers[type.name]) || writeAnything;
}
