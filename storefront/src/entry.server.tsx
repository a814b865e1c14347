import { renderToReadableStream } from 'react-dom/server';
import {
  type EntryContext,
  type HandleErrorFunction,
  isRouteErrorResponse,
  type RouterContextProvider,
  ServerRouter,
} from 'react-router';
import { pageContext } from './server/context.ts';

/** Longer than the gateway's own limit for one operation. */
export const streamTimeout = 20_000;

/** What a page did not expect. Whoever has left misses nothing, and what a client did wrong, such as a form for a page that has none, is told to it. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (isRouteErrorResponse(error) && error.status < 500) return;
  if (!request.signal.aborted) context.get(pageContext).report(error);
};

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  loadContext: RouterContextProvider,
): Promise<Response> {
  headers.set('content-type', 'text/html; charset=utf-8');
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const { nonce, notice, tell } = loadContext.get(pageContext);
  if (notice) tell(null);
  let failed = false;
  const body = await renderToReadableStream(<ServerRouter context={routerContext} url={request.url} nonce={nonce} />, {
    nonce,
    signal: request.signal,
    onError() {
      failed = true;
    },
  });
  // everything was asked for before: a page is whole, or it is not there
  await body.allReady;
  return new Response(body, { status: failed ? 500 : status, headers });
}
