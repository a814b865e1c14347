import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from './operation.ts';

/** How many objects an operation may ask for, with the values of its variables. */
export type CostOf = (variables: Variables) => number;

/** A list that says nothing of its length. */
const PLAIN_LIST = 5;
/** A list that is asked for without saying how much of it, where the schema has no default. */
const PAGE = 24;
const SIZES = ['first', 'last', 'limit'];
/** Beyond this nobody needs to know how much it is. */
const MAX_COST = 1e12;

/** One evaluation: each fragment counts once per length of the connection around it, however often it is spread. */
interface Evaluation {
  variables: Variables;
  fragments: Map<string, number>;
}
/** `page`: the length that the connection around it was asked for. */
type Cost = (evaluation: Evaluation, page: number | undefined) => number;

const NOTHING: Cost = () => 0;

/**
 * Made once per document: one for each object, times the length of the lists around it. The length is that of the arguments
 * first, last or limit; a connection passes it on to its nodes and edges. Each fragment is read once, so that a small document
 * of many nested spreads costs no time here, only what it would cost to execute.
 */
export function compileCost(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): CostOf {
  const known = new Map<string, Cost>();

  const ofFragment = (name: string): Cost => {
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    let cost = known.get(name);
    if (!cost) {
      known.set(name, NOTHING); // a circle ends
      cost = ofSelections(schema.getType(fragment.typeCondition.name.value), fragment.selectionSet);
      known.set(name, cost);
    }
    return (evaluation, page) => {
      const key = `${name} ${page ?? ''}`;
      let value = evaluation.fragments.get(key);
      if (value === undefined) {
        value = cost(evaluation, page);
        evaluation.fragments.set(key, value);
      }
      return value;
    };
  };

  const ofSelections = (type: unknown, { selections }: SelectionSetNode): Cost =>
    sum(
      selections.map((selection) => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
        if (selection.kind === Kind.FIELD) return ofField(type, selection);
        const condition = selection.typeCondition?.name.value;
        return ofSelections(condition ? schema.getType(condition) : type, selection.selectionSet);
      }),
    );

  const ofField = (type: unknown, field: FieldNode): Cost => {
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
    const named = definition && getNamedType(definition.type);
    if (!definition || !field.selectionSet || !isCompositeType(named)) return NOTHING;
    const lengthAsked = lengthOf(definition, field);
    const inner = ofSelections(named, field.selectionSet);
    if (isListOf(definition.type))
      return (evaluation, page) => (lengthAsked(evaluation) ?? page ?? PLAIN_LIST) * (1 + inner(evaluation, undefined));
    return (evaluation) => 1 + inner(evaluation, lengthAsked(evaluation));
  };

  const cost = ofSelections(schema.getRootType(operation.operation), operation.selectionSet);
  return (variables) => cost({ variables, fragments: new Map() }, undefined);
}

/** What the first operation of a document costs. */
export function costOf(schema: GraphQLSchema, { definitions }: DocumentNode, variables: Variables): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operation ? compileCost(schema, operation, fragments)(variables) : 0;
}

const isListOf = (type: GraphQLOutputType): boolean => (isNonNullType(type) ? isListOf(type.ofType) : isListType(type));

/** What a field's arguments say of its length; undefined where it has none that could. */
function lengthOf({ args }: GraphQLField<unknown, unknown>, { arguments: given = [] }: FieldNode) {
  const sizes = args.filter(({ name }) => SIZES.includes(name));
  if (sizes.length === 0) return () => undefined;
  const usual = sizes.map(({ defaultValue }) => defaultValue).find((value) => typeof value === 'number') ?? PAGE;
  const asked = given.filter(({ name }) => SIZES.includes(name.value)).map(({ value }) => value);
  return ({ variables }: Evaluation): number => {
    const values = asked.map((value) =>
      value.kind === Kind.INT ? Number(value.value) : value.kind === Kind.VARIABLE ? variables[value.name.value] : null,
    );
    const lengths = values.filter((value) => typeof value === 'number');
    return lengths.length > 0 ? Math.max(0, ...lengths) : (usual as number);
  };
}

const sum =
  (parts: readonly Cost[]): Cost =>
  (evaluation, page) =>
    Math.min(
      MAX_COST,
      parts.reduce((total, part) => total + part(evaluation, page), 0),
    );
