import type { SubgraphAnswer, SubgraphError } from '@storegraph/executor';

/** Reads what a subgraph sent, which may be anything. Throws for what is no answer of GraphQL. */
export function readAnswer(text: string): Pick<SubgraphAnswer, 'data' | 'errors'> {
  const answer: unknown = JSON.parse(text);
  if (!isRecord(answer)) throw new Error('Not a GraphQL answer: no object');
  const errors = Array.isArray(answer.errors) ? answer.errors.filter(isRecord).map(readError) : [];
  const data = answer.data ?? null;
  if (data !== null && !isRecord(data)) throw new Error('Not a GraphQL answer: data is no object');
  if (data === null && errors.length === 0) throw new Error('Not a GraphQL answer: neither data nor errors');
  return { data, errors };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function readError({ message, path, extensions }: Record<string, unknown>): SubgraphError {
  return {
    message: typeof message === 'string' ? message : 'A subgraph says that something is wrong',
    ...(Array.isArray(path) && { path: path.filter(isStep) }),
    ...(isRecord(extensions) && { extensions }),
  };
}

const isStep = (step: unknown): step is string | number => typeof step === 'string' || typeof step === 'number';
