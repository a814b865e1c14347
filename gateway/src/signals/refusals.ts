import { Counter } from '@storegraph/kit';

const refusals = new Counter({
  name: 'rate_limit_refusals_total',
  help: 'Requests that were refused because there were too many, by the limit.',
  labels: ['limit'],
});

/** `limit`: the name of a limit, of which there is a bounded number. */
export const countRefusal = (limit: string): void => refusals.add({ limit });
