import { SitemapDocument, type SitemapQuery } from '@storegraph/client';
import type { LoaderFunctionArgs } from 'react-router';
import { found, type Partly, partly } from '../server/answers.ts';
import { catalogueContext, pageContext } from '../server/context.ts';

/** A sitemap holds 50,000 addresses; more products than these are found by their categories. */
const MOST_PAGES = 100;
const KEPT_IN_SECONDS = 3600;

/** Every category and product that there is, for search engines: all of them or none, since what is left out is forgotten by them. */
export async function loader({ context, request }: LoaderFunctionArgs): Promise<Response> {
  const shop = context.get(catalogueContext);
  const { origin } = context.get(pageContext);
  const products: SitemapProduct[] = [];
  let categories: readonly SitemapCategory[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: Partly<SitemapQuery> = await partly(
      shop.query(SitemapDocument, { after, withCategories: page === 0 }, { signal: request.signal }),
    );
    const { nodes, pageInfo } = found(answer.data.products, answer);
    products.push(...nodes);
    if (page === 0) categories = found(answer.data.categories, answer);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  const places = [
    { path: '/' },
    ...slugsOf(categories).map((slug) => ({ path: `/c/${encodeURIComponent(slug)}` })),
    ...products.map(({ slug, updatedAt }) => ({ path: `/p/${encodeURIComponent(slug)}`, changedAt: updatedAt })),
  ];
  const entries = places.map(({ path, changedAt }: { path: string; changedAt?: string }) => {
    const changed = changedAt ? `<lastmod>${changedAt}</lastmod>` : '';
    return `<url><loc>${origin}${path}</loc>${changed}</url>`;
  });
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('\n')}
</urlset>
`;
  return new Response(text, {
    headers: {
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': `public, max-age=${KEPT_IN_SECONDS}`,
    },
  });
}

type SitemapProduct = NonNullable<SitemapQuery['products']>['nodes'][number];
/** As deep as the operation asks. */
interface SitemapCategory {
  slug: string;
  children?: readonly SitemapCategory[];
}

const slugsOf = (categories: readonly SitemapCategory[]): string[] =>
  categories.flatMap(({ slug, children = [] }) => [slug, ...slugsOf(children)]);
