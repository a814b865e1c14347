import { Query, Resolver } from 'type-graphql';
import { expect } from 'vitest';
import type { Service, SubgraphDefinition } from '../src/index.ts';
import { migrationsOf } from './migrations.ts';

@Resolver()
class NothingResolver {
  @Query(() => String)
  nothing(): string {
    return 'nothing';
  }
}

/** A subgraph with nothing to ask for, for tests of what stands behind the graph. */
export const bareSubgraph = (name: string, statement = 'SELECT 1'): SubgraphDefinition => ({
  name,
  migrations: migrationsOf(statement),
  resolvers: [NothingResolver],
  loaders: () => ({}),
});

/** All seconds are compared within a transaction, where the clock of Postgres stands still; nothing of it stays. */
export async function whileTheClockStands(service: Service, run: (at: Service) => Promise<void>): Promise<void> {
  const undo = new Error('nothing of it stays');
  const whole = service.db.transaction(async (tx) => {
    await run({ ...service, db: tx as unknown as Service['db'] });
    throw undo;
  });
  await expect(whole).rejects.toBe(undo);
}
