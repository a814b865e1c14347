import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Variables } from './operation.ts';

/**
 * A variable that may be null can stand where null may not, when there is a default. What it then does with null is left to
 * execution: here it is found before anything is sent. Returns the name of the first one that is null.
 */
export function compileNullChecks(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): (variables: Variables) => string | undefined {
  const nullable = new Set(
    variableDefinitions.flatMap(({ type, variable }) =>
      type.kind === Kind.NON_NULL_TYPE ? [] : [variable.name.value],
    ),
  );
  if (nullable.size === 0) return () => undefined;
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  const look = {
    VariableDefinition: () => false as const,
    Variable: ({ name }: { name: { value: string } }) => {
      if (nullable.has(name.value) && isNonNullType(types.getInputType())) names.add(name.value);
    },
  };
  visit(document, visitWithTypeInfo(types, look));
  return (variables) => [...names].find((name) => Object.hasOwn(variables, name) && variables[name] === null);
}

/** Values that every variable of a document takes, for planning it without a client. */
export function sampleVariables(schema: GraphQLSchema, text: string): Record<string, unknown> {
  const [operation] = parse(text).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return {};
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, type }) => [
      variable.name.value,
      sampleOf(typeFromAST(schema, type) as GraphQLInputType),
    ]),
  );
}

function sampleOf(type: GraphQLInputType): unknown {
  if (!isNonNullType(type)) return null;
  const inner = type.ofType;
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  if (isInputObjectType(inner))
    return Object.fromEntries(Object.values(inner.getFields()).map((field) => [field.name, sampleOf(field.type)]));
  return ({ Int: 1, Float: 1, Boolean: false } as Record<string, unknown>)[inner.toString()] ?? 'sample';
}
