import { CategoryPageDocument } from '@storegraph/client';
import { data, Link, type LoaderFunctionArgs, type MetaArgs, useLoaderData } from 'react-router';
import { found, partly } from '../server/answers.ts';
import { catalogueContext, pageContext, settingsContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { shopNameFrom, titled } from '../ui/title.ts';
import { filterOf, readFrom, readListing, SORTS } from './listing.ts';
import { ProductListing } from './productListing.tsx';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const shop = context.get(catalogueContext);
  const settings = await context.get(settingsContext).read(shop);
  const listing = readListing(new URL(request.url).searchParams);
  const sort = listing.sort ? SORTS[listing.sort]!.sort : 'BEST_SELLING';
  const variables = { slug: params.slug!, filter: filterOf(listing, settings?.currencyCode), sort };
  const answer = await partly(
    readFrom(listing, (after) => shop.query(CategoryPageDocument, { ...variables, after }, { signal: request.signal })),
  );
  const category = found(answer.data.category, answer);
  const { origin } = context.get(pageContext);
  return data({ category, isPartial: answer.isPartial, listing, canonical: `${origin}/c/${params.slug}` });
}

export function meta({ loaderData, matches }: MetaArgs<typeof loader>) {
  if (!loaderData) return [];
  const { category, canonical } = loaderData;
  return [
    titled(category.name, { matches }),
    { name: 'description', content: category.description || `${category.name} at ${shopNameFrom({ matches })}` },
    { tagName: 'link', rel: 'canonical', href: canonical },
  ];
}

export default function Category() {
  const { category, isPartial, listing } = useLoaderData<typeof loader>();
  return (
    <>
      <nav aria-label="Where you are" className="path">
        <Link to="/">Shop</Link>
        {category.path.slice(0, -1).map(({ id, slug, name }) => (
          <Link key={id} to={`/c/${encodeURIComponent(slug)}`}>
            {name}
          </Link>
        ))}
      </nav>
      <h1>{category.name}</h1>
      {category.description && <p className="lead">{category.description}</p>}
      <Missing when={isPartial} />
      {category.children.length > 0 && (
        <ul className="chips">
          {category.children.map(({ id, slug, name }) => (
            <li key={id}>
              <Link to={`/c/${encodeURIComponent(slug)}`}>{name}</Link>
            </li>
          ))}
        </ul>
      )}
      {category.products && <ProductListing products={category.products} listing={listing} />}
    </>
  );
}
