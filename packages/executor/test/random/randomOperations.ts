import { type GraphQLSchema, parse, validate } from 'graphql';
import { costOf, problemsOf, usualLimits as limits } from '../../src/index.ts';
import { OperationWriter } from './operationWriter.ts';
import { Random } from './random.ts';
import type { ValuePool } from './randomValues.ts';

export interface RandomOperation {
  query: string;
  variables: Record<string, unknown>;
}

export interface GeneratorOptions {
  schema: GraphQLSchema;
  seed: number;
  /** Plausible and odd values; what is not named is made from its type. */
  values: ValuePool;
  /** Arguments of which one is given, mostly: `{ 'Query.product': ['slug', 'id'] }`. */
  alternatives?: Record<string, readonly string[]>;
  /** Fields that are never the same twice. */
  leftOut?: readonly string[];
  /** Names that variables may not have. */
  refusedVariables?: readonly string[];
  /** How many of a hundred are mutations of one field. Default: none. */
  mutationPercent?: number;
}

/**
 * A valid operation within the usual limits. It can be repeated by seed and index alone. Each odd one is the document of the one
 * before it with other variables, so that what is kept by a document's text meets values that it has not seen.
 */
export function randomOperation(options: GeneratorOptions, index: number): RandomOperation {
  const isAgain = index % 2 === 1;
  for (let attempt = 0; ; attempt++) {
    const random = new Random(options.seed * 1_000_003 + (index - Number(isAgain)) * 101 + attempt);
    const writer = new OperationWriter(options, random);
    const query = writer.operation();
    const document = parse(query);
    const invalid = validate(options.schema, document);
    if (invalid.length > 0) throw new Error(`Operation ${index} is not valid: ${invalid[0]!.message}\n${query}`);
    if ((document.tokenCount ?? 0) > limits.tokens || problemsOf(document, limits).length > 0) continue;
    const [variables, others] = [writer.variables.values(), writer.variables.otherValues()];
    const isCheap = [variables, others].every((each) => costOf(options.schema, document, each) <= limits.cost);
    if (isCheap) return { query, variables: isAgain ? others : variables };
  }
}
