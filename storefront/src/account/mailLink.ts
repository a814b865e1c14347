import { data, type LoaderFunctionArgs, redirect } from 'react-router';
import { pageContext } from '../server/context.ts';

const LONGEST_TOKEN = 200;

/**
 * Whether the browser holds the token of a mail's link to this page. One in the address is taken out of it first: it would stay in the
 * history, and in what is copied and shown to others.
 */
function holdsLinkToken({ context, request }: Pick<LoaderFunctionArgs, 'context' | 'request'>): boolean {
  const { pathname, searchParams } = new URL(request.url);
  const page = context.get(pageContext);
  const token = searchParams.get('token');
  if (token === null) return page.linkToken !== undefined;
  page.keepLinkToken(pathname, token && token.length <= LONGEST_TOKEN ? token : null);
  throw redirect(pathname);
}

/** Changes nothing: mail programs open links before anybody reads them. */
export function loadLink(asked: LoaderFunctionArgs) {
  const isComplete = holdsLinkToken(asked);
  return data({ isComplete }, { status: isComplete ? 200 : 400 });
}
