import {
  buildASTSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Fields that lead to another entity and on into it; elsewhere only its id is asked for. */
const followed = new Set(['User.cart', 'User.orders', 'Order.payments', 'Order.customer']);

/** A schema only to write and read documents with. */
export function schemaOf(sdl: string): GraphQLSchema {
  const document = parse(sdl);
  return buildASTSchema(
    { ...document, definitions: document.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION) },
    { assumeValid: true, assumeValidSDL: true },
  );
}

export const objectTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));

/** Everything of an object that can be asked for: its fields, those of what it is made of, and the ids of other entities. */
export function everythingOf(
  schema: GraphQLSchema,
  typeName: string,
  { without = [], entities }: { without?: readonly string[]; entities: ReadonlySet<string> },
): string {
  const select = (type: GraphQLObjectType, above: readonly string[]): string =>
    Object.values(type.getFields())
      .filter(({ name }) => !without.includes(`${type.name}.${name}`))
      .map((field) => selectField(type, field, above))
      .filter(Boolean)
      .join(' ');
  const selectField = (parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>, above: readonly string[]) => {
    const type = getNamedType(field.type);
    if (isLeafType(type)) return field.name;
    if (!isObjectType(type)) return '';
    const page = 'nodes' in type.getFields() ? '(first: 5)' : '';
    const coordinate = `${parent.name}.${field.name}`;
    const ends =
      (entities.has(type.name) && !followed.has(coordinate) && field.name !== 'nodes') || above.includes(type.name);
    const inner = ends ? 'id' : select(type, [...above, type.name]);
    return inner ? `${field.name}${page} { ${inner} }` : '';
  };
  return select(schema.getType(typeName) as GraphQLObjectType, [typeName]);
}

/** A value that a document asks for: where it is in the answer, and through which fields of the schema. */
export interface Leaf {
  path: string[];
  coordinates: string[];
}

export function leavesOf(schema: GraphQLSchema, query: string): Leaf[] {
  const info = new TypeInfo(schema);
  const [path, coordinates]: [string[], string[]] = [[], []];
  const leaves: Leaf[] = [];
  visit(
    parse(query),
    visitWithTypeInfo(info, {
      Field: {
        enter(node) {
          path.push(node.alias?.value ?? node.name.value);
          coordinates.push(`${info.getParentType()!.name}.${node.name.value}`);
          if (!node.selectionSet) leaves.push({ path: [...path], coordinates: [...coordinates] });
        },
        leave() {
          path.pop();
          coordinates.pop();
        },
      },
    }),
  );
  return leaves;
}
