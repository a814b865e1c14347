import { CategoryPageDocument } from '@storegraph/client';
import { data, Link, type LoaderFunctionArgs, type MetaArgs, useLoaderData } from 'react-router';
import { found, partly } from '../server/answers.ts';
import { catalogueContext, pageContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { filterOf, readFrom, readListing, SORTS } from './listing.ts';
import { ProductListing } from './productListing.tsx';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const listing = readListing(new URL(request.url).searchParams);
  const sort = listing.sort ? SORTS[listing.sort]!.sort : 'BEST_SELLING';
  const variables = { slug: params.slug!, filter: filterOf(listing), sort };
  const answer = await partly(
    readFrom(listing, (after) =>
      context.get(catalogueContext).query(CategoryPageDocument, { ...variables, after }, { signal: request.signal }),
    ),
  );
  const category = found(answer.data.category, answer);
  const { origin } = context.get(pageContext);
  return data({ category, isPartial: answer.isPartial, listing, canonical: `${origin}/c/${params.slug}` });
}

export function meta({ loaderData }: MetaArgs<typeof loader>) {
  if (!loaderData) return [];
  const { category, canonical } = loaderData;
  return [
    { title: `${category.name} · Storegraph` },
    { name: 'description', content: category.description || `${category.name} at Storegraph` },
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
