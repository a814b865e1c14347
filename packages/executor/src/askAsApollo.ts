import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Executor } from './chain.ts';
import type { Passage } from './passage.ts';
import { isObject, own, withoutTypename } from './plan/data.ts';
import { placeOf, type SubgraphAnswer, type SubgraphRequest, subgraphOperation } from './subgraphRequest.ts';

/** A fetch of Apollo's executor as every other one: the same body, each entity once. */
export async function askAsApollo<Context>(
  subgraph: string,
  { request }: GraphQLDataSourceProcessOptions<Record<string, unknown>>,
  passage: Passage<Context>,
  ask: Executor<SubgraphRequest<Context>, SubgraphAnswer>,
) {
  if (passage.known) return { data: null }; // it only plans
  const { query = '', operationName, variables: given = {} } = request;
  const { representations, ...variables } = given as { representations?: Representation[] };
  const places = representations?.map((representation) => ({ representation, text: JSON.stringify(representation) }));
  const unique = places && [...new Set(places.map(({ text }) => text))];
  const sent = {
    operation: subgraphOperation(subgraph, query, operationName),
    variables: JSON.stringify(variables).slice(1, -1),
    representations: unique,
    context: passage.context,
  };
  const received = await ask(sent);
  const answer = { ...received, errors: received.errors.map((error) => ({ ...error, path: placeOf(error, sent) })) };
  if (answer.tags === null) passage.tags = null;
  else for (const tag of answer.tags) passage.tags?.add(tag);
  const entities = answer.data?._entities;
  if (Array.isArray(entities) && entities.includes(null)) passage.isPartial = true;
  const { data, errors } = places && unique ? forEach(places, unique, answer) : atRoot(answer);
  return { data, ...(errors.length > 0 && { errors }) };
}

interface Representation {
  __typename: string;
}

/** Where Apollo wants an entity, and what it asks for there. */
interface Place {
  representation: Representation;
  text: string;
}

/** A subgraph may have a name of its own for the type at its root. */
const atRoot = (answer: SubgraphAnswer): SubgraphAnswer => ({
  ...answer,
  data: answer.data && withoutTypename(answer.data),
});

/** Apollo expects an entity for each place, and writes into them. */
function forEach(places: readonly Place[], unique: readonly string[], answer: SubgraphAnswer): SubgraphAnswer {
  const entities = answer.data?._entities;
  const isWhole = Array.isArray(entities) && entities.length === unique.length;
  const found = new Map(unique.map((text, index) => [text, isWhole ? entities[index] : null]));
  const data = isWhole
    ? { _entities: places.map(({ representation, text }) => renamed(found.get(text), representation)) }
    : answer.data && { _entities: null }; // Apollo counts places: by chance there could be as many
  const errors = answer.errors.map((error) => {
    const asked = unique[error.path?.[1] as number] ?? unique[0];
    return {
      ...error,
      path: error.path?.with(
        1,
        places.findIndex(({ text }) => text === asked),
      ),
    };
  });
  return { ...answer, data, errors };
}

/** A subgraph that knows an interface as an object repeats the interface's name: Apollo would take it for the object's type. */
function renamed(entity: unknown, { __typename }: Representation): unknown {
  const copy = structuredClone(entity);
  return isObject(copy) && own(copy, '__typename') === __typename ? withoutTypename(copy) : copy;
}
