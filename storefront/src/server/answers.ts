import { StorefrontError } from '@storegraph/client';
import { data } from 'react-router';

export const notFound = () => data(null, { status: 404 });

const RETRY_AFTER_IN_SECONDS = 5;

/** A page without what it is about: a service does not answer, or too many ask. */
const unavailable = (error?: StorefrontError) =>
  data(null, {
    status: error?.code === 'RATE_LIMITED' ? 429 : 503,
    headers: { 'retry-after': String(error?.retryAfterInSeconds ?? RETRY_AFTER_IN_SECONDS) },
  });

/** What may be missing rightly: null then. Throws the page "something is down" when nobody can say. */
export function known<T>(thing: T | null | undefined, { isPartial }: { isPartial: boolean }): T | null {
  if (!thing && isPartial) throw unavailable();
  return thing ?? null;
}

/** What the page is about. Without it: it is not there, or who knows it does not answer. */
export function found<T>(thing: T | null | undefined, answer: { isPartial: boolean }): T {
  const one = known(thing, answer);
  if (one) return one;
  throw notFound();
}

/** What could be answered, and whether something is missing of it. */
export interface Partly<T> {
  data: T;
  isPartial: boolean;
}

/** Shows what there is. Throws the page "something is down" only when there is nothing. */
export async function partly<T>(asked: Promise<T>): Promise<Partly<T>> {
  try {
    return { data: await asked, isPartial: false };
  } catch (error) {
    if (!(error instanceof StorefrontError)) throw error;
    // an address that nobody here has written, such as a slug of 500 letters
    if (error.code === 'BAD_USER_INPUT') throw notFound();
    if (error.data) return { data: error.data as T, isPartial: true };
    throw unavailable(error);
  }
}
