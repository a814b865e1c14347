import {
  buildASTSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  parse,
} from 'graphql';

interface Part {
  /** Its schema coordinate, such as Order.payments or Query.cart(token:). */
  at: string;
  description: string | null | undefined;
}

/** What people find in the docs of a graph and cannot look up there, each with the reason. */
export function poorDescriptions(sdl: string): string[] {
  const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
  const codes = codesOf(schema);
  return partsOf(schema).flatMap(({ at, description }) => {
    if (!description?.trim()) return [`${at} has no description`];
    if (onlyItsName(at, description)) return [`${at} only says its name again: ${description}`];
    return (description.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [])
      .filter((code) => !codes.has(code))
      .map((code) => `${at} names ${code}, which nothing in the graph is called`);
  });
}

/** All that somebody wrote: what GraphQL brings along has its words from there. */
function partsOf(schema: GraphQLSchema): Part[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  return [
    ...types.flatMap(partsOfType),
    ...directives.flatMap(({ name, description, args }) => [
      { at: `@${name}`, description },
      ...args.map((argument) => ({ at: `@${name}(${argument.name}:)`, description: argument.description })),
    ]),
  ];
}

function partsOfType(type: GraphQLNamedType): Part[] {
  const own: Part = { at: type.name, description: type.description };
  const below = (name: string, description: Part['description']): Part => ({ at: `${type.name}.${name}`, description });
  if (isEnumType(type)) return [own, ...type.getValues().map(({ name, description }) => below(name, description))];
  if (isInputObjectType(type))
    return [own, ...Object.values(type.getFields()).map(({ name, description }) => below(name, description))];
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  const fields = Object.values(type.getFields()).flatMap(({ name, description, args }) => [
    below(name, description),
    ...args.map((argument) => below(`${name}(${argument.name}:)`, argument.description)),
  ]);
  return [own, ...fields];
}

const FILLERS = new Set('a an the this that of for its it is and or to in on s'.split(' '));
const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

function onlyItsName(at: string, description: string): boolean {
  const name = new Set(wordsOf(at));
  return wordsOf(description).every((word) => name.has(word) || FILLERS.has(word));
}

const codesOf = (schema: GraphQLSchema): Set<string> =>
  new Set(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isEnumType(type) ? type.getValues().map(({ name }) => name) : [],
    ),
  );
