import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { contract, event, type SubgraphDefinition } from '../../src/index.ts';

@Resolver()
class ThingResolver {
  @Query(() => String)
  thing(): string {
    return 'a thing';
  }
}

const folder = mkdtempSync(join(tmpdir(), 'kit-signals-'));
mkdirSync(join(folder, 'meta'));
writeFileSync(
  join(folder, 'meta/_journal.json'),
  JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: [{ idx: 0, version: '7', when: 1, tag: '0000_none', breakpoints: true }],
  }),
);
writeFileSync(join(folder, '0000_none.sql'), 'SELECT 1');

export const { ThingTaken } = contract('things', {
  events: { ThingTaken: event(z.object({ number: z.number().optional() }), { to: ['others'] }) },
  commands: {},
});

/** A subgraph with nothing but events and jobs. */
export const things: SubgraphDefinition = {
  name: 'things',
  migrations: pathToFileURL(folder),
  resolvers: [ThingResolver],
  loaders: () => ({}),
  jobs: { count: async () => {} },
};
