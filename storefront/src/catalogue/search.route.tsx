import { SearchProductsDocument } from '@storegraph/client';
import { type LoaderFunctionArgs, type MetaArgs, redirect, useLoaderData } from 'react-router';
import { partly } from '../server/answers.ts';
import { catalogueContext, settingsContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { titled } from '../ui/title.ts';
import { filterOf, readFrom, readListing, readQuery, SORTS } from './listing.ts';
import { ProductListing } from './productListing.tsx';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams;
  const query = readQuery(params);
  if (!query) throw redirect('/');
  const shop = context.get(catalogueContext);
  const settings = await context.get(settingsContext).read(shop);
  const listing = readListing(params);
  const sort = listing.sort ? SORTS[listing.sort]!.sort : 'RELEVANCE';
  const variables = { query, filter: filterOf(listing, settings?.currencyCode), sort };
  const { data, isPartial } = await partly(
    readFrom(listing, (after) =>
      shop.query(SearchProductsDocument, { ...variables, after }, { signal: request.signal }),
    ),
  );
  return { products: data.products, isPartial, listing, query };
}

export const meta = ({ loaderData, matches }: MetaArgs<typeof loader>) => [
  titled(loaderData ? `“${loaderData.query}”` : 'Search', { matches }),
  { name: 'robots', content: 'noindex' },
];

export default function Search() {
  const { products, isPartial, listing, query } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>
        Search: <q>{query}</q>
      </h1>
      <Missing when={isPartial} />
      {products && <ProductListing key={query} products={products} listing={listing} query={query} />}
    </>
  );
}
