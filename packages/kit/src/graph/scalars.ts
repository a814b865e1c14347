import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLCountryCode, GraphQLDateTimeISO, GraphQLUUID } from 'graphql-scalars';

const invalid = (rule: string) => new GraphQLError(rule, { extensions: { code: 'BAD_USER_INPUT' } });

function parseDecimal(value: unknown): string {
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d{1,6})?$/.test(value))
    throw invalid('A decimal is a string such as "19.90"');
  return value;
}

/** A decimal number as a string, so that no client computes money in floats. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'A decimal number as a string, such as "19.90".',
  serialize: (value) => String(value),
  parseValue: parseDecimal,
  parseLiteral: (node) => parseDecimal(node.kind === Kind.STRING ? node.value : undefined),
});

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'A moment as an ISO 8601 string in UTC.',
  specifiedByURL: undefined,
});
export const UUIDScalar = new GraphQLScalarType({
  ...GraphQLUUID.toConfig(),
  name: 'UUID',
  description: 'A UUID.',
  specifiedByURL: undefined,
});
export const CountryCodeScalar = new GraphQLScalarType({
  ...GraphQLCountryCode.toConfig(),
  name: 'CountryCode',
  description: 'A country as two letters (ISO 3166-1 alpha-2).',
  specifiedByURL: undefined,
});
