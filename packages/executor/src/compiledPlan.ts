import { GraphQLError } from 'graphql';
import type { Executor, Link } from './chain.ts';
import { notAllowed } from './limits.ts';
import type { Admit, Answer, FormatError, Operation, OperationFacts, Variables } from './operation.ts';
import type { PlanResult } from './plan/compile.ts';
import type { KnownOperation, PlanStore } from './planStore.ts';
import { argumentsOf } from './rootFields.ts';
import type { SubgraphAnswer, SubgraphRequest } from './subgraphRequest.ts';

export interface PlanOptions<Context> {
  ask: Executor<SubgraphRequest<Context>, SubgraphAnswer>;
  formatError: FormatError<Context>;
  admit?: Admit<Context>;
  /** Errors that one answer has at most. */
  maxErrors: number;
  maxCost: number;
  /** Characters that one answer has at most. */
  maxLength: number;
}

/** Runs a plan that was made before as code: operations that are known by their text are neither parsed nor planned again. */
export function compiledPlan<Context>(
  plans: PlanStore,
  options: PlanOptions<Context>,
): Link<Operation<Context>, Answer> {
  return (next) => async (operation) => {
    const { source, operationName, variables, context, from, readOnly } = operation;
    const known = from === 'apollo' ? undefined : plans.find(source, operationName);
    if (!known || (readOnly && known.facts.kind !== 'query')) return next(operation);
    const coerced = known.plan.coerce(variables);
    const cost = coerced ? known.costOf(coerced) : 0;
    // what is wrong is for Apollo to say; nothing was sent yet
    if (!coerced || cost > options.maxCost) return next(operation);
    const facts = { ...known.facts, cost };
    try {
      await options.admit?.({ facts, context, arguments: argumentsIn(known, coerced) });
    } catch (error) {
      return { ...refusal(error, context, options), facts };
    }
    return runKnown(known, operation, options, facts);
  };
}

/** Runs a plan for an operation that was checked and admitted. */
export async function runKnown<Context>(
  known: KnownOperation,
  { variables, context }: Operation<Context>,
  options: Omit<PlanOptions<Context>, 'maxCost'>,
  facts: OperationFacts,
): Promise<Answer> {
  const coerced = known.plan.coerce(variables) ?? {};
  // a plan is compiled for all contexts: whose `ask` it is given takes its own
  const result = await known.plan.run({ variables, coerced, context, ask: options.ask as never });
  const answer = answerOf(result, context, options);
  // what changes something happens each time, whatever its subgraph says
  return { ...answer, tags: facts.kind === 'query' ? answer.tags : null, facts };
}

const argumentsIn =
  ({ rootFields }: KnownOperation, variables: Variables) =>
  (rootField: string, path: readonly string[]): unknown[] =>
    argumentsOf(rootFields, rootField, path, variables);

const INVALID = 'A subgraph sent a value that the schema does not allow';

interface HttpExtension {
  status?: number;
  headers?: Iterable<[string, string]>;
}

/** An answer without data; with `data: null` when it was executed all the same. */
function refusal<Context>(
  error: unknown,
  context: Context,
  { formatError }: Pick<PlanOptions<Context>, 'formatError'>,
  nothing: { data?: null } = {},
): Answer {
  if (!(error instanceof GraphQLError)) throw error;
  const { http, ...extensions } = error.extensions as { http?: HttpExtension };
  const formatted = formatError({ message: error.message, extensions }, error, context);
  return {
    text: JSON.stringify({ errors: [formatted], ...nothing }),
    status: http?.status ?? 400,
    headers: Object.fromEntries(http?.headers ?? []),
    by: 'compiledPlan',
    tags: null,
    codes: [String(formatted.extensions?.code)],
  };
}

function answerOf<Context>(
  { data, errors, invalid, tags }: PlanResult,
  context: Context,
  options: Omit<PlanOptions<Context>, 'maxCost'>,
): Answer {
  const { formatError, maxErrors, maxLength } = options;
  if (data.length > maxLength) return { ...refusal(tooLong(maxLength), context, options, { data: null }), status: 200 };
  const answer = { status: 200, headers: {}, by: 'compiledPlan' as const };
  if (errors.length === 0 && invalid.length === 0) return { ...answer, text: `{"data":${data}}`, tags, codes: [] };
  const format = (message: string, path: readonly (string | number)[] = [], extensions?: Record<string, unknown>) =>
    formatError({ message, path, extensions }, new Error(message), context);
  const formatted = [
    ...errors.slice(0, maxErrors).map(({ message, path, extensions }) => format(message, path, extensions)),
    ...invalid.slice(0, maxErrors).map((path) => format(INVALID, path)),
  ];
  const codes = formatted.map(({ extensions }) => String(extensions?.code));
  return { ...answer, text: `{"errors":${JSON.stringify(formatted)},"data":${data}}`, tags: null, codes };
}

export const tooLong = (limit: number): GraphQLError =>
  notAllowed('answerLength', `The answer would have more than ${limit} characters: ask for less at once`, { limit });
