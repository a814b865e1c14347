import {
  type ASTNode,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Variables } from '../operation.ts';
import { publicName } from '../privateNames.ts';
import type { SubgraphError } from '../subgraphRequest.ts';
import { compileNullChecks } from '../variables.ts';
import { complete } from './complete.ts';
import type { Path } from './data.ts';
import { NotCompiled, type PlanNode } from './queryPlan.ts';
import type { Run } from './run.ts';
import type { Fragments, Reading } from './selection.ts';
import { compileNode } from './steps.ts';
import { compileWriter, Irregular } from './write.ts';

export interface PlannedOperation {
  plan: { node?: PlanNode };
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** What clients see. */
  apiSchema: GraphQLSchema;
  /** With what is hidden from them. */
  supergraphSchema: GraphQLSchema;
}

export interface PlanResult {
  /** JSON of the answer's data. */
  data: string;
  errors: readonly SubgraphError[];
  /** Places of values that subgraphs should not have sent, where no error explains them. */
  invalid: readonly Path[];
  /** What it shows, when all of it is public; otherwise null. */
  tags: readonly string[] | null;
}

export interface CompiledPlan {
  /** The client's variables with the operation's defaults; null when they do not fit, which is Apollo's to say. */
  coerce(variables: Variables): Variables | null;
  run(run: Pick<Run, 'variables' | 'coerced' | 'context' | 'ask'>): Promise<PlanResult>;
}

/** A query plan as code, made once per operation. Throws NotCompiled for what is left to Apollo. */
export function compilePlan({
  plan,
  document,
  operation,
  apiSchema,
  supergraphSchema,
}: PlannedOperation): CompiledPlan {
  const root = apiSchema.getRootType(operation.operation);
  if (!root || operation.directives?.length || !plan.node) throw new NotCompiled('an operation of another form');
  const step = compileNode(plan.node, supergraphSchema);
  const shapeFor = compileShapes(apiSchema, root, operation, fragmentsOf(document));
  const definitions = operation.variableDefinitions ?? [];
  const mayNotBeNull = compileNullChecks(apiSchema, document, operation);
  return {
    coerce(variables) {
      if (definitions.length === 0) return variables;
      if (mayNotBeNull(variables)) return null;
      const { errors, coerced } = getVariableValues(apiSchema, definitions, variables as Record<string, unknown>);
      return errors ? null : coerced;
    },
    async run(given) {
      const run: Run = {
        ...given,
        data: Object.create(null),
        errors: [],
        repeatedErrors: [],
        tags: new Set(),
        isPartial: false,
      };
      await step(run);
      const { data, invalid } = shapeFor(run.coerced)(run.data, run.isPartial);
      const errors = [...run.errors, ...run.repeatedErrors].map(withPublicPath);
      const isWhole = errors.length === 0 && invalid.length === 0;
      return {
        data,
        errors,
        invalid: errors.length > 0 ? [] : invalid,
        tags: isWhole && run.tags ? [...run.tags] : null,
      };
    },
  };
}

const withPublicPath = (error: SubgraphError): SubgraphError => ({ ...error, path: error.path?.map(publicName) });

const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );

type Shape = (data: Run['data'], isPartial: boolean) => { data: string; invalid: readonly Path[] };
const NONE: readonly Path[] = [];
/** Each may double the number of shapes. */
const MAX_CONDITIONS = 4;

/** One shape for each combination of the variables that @skip and @include go by, made when it is needed. */
function compileShapes(
  schema: GraphQLSchema,
  root: GraphQLObjectType,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): (variables: Variables) => Shape {
  const names = conditionVariables([operation, ...fragments.values()]);
  if (names.length > MAX_CONDITIONS) throw new NotCompiled('many conditions');
  const shapes = new Map<string, Shape>();
  const shapeFor = (variables: Variables): Shape => {
    const key = names.map((name) => (variables[name] ? '1' : '0')).join('');
    let shape = shapes.get(key);
    if (!shape) {
      const conditions = new Map(names.map((name) => [name, Boolean(variables[name])]));
      shape = compileShape({ schema, fragments, conditions }, root, operation);
      shapes.set(key, shape);
    }
    return shape;
  };
  shapeFor({}); // what cannot be compiled is told now
  return shapeFor;
}

function conditionVariables(definitions: readonly ASTNode[]): string[] {
  const names = new Set<string>();
  for (const definition of definitions)
    visit(definition, {
      Directive: ({ arguments: [argument] = [] }) => {
        if (argument?.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
      },
    });
  return [...names];
}

function compileShape(reading: Reading, root: GraphQLObjectType, { selectionSet }: OperationDefinitionNode): Shape {
  const write = compileWriter(reading, root, selectionSet);
  return (input, isPartial) => {
    try {
      return { data: write(input), invalid: NONE };
    } catch (error) {
      if (!(error instanceof Irregular)) throw error;
      const { data, invalid } = complete(reading, root, selectionSet, input, isPartial);
      return { data: JSON.stringify(data), invalid };
    }
  };
}
