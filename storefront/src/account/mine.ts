import { type CallOptions, MyPictureDocument, type StorefrontClient, StorefrontError } from '@storegraph/client';
import { type LoaderFunctionArgs, redirect } from 'react-router';
import { found, notFound, type Partly, partly } from '../server/answers.ts';
import { pageContext, shopContext } from '../server/context.ts';
import { type FieldProblems, problemsOf, problemsOfError, statusOf } from '../server/forms.ts';

/** To the page that signs in, and back to this one. */
export function signInPath(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return `/sign-in?${new URLSearchParams({ to: `${pathname}${search}` })}`;
}
export const signInFirst = (request: Request): Response => redirect(signInPath(request));

const isSignedOut = (error: unknown): boolean => error instanceof StorefrontError && error.code === 'UNAUTHENTICATED';

/** Whoever's session has ended meanwhile signs in again, and comes back to this page: what they see and do here is in their account. */
export async function unlessSignedOut<T>(
  { request }: Pick<LoaderFunctionArgs, 'request'>,
  asked: Promise<T>,
): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw isSignedOut(error) ? signInFirst(request) : error;
  }
}

/** What there is of a page that is somebody's own, or a guest's; whoever's session has ended signs in first. */
export const partlyOwn = <T extends object>(
  of: Pick<LoaderFunctionArgs, 'request'>,
  asked: Promise<T>,
): Promise<Partly<T>> => partly(unlessSignedOut(of, asked));

type Asking = Pick<LoaderFunctionArgs, 'context' | 'request'>;
/** Whose page it is, and the rest of it. */
type Mine<T extends { me: unknown }> = Partly<T> & { me: NonNullable<T['me']> };

/** What an account sees of itself. Throws the way to the sign-in for everybody else, and when the session is over. */
export async function mine<T extends { me: unknown }>(
  { context, request }: Asking,
  ask: (shop: StorefrontClient, options: CallOptions) => Promise<T>,
): Promise<Mine<T>> {
  if (!context.get(pageContext).isSignedIn) throw signInFirst(request);
  const answer = await partlyOwn({ request }, ask(context.get(shopContext), { signal: request.signal }));
  if (!answer.data.me && !answer.isPartial) throw signInFirst(request);
  return { ...answer, me: found(answer.data.me as NonNullable<T['me']> | null, answer) };
}

/** Whose session it is, as the shop knows it; null when it is nobody's, or not any more. */
export async function viewerId(context: LoaderFunctionArgs['context']): Promise<string | null> {
  if (!context.get(pageContext).isSignedIn) return null;
  try {
    const { me } = await context.get(shopContext).query(MyPictureDocument);
    return me?.id ?? null;
  } catch (error) {
    if (isSignedOut(error)) return null;
    throw error;
  }
}

interface Payload {
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
}

/** What the graph says no to, at the fields of the form, and as HTTP says it. */
export interface Refused {
  problems: FieldProblems;
  status: number;
}

/** Null: it is done. `known`: the names of the form's fields. */
async function refused(known: readonly string[], run: () => Promise<Payload>): Promise<Refused | null> {
  try {
    const { userErrors } = await run();
    if (userErrors.length === 0) return null;
    if (userErrors.some(({ code }) => code === 'NOT_FOUND')) throw notFound();
    return { problems: problemsOf(userErrors, known), status: 400 };
  } catch (error) {
    if (!(error instanceof StorefrontError) || isSignedOut(error)) throw error;
    return { problems: problemsOfError(error, known), status: statusOf(error) };
  }
}

/** What became of a form that anybody may send. A session that is over stands in nobody's way: it is forgotten by then. */
export const refusedOf = (known: readonly string[], run: () => Promise<Payload>): Promise<Refused | null> =>
  refused(known, () =>
    run().catch((error) => {
      if (isSignedOut(error)) return run();
      throw error;
    }),
  );

/** What became of a form of somebody who is signed in: when the session is over they sign in and come back. */
export async function refusedOfMine(
  { context, request }: Asking,
  known: readonly string[],
  run: () => Promise<Payload>,
): Promise<Refused | null> {
  if (!context.get(pageContext).isSignedIn) throw signInFirst(request);
  return unlessSignedOut({ request }, refused(known, run));
}

/** Done: the page is asked for anew, so that a reload sends nothing twice. */
export function done({ context }: Asking, to: string, notice?: string): Response {
  if (notice) context.get(pageContext).tell(notice);
  return redirect(to, 303);
}
