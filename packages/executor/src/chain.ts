/** Turns a request into an answer. */
export type Executor<Request, Answer> = (request: Request) => Promise<Answer>;

/** An executor that leaves to the next one what it cannot do itself. */
export type Link<Request, Answer> = (next: Executor<Request, Answer>) => Executor<Request, Answer>;

/** The links in the order in which they are asked. The last one can do everything. */
export const chain = <Request, Answer>(
  links: readonly Link<Request, Answer>[],
  last: Executor<Request, Answer>,
): Executor<Request, Answer> => links.reduceRight((next, link) => link(next), last);

/** Those of the links that are named in a list such as "keptAnswers,compiledPlan". */
export const usedLinks = <Request, Answer>(
  links: Record<string, Link<Request, Answer>>,
  list: string,
): Link<Request, Answer>[] =>
  Object.entries(links).flatMap(([name, link]) => (list.split(',').includes(name) ? [link] : []));
