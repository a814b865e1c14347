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
  description:
    'A decimal number as a string, such as "19.90", so that no client computes in floats: up to 15 digits, and 6 after the point.',
  serialize: (value) => String(value),
  parseValue: parseDecimal,
  parseLiteral: (node) => parseDecimal(node.kind === Kind.STRING ? node.value : undefined),
});

/** In UTC: "0001-01-01T00:00:00+14:00" is a day of the year before. What Postgres has no moment for is no input. */
function inRange(moment: Date): Date {
  const year = moment.getUTCFullYear();
  if (year < 1 || year > 9999) throw invalid('A DateTime lies within the years 1 to 9999, in UTC');
  return moment;
}

const moments = GraphQLDateTimeISO.toConfig();
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  ...moments,
  name: 'DateTime',
  description:
    'A moment as an ISO 8601 string in UTC, with milliseconds: "2026-11-21T09:30:00.000Z". As input with any offset, within the years 1 to 9999 in UTC.',
  specifiedByURL: undefined,
  parseValue: (value) => inRange(moments.parseValue(value)),
  parseLiteral: (node, variables) => inRange(moments.parseLiteral(node, variables)),
});
export const UUIDScalar = new GraphQLScalarType({
  ...GraphQLUUID.toConfig(),
  name: 'UUID',
  description: 'A UUID in its usual form, 36 characters: "0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5f".',
  specifiedByURL: undefined,
});
export const CountryCodeScalar = new GraphQLScalarType({
  ...GraphQLCountryCode.toConfig(),
  name: 'CountryCode',
  description: 'A country as two capital letters (ISO 3166-1 alpha-2), such as US or DE.',
  specifiedByURL: undefined,
});
