import { data, type LoaderFunctionArgs, redirect } from 'react-router';
import { pageContext } from '../server/context.ts';
import { refusedOf } from './mine.ts';

const LONGEST_TOKEN = 200;

type Asking = Pick<LoaderFunctionArgs, 'context' | 'request'>;

/**
 * Whether the browser holds the token of a mail's link to this page. One in the address is taken out of it first: it would stay in the
 * history, and in what is copied and shown to others.
 */
function holdsLinkToken({ context, request }: Asking): boolean {
  const { pathname, searchParams } = new URL(request.url);
  const page = context.get(pageContext);
  const token = searchParams.get('token');
  if (token === null) return page.linkToken !== undefined;
  page.keepLinkToken(pathname, token && token.length <= LONGEST_TOKEN ? token : null);
  throw redirect(pathname);
}

/** Changes nothing: mail programs open links before anybody reads them. */
export function loadLink(asked: Asking) {
  const isComplete = holdsLinkToken(asked);
  return data({ isComplete }, { status: isComplete ? 200 : 400 });
}

/** Uses the token that the browser holds for this page; one that is spent is forgotten. Null: it is done. */
export async function spendLink(
  { context, request }: Asking,
  run: (input: { token: string }) => ReturnType<Parameters<typeof refusedOf>[1]>,
) {
  const page = context.get(pageContext);
  const refused = await refusedOf(['token'], () => run({ token: page.linkToken ?? '' }));
  const hasEnded = refused?.problems.token !== undefined;
  if (!refused || hasEnded) page.keepLinkToken(new URL(request.url).pathname, null);
  return (
    refused &&
    data({ hasEnded, why: refused.problems.token, problem: refused.problems.form }, { status: refused.status })
  );
}
