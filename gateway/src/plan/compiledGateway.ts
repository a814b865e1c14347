import type { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { Logger } from '@storegraph/kit';
import { type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayContext } from '../context.ts';
import { type CompiledPlan, compilePlan, type PlannedOperation } from './compile.ts';
import type { Ask, Run } from './fetches.ts';
import { NotCompiled } from './planNode.ts';

type Gateway = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];

const MAX_PLANS = 500;
const TEXT = Symbol('text');

/** What ApolloGateway tells about a plan that it made or remembered. */
export interface ResolvedPlan {
  queryPlan: unknown;
  requestContext: { queryHash?: string; source?: string; document?: unknown; operationName?: string | null };
}

/** Plans are ApolloGateway's; those that can be are run as compiled code, and everything else by ApolloGateway itself. */
export class CompiledPlans {
  private readonly plans = new LRUCache<string, CompiledPlan | 'stock'>({ max: MAX_PLANS });
  /** The same plans by the text of their operation, which was parsed and validated when it came first. */
  private readonly known = new LRUCache<string, { plan: CompiledPlan; name: string | null }>({ max: MAX_PLANS });
  private schema: GraphQLSchema | undefined;

  constructor(
    private readonly askOf: (context: GatewayContext) => Ask,
    private readonly log: Logger,
  ) {}

  get apiSchema(): GraphQLSchema {
    return this.schema!;
  }

  /** The callback for ApolloGateway: compiles a plan when it is seen first. */
  readonly learn = ({ queryPlan, requestContext }: ResolvedPlan): void => {
    const key = keyOf(requestContext);
    if (!this.schema || this.plans.has(key)) return;
    try {
      const { document, operationName } = requestContext as Pick<PlannedOperation, 'document' | 'operationName'>;
      const plan = compilePlan({ plan: queryPlan as never, document, operationName, schema: this.schema });
      this.plans.set(key, plan);
      const { source } = requestContext;
      const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
      if (source && operations.length === 1)
        this.known.set(source, { plan, name: (operations[0] as OperationDefinitionNode).name?.value ?? null });
    } catch (error) {
      if (!(error instanceof NotCompiled)) this.log.warn({ err: error }, 'a query plan could not be compiled');
      this.plans.set(key, 'stock');
    }
  };

  /**
   * Answers an operation that is known by its text, without parsing and validating it again. Null when it is not known, or
   * when the stock executor has to answer. Documents with several operations are not known by their text.
   */
  async answer(body: unknown, context: GatewayContext): Promise<{ text: string; name: string | null } | null> {
    const { query, operationName, variables, extensions } = (body ?? {}) as Record<string, unknown>;
    if (typeof query !== 'string' || extensions != null || context.stock) return null;
    const found = this.known.get(query);
    if (!found || (operationName != null && operationName !== found.name)) return null;
    if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return null;
    const text = await this.run(found.plan, (variables ?? {}) as Record<string, unknown>, context);
    return text === null ? null : { text, name: found.name };
  }

  private async run(plan: CompiledPlan, variables: Record<string, unknown>, context: GatewayContext) {
    context.memo = new Map();
    const run: Run = { variables, ask: this.askOf(context), entities: context.entities, tags: new Set() };
    const text = await plan(run);
    if (text !== null) {
      context.answeredBy?.('compiled');
      if (run.tags) context.keep?.(text, [...run.tags]);
    }
    return text;
  }

  /** A gateway for Apollo Server that runs `inner`, faster. */
  around(inner: ApolloGateway): Gateway {
    const stock = inner as unknown as Gateway;
    return {
      load: async (options) => {
        const { executor } = await stock.load(options);
        return {
          executor: async (request) => {
            const context = request.context as unknown as GatewayContext;
            // what was asked already without success is not asked again
            const plan = context.stock || context.memo ? undefined : this.plans.get(keyOf(request));
            if (typeof plan === 'function') {
              const text = await this.run(plan, request.request.variables ?? {}, context);
              if (text !== null) return { data: { [TEXT]: text } } as never;
            }
            context.answeredBy?.('stock');
            return executor!(request);
          },
        };
      },
      onSchemaLoadOrUpdate: (tell) =>
        stock.onSchemaLoadOrUpdate((schemas) => {
          this.schema = schemas.apiSchema;
          this.plans.clear();
          this.known.clear();
          tell(schemas);
        }),
      stop: () => stock.stop(),
    };
  }
}

const keyOf = ({ queryHash, operationName }: { queryHash?: string; operationName?: string | null }): string =>
  `${queryHash} ${operationName ?? ''}`;

/** The answer of a compiled plan is ready already. */
export function stringifyAnswer(answer: { data?: unknown; errors?: unknown; extensions?: unknown }): string {
  const text = (answer.data as { [TEXT]?: string } | null | undefined)?.[TEXT];
  return text ?? JSON.stringify(answer);
}
