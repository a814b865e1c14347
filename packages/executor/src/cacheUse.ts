/** How a cache does, counted from its start: for whoever measures. */
export class CacheUse {
  hits = 0;
  misses = 0;
  /** Shown although it is old: what could renew it did not answer. */
  stale = 0;
  entries: () => number = () => 0;
}
