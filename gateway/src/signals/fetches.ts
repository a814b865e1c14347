import type { Executor, SubgraphAnswer, SubgraphRequest } from '@storegraph/executor';
import { Durations, inSpan } from '@storegraph/kit';
import type { GatewayContext } from '../context.ts';
import type { FetchOutcome } from './explain.ts';

const durations = new Durations({
  name: 'subgraph_fetch_duration_seconds',
  help: 'How long fetches from subgraphs took. outcome: answered, errors (with an answer), unavailable (without one).',
  labels: ['subgraph', 'kind', 'outcome'],
});
type Fetch = Executor<SubgraphRequest<GatewayContext>, SubgraphAnswer>;

/** Every fetch from a subgraph as part of the trace, in the metrics, and in what is explained. */
export const observedFetches =
  (send: Fetch): Fetch =>
  (request) => {
    const { operation, context, representations } = request;
    if (context.deadline === Number.NEGATIVE_INFINITY) return send(request); // warming up sends nothing
    const { subgraph, kind } = operation;
    const entities = representations?.length;
    const attributes = { to: subgraph, 'graphql.operation.type': kind, entities };
    return inSpan(`fetch ${subgraph}`, { kind: 'client', attributes }, async (span) => {
      const started = performance.now();
      const answer = await send(request);
      const milliseconds = performance.now() - started;
      const outcome = outcomeOf(answer);
      if (outcome === 'unavailable') span?.fail(outcome);
      durations.observe({ subgraph, kind, outcome }, milliseconds);
      context.explain?.fetches.push({ subgraph, entities, milliseconds, outcome });
      return answer;
    });
  };

function outcomeOf({ errors }: SubgraphAnswer): FetchOutcome {
  if (errors.length === 0) return 'answered';
  return errors.every(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE') ? 'unavailable' : 'errors';
}
