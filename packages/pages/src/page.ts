import type { WebPageRequest } from '@storegraph/kit';
import { createClient, type StorefrontClient, StorefrontError } from '@storegraph/client';

/** The shop, as whoever opened the page: a visitor without a session. */
export const shopOf = ({ fetch }: WebPageRequest): StorefrontClient =>
  createClient({ url: 'http://gateway/graphql', fetch, retries: 0 });

/** What comes as an error and is an answer all the same to whoever sent the form. */
const REFUSALS = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'IDEMPOTENCY_KEY_REUSED', 'NOT_FOUND']);

/** What the shop says no to, as a code and a sentence; null when it was done. Throws what is nobody's mistake. */
export async function refusalOf(
  run: () => Promise<{ userErrors: readonly { code: string; message: string }[] }>,
): Promise<{ code: string; message: string; field?: string | undefined } | null> {
  try {
    const { userErrors } = await run();
    return userErrors[0] ?? null;
  } catch (error) {
    if (error instanceof StorefrontError && REFUSALS.has(error.code)) return error;
    throw error;
  }
}

const STATUS: Record<string, number> = { RATE_LIMITED: 429, SERVICE_UNAVAILABLE: 503 };

/** What the shop throws, as HTTP says it. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof StorefrontError ? STATUS[error.code] : undefined;
