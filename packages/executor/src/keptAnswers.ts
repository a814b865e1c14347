import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { CacheUse } from './cacheUse.ts';
import type { Link } from './chain.ts';
import { BACKSTOP_IN_MS, type Changes } from './changes.ts';
import type { Answer, ExecutionContext, KeptBytes, Operation } from './operation.ts';

const MAX_BYTES = 64 * 2 ** 20;
/** How long an answer is good enough while nothing better is to be had. */
const STALE_IN_MS = 600_000;

interface Kept extends KeptBytes {
  tags: readonly string[];
  facts: Answer['facts'];
  since: number;
  until: number;
}

/**
 * Whole answers that are the same for everybody who is not signed in, until something that they show changes. While a subgraph
 * is away, what it said last is shown, marked as stale.
 */
export function keptAnswers<Context extends ExecutionContext>(
  changes: Changes,
  { now = () => performance.now(), use = new CacheUse() } = {},
): Link<Operation<Context>, Answer> {
  const answers = new LRUCache<string, Kept>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ body }, key) => 2 * body.length + key.length + 200,
    ttl: STALE_IN_MS,
  });
  use.entries = () => answers.size;
  const shown = (kept: Kept, stale: boolean): Answer => ({
    text: '',
    status: 200,
    headers: {},
    by: 'keptAnswers',
    tags: kept.tags,
    codes: [],
    facts: kept.facts,
    kept: stale ? { ...kept, stale } : kept,
  });
  return (next) => async (operation) => {
    if (!operation.context.anonymous || operation.from) return next(operation);
    const key = keyOf(operation);
    const kept = answers.get(key);
    if (kept && now() < kept.until && changes.hold(kept.tags, kept.since)) {
      use.hits++;
      return shown(kept, false);
    }
    use.misses++;
    const since = changes.now();
    const answer = await next(operation);
    if (kept && answer.codes.includes('SERVICE_UNAVAILABLE')) {
      use.stale++;
      return shown(kept, true);
    }
    if (!answer.tags) return answer;
    const fresh = {
      ...keep(answer.text),
      tags: answer.tags,
      facts: answer.facts,
      since,
      until: now() + BACKSTOP_IN_MS,
    };
    answers.set(key, fresh);
    return { ...answer, kept: fresh };
  };
}

const keyOf = ({ source, operationName, variables }: Operation<unknown>): string =>
  createHash('sha1')
    .update(JSON.stringify([operationName, variables]))
    .update(source, 'utf16le') // as UTF-8 all halves of a pair would be one character
    .digest('base64');

/** The tag is a weak one: it stays the same in every encoding. */
export function keep(text: string): KeptBytes {
  const body = Buffer.from(text);
  const etag = `W/"${createHash('sha1').update(body).digest('base64url')}"`;
  return { body, etag, compressed: new Map(), keptAt: Date.now(), stale: false };
}
