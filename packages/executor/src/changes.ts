import { LRUCache } from 'lru-cache';

/** The tag of what shows all that there is, such as a list that anything could enter. */
export const EVERYTHING = '*';

const MAX_TAGS = 10_000;
/** What no event is about (how well something sells) is at most this old, wherever it is kept. */
export const BACKSTOP_IN_MS = 30_000;

/** What has changed, counted: something kept holds when nothing that it shows has changed since it was asked for. */
export class Changes {
  private count = 0;
  /** The last change that says only that something has changed. */
  private ofAnything = 0;
  private readonly byTag = new LRUCache<string, number>({
    max: MAX_TAGS,
    // what is not remembered could be anything
    dispose: (count, _tag, reason) => {
      if (reason === 'evict') this.ofAnything = Math.max(this.ofAnything, count);
    },
  });

  /** Without tags: anything may have changed. */
  publish(tags?: readonly string[]): void {
    this.count++;
    if (tags) for (const tag of tags) this.byTag.set(tag, this.count);
    else this.ofAnything = this.count;
  }

  /** Ask before asking subgraphs. */
  now(): number {
    return this.count;
  }

  /** Whether what was asked for at `since`, and shows `tags`, is still right. */
  hold(tags: readonly string[], since: number): boolean {
    if (since === this.count) return true;
    if (since < this.ofAnything) return false;
    return tags.every((tag) => tag !== EVERYTHING && (this.byTag.get(tag) ?? 0) <= since);
  }
}
