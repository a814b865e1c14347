import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Compare, compareWithApollo, compareWithFirst, compareWithLaw } from './links/compare.ts';
import { librarySupergraph } from './links/library.ts';
import { Caches, createLinks, type Links, waysOf } from './links/links.ts';
import { type Outcome, outcomeOf } from './links/outcome.ts';
import { randomSubgraphs, type Subgraphs } from './links/randomSubgraphs.ts';
import { withWrongAnswers } from './links/wrongAnswers.ts';
import { type RandomOperation, randomOperation } from './random/randomOperations.ts';

/** `EQUALITY_SEED=… EQUALITY_INDEX=…` repeats one operation; EQUALITY_COUNT asks for more of them, over all tests of this file. */
const SEED = Number(process.env.EQUALITY_SEED ?? 20_261_121);
const ONLY = process.env.EQUALITY_INDEX === undefined ? undefined : Number(process.env.EQUALITY_INDEX);
const COUNT = Math.ceil(Number(process.env.EQUALITY_COUNT ?? (process.env.THOROUGH === '1' ? 2_000 : 600)) / 6);
const TIMEOUT_IN_MS = 60_000 + COUNT * 500;

const supergraphs: Record<string, () => string> = {
  'the shop': () => readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8'),
  'a library of interfaces, unions and objects that stand for interfaces': librarySupergraph,
};

describe.each(Object.keys(supergraphs))('%s', (name) => {
  const supergraph = supergraphs[name]!();
  const subgraphs = randomSubgraphs(supergraph, SEED);
  let links: Links;
  beforeAll(async () => {
    links = await createLinks(supergraph);
  });
  afterAll(() => links.stop());

  const operationAt = (index: number) =>
    randomOperation({ schema: links.schema, seed: SEED, mutationPercent: 15, values: {} }, index);

  interface Kind {
    /** What subgraphs answer to one operation. */
    subgraphs(operation: RandomOperation, seed: number): Subgraphs;
    caches(): Caches;
    compare(operation: RandomOperation): Compare;
    /** Whether the first of our own answers is what others are compared with. */
    ours?: true;
  }

  /** Runs operations by every way, and tells of those whose outcomes differ. */
  async function run(kind: Kind): Promise<Map<string, number>> {
    const tally = new Map<string, number>();
    const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);
    const found: string[] = [];
    for (let index = ONLY ?? 0; index < (ONLY === undefined ? COUNT : ONLY + 1); index++) {
      const operation = operationAt(index);
      const [law, compare] = [compareWithLaw(links.schema, operation), kind.compare(operation)];
      const said = kind.subgraphs(operation, index);
      const outcomes: Outcome[] = [];
      for (const way of waysOf(links, kind.caches())) {
        const outcome = await outcomeOf(way, operation, said);
        outcomes.push(outcome);
        count(outcome.by);
        const reference = outcomes[kind.ours ? 1 : 0];
        const problem = law(outcome, outcomes[1] ?? outcome) ?? (reference && compare(outcome, reference));
        if (!problem) continue;
        found.push(textOf(index, problem, operation, outcome, reference));
        break;
      }
      count(kindOf(outcomes[1]));
    }
    expect([`${found.length} differences`, ...found.slice(0, 3)].join('\n\n')).toBe('0 differences');
    expect(links.failures).toEqual([]);
    return tally;
  }

  test(
    'an operation has one answer, whichever link gives it',
    async () => {
      const caches = new Caches();
      const tally = await run({
        subgraphs: () => subgraphs,
        caches: () => caches,
        compare: (operation) => compareWithApollo(links.schema, operation),
      });
      if (ONLY !== undefined) return;
      // an empty comparison would succeed as well
      expect(tally.get('compiledPlan')).toBeGreaterThan(COUNT * 3);
      expect(tally.get('keptAnswers')).toBeGreaterThan(COUNT / 2);
      expect(tally.get('answers with nulls')).toBeGreaterThan(COUNT / 10);
    },
    TIMEOUT_IN_MS,
  );

  test(
    'whatever subgraphs get wrong, each link makes of it what Apollo does',
    async () => {
      const tally = await run({
        subgraphs: ({ query }, seed) => withWrongAnswers(subgraphs, { seed, wrongness: 'survived', query }),
        caches: () => new Caches(),
        compare: (operation) => compareWithApollo(links.schema, operation),
      });
      if (ONLY === undefined) expect(tally.get('answers with errors beside data')).toBeGreaterThan(COUNT / 5);
    },
    TIMEOUT_IN_MS,
  );

  test(
    'and where Apollo gives up, the answer is still one that the schema allows, with a place and a code for each error',
    async () => {
      const tally = await run({
        subgraphs: ({ query }, seed) => withWrongAnswers(subgraphs, { seed, wrongness: 'anything', query }),
        caches: () => new Caches(),
        compare: () => compareWithFirst,
        ours: true,
      });
      if (ONLY === undefined) expect(tally.get('answers with errors beside data')).toBeGreaterThan(COUNT / 5);
    },
    TIMEOUT_IN_MS,
  );
});

function kindOf(outcome: Outcome | undefined): string {
  if (!outcome?.data) return 'answers without data';
  if (outcome.errors.length > 0) return 'answers with errors beside data';
  return JSON.stringify(outcome.data).includes('null') ? 'answers with nulls' : 'answers without nulls';
}

function textOf(
  index: number,
  problem: string,
  { query, variables }: RandomOperation,
  outcome: Outcome,
  reference: Outcome | undefined,
): string {
  const shown = ({ data, errors }: Outcome) => JSON.stringify({ data, errors }).slice(0, 3_000);
  return [
    `EQUALITY_SEED=${SEED} EQUALITY_INDEX=${index} by "${outcome.way}": ${problem}`,
    query,
    `variables ${JSON.stringify(variables)}`,
    ...outcome.asked.map((body) => `asked ${body.slice(0, 1_000)}`),
    `${outcome.way}: ${shown(outcome)}`,
    ...(reference ? [`${reference.way}: ${shown(reference)}`] : []),
  ].join('\n');
}
