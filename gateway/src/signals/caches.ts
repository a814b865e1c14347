import type { CacheUse } from '@storegraph/executor';
import { type Reading, Readout } from '@storegraph/kit';

const lookups = new Readout(
  {
    name: 'cache_lookups_total',
    help: 'What was looked for in a cache. result: hit, miss, stale (shown because nothing better was to be had).',
    labels: ['cache', 'result'],
  },
  true,
);
const entries = new Readout({ name: 'cache_entries', help: 'How much a cache holds.', labels: ['cache'] });

/** Returns what ends it. */
export function readCaches(caches: Readonly<Record<string, CacheUse>>): () => void {
  const all = Object.entries(caches);
  const lookupsOf = ([cache, { hits, misses, stale }]: (typeof all)[number]): Reading<'cache' | 'result'>[] => [
    [{ cache, result: 'hit' }, hits],
    [{ cache, result: 'miss' }, misses],
    [{ cache, result: 'stale' }, stale],
  ];
  const stops = [
    lookups.read(() => all.flatMap(lookupsOf)),
    entries.read(() => all.map(([cache, use]) => [{ cache }, use.entries()])),
  ];
  return () => stops.forEach((stop) => void stop());
}
