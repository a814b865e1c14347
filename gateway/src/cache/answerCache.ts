import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { BACKSTOP_IN_MS, type Changes } from './changes.ts';

const MAX_BYTES = 64 * 2 ** 20;
const WORTH_COMPRESSING_IN_BYTES = 1_400;

const compressors = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
} as const;
type Encoding = keyof typeof compressors;

export interface CachedAnswer {
  tags: readonly string[];
  since: number;
  body: Buffer;
  etag: string;
  compressed: Partial<Record<Encoding, Promise<Buffer>>>;
}

/** Whole answers that are the same for everybody who is not signed in, until something that they show changes. */
export class AnswerCache {
  private readonly answers = new LRUCache<string, CachedAnswer>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ body }, key) => 2 * body.length + key.length + 200,
    ttl: BACKSTOP_IN_MS,
  });

  constructor(private readonly changes: Changes) {}

  static keyOf(requestBody: string): string {
    return createHash('sha1').update(requestBody).digest('base64');
  }

  get(key: string): CachedAnswer | undefined {
    const found = this.answers.get(key);
    return found && this.changes.hold(found.tags, found.since) ? found : undefined;
  }

  /** Call before asking subgraphs; what it answers keeps the answer. */
  begin(key: string): (text: string, tags: readonly string[]) => void {
    const since = this.changes.now();
    return (text, tags) => {
      const body = Buffer.from(text);
      const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
      this.answers.set(key, { tags, since, body, etag, compressed: {} });
    };
  }

  get size(): number {
    return this.answers.size;
  }
}

/** In the best encoding that the client takes; compressed once. */
export async function encode(answer: CachedAnswer, accepted = ''): Promise<{ body: Buffer; encoding?: Encoding }> {
  const encoding = answer.body.length < WORTH_COMPRESSING_IN_BYTES ? undefined : encodingOf(accepted);
  if (!encoding) return { body: answer.body };
  answer.compressed[encoding] ??= compressors[encoding](answer.body);
  return { body: await answer.compressed[encoding], encoding };
}

function encodingOf(accepted: string): Encoding | undefined {
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\b)/.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/.test(accepted) ? 'gzip' : undefined;
}
