import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { compileCost } from './cost.ts';
import type { OperationFacts, Variables } from './operation.ts';
import { operationKey } from './operationKey.ts';
import { type CompiledPlan, compilePlan } from './plan/compile.ts';
import { NotCompiled, type PlanNode } from './plan/queryPlan.ts';
import { rootFieldsOf } from './rootFields.ts';

const MAX_PLANS = 500;
const MAX_BYTES = 16 * 2 ** 20;

/** An operation that was parsed, validated and planned before. */
export interface KnownOperation {
  facts: Omit<OperationFacts, 'cost'>;
  costOf(variables: Variables): number;
  rootFields: readonly FieldNode[];
  plan: CompiledPlan;
}

export interface Planned {
  source: string;
  operationName: string | null;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  plan: { node?: PlanNode };
}

export interface Schemas {
  apiSchema: GraphQLSchema;
  supergraphSchema: GraphQLSchema;
}

/** Plans that Apollo made, as code, by the text of their operation and its name. */
export class PlanStore {
  private readonly known = new LRUCache<string, KnownOperation>({
    max: MAX_PLANS,
    maxSize: MAX_BYTES,
    sizeCalculation: (_, key) => key.length * 10,
  });
  private schemas: Schemas | undefined;

  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** Forgets everything: plans are made for one supergraph. */
  useSchemas(schemas: Schemas): void {
    this.schemas = schemas;
    this.known.clear();
  }

  get apiSchema(): GraphQLSchema {
    return this.schemas!.apiSchema;
  }

  get size(): number {
    return this.known.size;
  }

  find(source: string, operationName: string | null): KnownOperation | undefined {
    return this.known.get(operationKey(source, operationName));
  }

  /** Compiles what Apollo has planned; undefined for what stays Apollo's. */
  learn({ source, operationName, document, operation, plan }: Planned): KnownOperation | undefined {
    if (!this.schemas) return undefined;
    const key = operationKey(source, operationName);
    const before = this.known.get(key);
    if (before) return before;
    try {
      const fragments = fragmentsOf(document);
      const rootFields = rootFieldsOf(operation, fragments);
      const known = {
        facts: factsOf(operation, rootFields),
        costOf: compileCost(this.schemas.apiSchema, operation, fragments),
        rootFields,
        plan: compilePlan({ plan, document, operation, ...this.schemas }),
      };
      this.known.set(key, known);
      return known;
    } catch (error) {
      if (!(error instanceof NotCompiled)) this.onFailure(error);
      return undefined;
    }
  }
}

export const factsOf = (
  { name, operation }: OperationDefinitionNode,
  rootFields: readonly FieldNode[],
): Omit<OperationFacts, 'cost'> => ({
  name: name?.value ?? null,
  kind: operation,
  rootFields: [...new Set(rootFields.map((field) => field.name.value))],
});

export const fragmentsOf = (document: DocumentNode): Map<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
