import { StorefrontError } from '@storegraph/client';
import { data } from 'react-router';

export const notFound = () => data(null, { status: 404 });

/** A page without what it is about: a service does not answer, or too many ask. */
const unavailable = (error: StorefrontError) =>
  data(
    { requestId: error.requestId },
    {
      status: error.code === 'RATE_LIMITED' ? 429 : 503,
      headers: { 'retry-after': String(error.retryAfterInSeconds ?? 5) },
    },
  );

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
    if (error.data) return { data: error.data as T, isPartial: true };
    if (error.code === 'BAD_USER_INPUT') throw notFound();
    throw unavailable(error);
  }
}
