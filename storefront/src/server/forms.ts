import { StorefrontError } from '@storegraph/client';

/** By the name of a field of the form; `form` is about none of them. */
export type FieldProblems = Record<string, string>;

/** The field's value without blanks around it; '' when it was not sent, or is a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** As it was typed: blanks are part of a password. */
export function passwordOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** The last part of where the graph says that it is wrong, such as `postalCode`, when the form has such a field. */
const fieldOf = (path: readonly string[], known: readonly string[]): string =>
  path.findLast((part) => known.includes(part)) ?? 'form';

interface Refused {
  readonly message: string;
  readonly path: readonly string[];
}

/** What a mutation was refused for, at the fields of the form. */
export const problemsOf = (refusals: readonly Refused[], known: readonly string[]): FieldProblems =>
  Object.fromEntries(refusals.map(({ message, path }) => [fieldOf(path, known), message]));

const ANSWERED_NOTHING = 'The shop did not answer. Try again: nothing is done twice.';

/**
 * The same of input that is not even read. Anything else, such as a session that has ended, is thrown on.
 * `unanswered`: what to do when nobody knows whether it was done.
 */
export function problemsOfError(
  error: unknown,
  known: readonly string[],
  unanswered = ANSWERED_NOTHING,
): FieldProblems {
  if (!(error instanceof StorefrontError) || error.code === 'UNAUTHENTICATED') throw error;
  const wrong = error.errors.filter(({ extensions }) => extensions?.code === 'BAD_USER_INPUT');
  if (wrong.length > 0)
    return Object.fromEntries(
      wrong.map(({ message, extensions }) => [fieldOf(String(extensions?.field ?? '').split('.'), known), message]),
    );
  if (error.code === 'RATE_LIMITED')
    return { form: `${tooOften(error)}. ${waitOf(error.retryAfterInSeconds)}, then try again.` };
  return { form: unanswered };
}

/** The same, as HTTP says it. */
export const statusOf = (error: unknown): number => {
  const code = error instanceof StorefrontError ? error.code : undefined;
  return code === 'RATE_LIMITED' ? 429 : code === 'BAD_USER_INPUT' ? 400 : 503;
};

/** A part of the shop says what there was too much of; the door, which answers 429 itself, counts for everybody behind one address. */
const tooOften = ({ status, message }: StorefrontError): string => (status === 429 ? 'That was very often' : message);

function waitOf(seconds: number | undefined): string {
  if (!seconds) return 'Wait a moment';
  if (seconds < 90) return `Wait ${seconds} seconds`;
  if (seconds < 5400) return `Wait ${Math.ceil(seconds / 60)} minutes`;
  return `Wait ${Math.ceil(seconds / 3600)} hours`;
}
