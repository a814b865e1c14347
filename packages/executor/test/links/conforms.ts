import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

const TYPES_OF_SCALARS: Record<string, readonly string[]> = {
  String: ['string'],
  ID: ['string', 'number'],
  Int: ['number'],
  Float: ['number'],
  Boolean: ['boolean'],
};

/** Where an answer's data is not what the schema allows or the document asks for; undefined when it is. */
export function misfit(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: object,
  data: unknown,
): string | undefined {
  const operation = getOperationAST(document)!;
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables as never);
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;

  const ofObject = (
    type: GraphQLObjectType,
    fields: ReadonlyMap<string, readonly FieldNode[]>,
    value: unknown,
    at: string,
  ): string | undefined => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return `${at} is no object`;
    const [asked, there] = [[...fields.keys()], Object.keys(value)];
    if (asked.toSorted().join() !== there.toSorted().join()) return `${at} has ${there} for ${asked}`;
    for (const [key, nodes] of fields) {
      const name = nodes[0]!.name.value;
      const inner = (value as Record<string, unknown>)[key];
      if (name.startsWith('__')) {
        if (name === '__typename' && inner !== type.name) return `${at}.${key} is ${inner}`;
        continue;
      }
      const problem = ofValue(type.getFields()[name]!.type, nodes, inner, `${at}.${key}`);
      if (problem) return problem;
    }
    return undefined;
  };

  const ofValue = (
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    value: unknown,
    at: string,
  ): string | undefined => {
    if (isNonNullType(type)) return value === null ? `${at} is null` : ofValue(type.ofType, nodes, value, at);
    if (value === null) return undefined;
    if (isListType(type)) {
      if (!Array.isArray(value)) return `${at} is no list`;
      for (const [index, element] of value.entries()) {
        const problem = ofValue(type.ofType, nodes, element, `${at}.${index}`);
        if (problem) return problem;
      }
      return undefined;
    }
    if (isEnumType(type)) return type.getValue(value as string) ? undefined : `${at} is ${value}`;
    if (isScalarType(type)) {
      const types = TYPES_OF_SCALARS[type.name];
      return !types || types.includes(typeof value) ? undefined : `${at} is ${JSON.stringify(value)}`;
    }
    // what type it has, the answer need not say
    const possible = isAbstractType(type) ? [...schema.getPossibleTypes(type), type as never] : [type];
    const problems = possible.map((one) =>
      ofObject(one, collectSubfields(schema, fragments, coerced, one, nodes as never), value, at),
    );
    return problems.includes(undefined) ? undefined : problems[0];
  };

  if (data === null) return undefined;
  const root = schema.getRootType(operation.operation)!;
  return ofObject(
    root,
    collectFields(schema, fragments, coerced, root, operation.selectionSet as SelectionSetNode),
    data,
    'data',
  );
}
