import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getVariableValues,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  visit,
} from 'graphql';
import { asked, compileNode, compileRequest, NotClean, type Run } from './fetches.ts';
import { NotCompiled, type PlanNode } from './planNode.ts';
import { type Fragments, fieldsOf, selectionsOf } from './selection.ts';
import { compileShape, NullInTheWay } from './shape.ts';

/** Answers the whole response as text, or null when the stock executor has to answer. */
export type CompiledPlan = (run: Run) => Promise<string | null>;

export interface PlannedOperation {
  plan: { node?: PlanNode };
  document: DocumentNode;
  operationName: string | null | undefined;
  schema: GraphQLSchema;
}

/** A query plan as code, made once per operation. Throws NotCompiled for everything unusual. */
export function compilePlan({ plan, document, operationName, schema }: PlannedOperation): CompiledPlan {
  const { operation, fragments } = partsOf(document, operationName);
  if (operation.operation !== OperationTypeNode.QUERY) throw new NotCompiled('a mutation');
  if (operation.directives?.length || !plan.node) throw new NotCompiled('nothing to fetch');
  const definitions = operation.variableDefinitions ?? [];
  const answer =
    passThrough(plan.node, operation, fragments, schema) ?? merged(plan.node, operation, fragments, schema);
  return async (run) => {
    if (definitions.length > 0 && getVariableValues(schema, definitions, run.variables).errors) return null;
    try {
      return await answer(run);
    } catch (error) {
      if (error instanceof NotClean || error instanceof NullInTheWay) return null;
      throw error;
    }
  };
}

function partsOf(document: DocumentNode, operationName: string | null | undefined) {
  const fragments: Record<string, FragmentDefinitionNode> = {};
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    else if (
      definition.kind === Kind.OPERATION_DEFINITION &&
      (!operationName || definition.name?.value === operationName)
    )
      operation = definition;
  }
  if (!operation) throw new NotCompiled('no operation');
  return { operation, fragments };
}

function merged(
  node: PlanNode,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  schema: GraphQLSchema,
): CompiledPlan {
  refuseHiddenKeys(node, operation, fragments);
  const step = compileNode(node);
  const shape = compileShape(schema, operation, fragments);
  return async (run) => {
    const merging = Object.assign(run, { data: {} });
    await step(merging);
    return `{"data":${shape(merging.data)}}`;
  };
}

/** An alias with the name of a key hides the key that the next fetch goes by. */
function refuseHiddenKeys(node: PlanNode, operation: OperationDefinitionNode, fragments: Fragments): void {
  const keys = new Set<string>();
  const collect = (part: PlanNode): void => {
    if (part.kind === 'Sequence' || part.kind === 'Parallel') for (const inner of part.nodes) collect(inner);
    else if (part.kind === 'Flatten') collect(part.node);
    else if (part.kind === 'Fetch')
      for (const { selections = [] } of part.requires ?? [])
        for (const { name } of selections) if (name) keys.add(name);
  };
  collect(node);
  const look = ({ alias, name }: FieldNode) => {
    if (alias && alias.value !== name.value && keys.has(alias.value))
      throw new NotCompiled('an alias that hides a key');
  };
  for (const definition of [operation, ...Object.values(fragments)]) visit(definition, { Field: look });
}

/** One fetch that asks for exactly what the client asked for: the subgraph's bytes are the answer. */
function passThrough(
  node: PlanNode,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  schema: GraphQLSchema,
): CompiledPlan | undefined {
  if (node.kind !== 'Fetch' || node.requires) return undefined;
  const request = compileRequest(node);
  const fetched = partsOf(parse(node.operation), undefined);
  const query = schema.getQueryType()!;
  try {
    const asked = outline(schema, query, [operation.selectionSet], fragments);
    if (asked !== outline(schema, query, [fetched.operation.selectionSet], fetched.fragments)) return undefined;
  } catch (error) {
    if (error instanceof NotCompiled) return undefined;
    throw error;
  }
  return async (run) => (await asked(run, node.serviceName, request(run.variables))).text.trimEnd();
}

/** The response keys of a selection in their order; types that can be several are not compared. */
function outline(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  selectionSets: Parameters<typeof fieldsOf>[2],
  fragments: Fragments,
): string {
  const parts: string[] = [];
  for (const [key, fields] of fieldsOf(schema, type, selectionSets, fragments)) {
    const name = fields[0]!.name.value;
    const inner = selectionsOf(fields);
    if (inner.length === 0) {
      parts.push(`${key}:${name}`);
      continue;
    }
    const of = getNamedType(type.getFields()[name]?.type);
    if (!isObjectType(of)) throw new NotCompiled('an abstract type');
    parts.push(`${key}:${name}${outline(schema, of, inner, fragments)}`);
  }
  return `{${parts.join(' ')}}`;
}
