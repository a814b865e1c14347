import type { LoaderFunctionArgs } from 'react-router';
import { pageContext } from '../server/context.ts';

/** What is somebody's own, and lists without an end. */
const NOT_TO_BE_FOUND = ['/account', '/cart', '/checkout', '/orders', '/pay', '/search', '/suggestions'];
const KEPT_IN_SECONDS = 3600;

export function loader({ context }: LoaderFunctionArgs): Response {
  const { origin } = context.get(pageContext);
  const lines = [
    'User-agent: *',
    ...NOT_TO_BE_FOUND.map((path) => `Disallow: ${path}`),
    `Sitemap: ${origin}/sitemap.xml`,
  ];
  return new Response(`${lines.join('\n')}\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': `public, max-age=${KEPT_IN_SECONDS}` },
  });
}
