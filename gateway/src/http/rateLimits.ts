import { createHash } from 'node:crypto';
import type { Admission, Admit } from '@storegraph/executor';
import { addressGroup, DomainError } from '@storegraph/kit';
import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { GatewayContext } from '../context.ts';
import { countRefusal } from '../signals/refusals.ts';
import { checkRateLimits, type RateLimitSettings } from './rateLimits.settings.ts';
import { type Counter, countInMemory, type OpenCounter, type Quota } from './rateLimits.store.ts';

export interface RateLimits {
  /** Before anything of a request is read. Throws RATE_LIMITED. */
  countRequest(request: FastifyRequest): Promise<void>;
  /** Before a document is parsed, which may turn out to be none. Throws RATE_LIMITED. */
  countParsing(context: GatewayContext): Promise<void>;
  /** By cost, and by the root fields that have limits of their own. Throws RATE_LIMITED. */
  admit: Admit<GatewayContext>;
  /** Throws when a limit is for what the schema does not have: it would limit nothing. */
  check(schema: GraphQLSchema): void;
}

/** A document that is parsed, checked and maybe planned costs as much as so many answers that are kept. */
const PARSING_IN_REQUESTS = 20;

interface Bucket {
  quota: Quota;
  counter: Counter;
}
type Rule = RateLimitSettings['operations'][number] & { bucket: Bucket };

export function createRateLimits(settings: RateLimitSettings, openCounter: OpenCounter = countInMemory): RateLimits {
  const { requests, cost, operations } = settings;
  const bucketOf = ({ name, points, seconds }: Quota): Bucket => {
    const quota = { name, points, seconds };
    return { quota, counter: openCounter(quota) };
  };
  const perAddress = {
    requests: bucketOf({ name: 'requests', ...requests }),
    cost: bucketOf({ name: 'cost', ...cost.perAddress }),
  };
  const perViewer = bucketOf({ name: 'viewer', ...cost.perViewer });
  const rulesOf = new Map<string, Rule[]>();
  for (const operation of operations) {
    const rule = { ...operation, bucket: bucketOf(operation) };
    for (const field of operation.fields) rulesOf.set(field, [...(rulesOf.get(field) ?? []), rule]);
  }
  return {
    async countRequest(request) {
      await take(perAddress.requests, addressGroup(request.ip), 1);
    },
    async countParsing({ reply: { request } }) {
      await take(perAddress.requests, addressGroup(request.ip), PARSING_IN_REQUESTS - 1);
    },
    async admit(admission) {
      const { facts, context } = admission;
      const { request } = context.reply;
      const address = addressGroup(request.ip);
      const points = Math.max(1, facts.cost);
      const left = [await take(perAddress.cost, address, points)];
      if (context.viewer) left.push(await take(perViewer, context.viewer.id, points));
      for (const field of facts.rootFields)
        for (const rule of rulesOf.get(field) ?? [])
          for (const [key, times] of countsOf(rule, field, admission, address))
            left.push(await take(rule.bucket, key, times));
      context.reply.header('ratelimit', left.join(', '));
    },
    check: (schema) => checkRateLimits(settings, schema),
  };
}

/** Whom a root field is counted for, and how often: a client may ask for it several times at once. */
function countsOf(
  rule: Rule,
  field: string,
  { arguments: valuesOf, context }: Admission<GatewayContext>,
  address: string,
) {
  const counts = new Map<string, number>();
  if (rule.withoutHeaders.some((name) => context.reply.request.headers[name] !== undefined)) return counts;
  const given = rule.given && valuesOf(field, rule.given.split('.'));
  const values = valuesOf(field, rule.per?.split('.') ?? []);
  for (const [index, value] of values.entries()) {
    if (given && given[index] == null) continue;
    const key = value == null ? address : keyOf(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** As short as any other, however long the client has made it; 1 and "1" are the same id. */
const keyOf = (value: unknown): string =>
  createHash('sha256')
    .update(typeof value === 'object' ? JSON.stringify(value) : String(value))
    .digest('base64url');

/** Returns what is left, as the RateLimit header says it. */
async function take({ quota, counter }: Bucket, key: string, points: number): Promise<string> {
  try {
    return stateOf(quota, await counter.consume(key, points));
  } catch (error) {
    if (error instanceof RateLimiterRes) throw refusal(quota, error);
    throw error;
  }
}

const secondsUntilFree = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1_000));

/** draft-ietf-httpapi-ratelimit-headers: remaining, and seconds until it is all there again. */
const stateOf = ({ name }: Quota, result: RateLimiterRes): string =>
  `"${name}";r=${result.remainingPoints};t=${secondsUntilFree(result)}`;

function refusal(quota: Quota, result: RateLimiterRes): DomainError {
  const { name, points, seconds } = quota;
  countRefusal(name);
  const retryAfterInSeconds = secondsUntilFree(result);
  const headers = new Map([
    ['retry-after', String(retryAfterInSeconds)],
    ['ratelimit-policy', `"${name}";q=${points};w=${seconds}`],
    ['ratelimit', stateOf(quota, result)],
  ]);
  return new DomainError('RATE_LIMITED', `Too many requests: try again in ${retryAfterInSeconds} s`, {
    retryAfterInSeconds,
    http: { status: 429, headers },
  });
}
