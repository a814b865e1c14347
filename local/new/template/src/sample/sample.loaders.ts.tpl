import { isStaff } from '@storegraph/commerce';
import { isOneOf, type LoaderScope, loadOne } from '@storegraph/kit';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { samples } from './sample.table.ts';

/** Which of them the one who asks may see: their own, as staff all. */
function visibleSamples({ viewer }: Pick<LoaderScope, 'viewer'>): SQL | undefined {
  if (isStaff(viewer)) return undefined;
  return viewer ? eq(samples.userId, viewer.id) : sql`false`;
}

export const sampleLoaders = ({ db, viewer }: Pick<LoaderScope, 'db' | 'viewer'>) => ({
  /** Someone else's is indistinguishable from none. */
  sample: loadOne(
    (ids) =>
      db
        .select()
        .from(samples)
        .where(and(isOneOf(samples.id, ids), visibleSamples({ viewer }))),
    ({ id }) => id,
  ),
});
export type SampleLoaders = ReturnType<typeof sampleLoaders>;
