import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Executor } from './chain.ts';
import type { Passage } from './passage.ts';
import { type SubgraphAnswer, type SubgraphRequest, subgraphOperation } from './subgraphRequest.ts';

/** A fetch of Apollo's executor as every other one: the same body, each entity once. */
export async function askAsApollo<Context>(
  subgraph: string,
  { request }: GraphQLDataSourceProcessOptions<Record<string, any>>,
  passage: Passage<Context>,
  ask: Executor<SubgraphRequest<Context>, SubgraphAnswer>,
) {
  if (passage.known) return { data: null } as never; // it only plans
  const { query = '', operationName, variables: given = {} } = request;
  const { representations, ...variables } = given as { representations?: unknown[] };
  const texts = representations?.map((representation) => JSON.stringify(representation));
  const unique = texts && [...new Set(texts)];
  const answer = await ask({
    operation: subgraphOperation(subgraph, query, operationName),
    variables: JSON.stringify(variables).slice(1, -1),
    representations: unique,
    context: passage.context,
  });
  if (answer.tags === null) passage.tags = null;
  else for (const tag of answer.tags) passage.tags?.add(tag);
  const entities = answer.data?._entities;
  if (Array.isArray(entities) && entities.includes(null)) passage.isPartial = true;
  const { data, errors } = texts && unique ? forEach(texts, unique, answer) : answer;
  return { data, ...(errors.length > 0 && { errors }) } as never;
}

/** Apollo expects an entity for each place, and writes into them. */
function forEach(texts: readonly string[], unique: readonly string[], answer: SubgraphAnswer): SubgraphAnswer {
  const entities = answer.data?._entities;
  const isWhole = Array.isArray(entities) && entities.length === unique.length;
  const indexes = new Map(unique.map((text, index) => [text, index]));
  const data = isWhole
    ? { _entities: texts.map((text) => structuredClone(entities[indexes.get(text)!])) }
    : answer.data;
  const errors = answer.errors.map((error) => {
    const [root, index, ...rest] = error.path ?? [];
    return typeof index === 'number' ? { ...error, path: [root!, texts.indexOf(unique[index]!), ...rest] } : error;
  });
  return { ...answer, data, errors };
}
