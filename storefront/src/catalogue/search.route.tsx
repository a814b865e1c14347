import { SearchProductsDocument } from '@storegraph/client';
import { type LoaderFunctionArgs, type MetaArgs, redirect, useLoaderData } from 'react-router';
import { partly } from '../server/answers.ts';
import { catalogueContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { filterOf, readFrom, readListing, readQuery, SORTS } from './listing.ts';
import { ProductListing } from './productListing.tsx';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams;
  const query = readQuery(params);
  if (!query) throw redirect('/');
  const listing = readListing(params);
  const sort = listing.sort ? SORTS[listing.sort]!.sort : 'RELEVANCE';
  const variables = { query, filter: filterOf(listing), sort };
  const { data, isPartial } = await partly(
    readFrom(listing, (after) =>
      context.get(catalogueContext).query(SearchProductsDocument, { ...variables, after }, { signal: request.signal }),
    ),
  );
  return { products: data.products, isPartial, listing, query };
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: loaderData ? `“${loaderData.query}” · Storegraph` : 'Search · Storegraph' },
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
