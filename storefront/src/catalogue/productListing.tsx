import type { PageMarksFragment, ProductCardFragment } from '@storegraph/client';
import { Form, Link, useSearchParams } from 'react-router';
import { ProductGrid } from '../ui/productCard.tsx';
import { type Listing, nextPage, SORTS } from './listing.ts';

interface ListingProps {
  products: {
    totalCount: number | null;
    nodes: readonly ProductCardFragment[];
    pageInfo: PageMarksFragment;
  };
  listing: Listing;
  /** What else stands in the address and has to stay. */
  query?: string;
}

export function ProductListing({ products, listing, query }: ListingProps) {
  const [params] = useSearchParams();
  const { totalCount, nodes, pageInfo } = products;
  return (
    <>
      {listing.ignored.length > 0 && (
        <p className="banner" role="status">
          Not understood, and left out: {listing.ignored.join(', ')}.
        </p>
      )}
      <Form className="filters" method="get" aria-label="Filter and sort">
        {query !== undefined && <input type="hidden" name="q" value={query} />}
        <label>
          Sort by
          <select name="sort" defaultValue={listing.sort ?? ''}>
            <option value="">{query === undefined ? 'Most loved' : 'Best match'}</option>
            {Object.entries(SORTS)
              .filter(([name]) => query !== undefined || name !== 'popular')
              .map(([name, { label }]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
          </select>
        </label>
        <label>
          Price from
          <input name="min" inputMode="decimal" size={6} defaultValue={listing.minPrice} />
        </label>
        <label>
          to
          <input name="max" inputMode="decimal" size={6} defaultValue={listing.maxPrice} />
        </label>
        <label className="check">
          <input type="checkbox" name="stock" value="in" defaultChecked={listing.inStock} />
          In stock only
        </label>
        <button type="submit">Show</button>
      </Form>
      <p className="count" role="status">
        {totalCount === null ? '' : totalCount === 1 ? '1 product' : `${totalCount} products`}
      </p>
      {nodes.length > 0 ? <ProductGrid products={nodes} /> : <p>Nothing here is like that. Try fewer filters.</p>}
      {pageInfo.hasNextPage && pageInfo.endCursor && (
        <p className="more">
          <Link className="button" to={nextPage(params, pageInfo.endCursor)} rel="next">
            More
          </Link>
        </p>
      )}
    </>
  );
}
