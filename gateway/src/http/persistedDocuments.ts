import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const MAX_TEXT_LENGTH = 10_000;
/** Characters. Together some 4 MB, however many clients there are. */
const MAX_NEW = { max: 500, maxSize: 500_000 };
const MAX_PROVEN = { max: 1_000, maxSize: 1_500_000 };

/**
 * Automatic persisted queries: documents that clients have registered, by the SHA-256 of their text. Those that were asked for
 * by their hash are kept apart from those that were only registered, so that registering pushes nothing out that is in use.
 */
export class PersistedDocuments {
  private readonly added = new LRUCache<string, string>({ ...MAX_NEW, sizeCalculation: sizeOf });
  private readonly proven = new LRUCache<string, string>({ ...MAX_PROVEN, sizeCalculation: sizeOf });

  find(hash: string): string | undefined {
    const text = this.proven.get(hash) ?? this.added.get(hash);
    if (text !== undefined && this.added.delete(hash)) this.proven.set(hash, text);
    return text;
  }

  /** For a document that was executed: nothing else is worth keeping. One that is too long is not kept. */
  register(hash: string, text: string): void {
    if (text.length <= MAX_TEXT_LENGTH && !this.proven.has(hash)) this.added.set(hash, text);
  }

  /** Whether a text is the one that its client says it is. */
  isHashOf(hash: string, text: string): boolean {
    const known = this.proven.peek(hash) ?? this.added.peek(hash);
    return known === text || createHash('sha256').update(text).digest('hex') === hash;
  }

  get size(): number {
    return this.added.size + this.proven.size;
  }
}

function sizeOf(text: string, hash: string): number {
  return text.length + hash.length;
}
