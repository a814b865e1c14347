import type { PageMarksFragment } from '@storegraph/client';
import { Link } from 'react-router';

/** To what is older, and back to the start. */
export function Pages({ of: { hasPreviousPage, hasNextPage, endCursor } }: { of: PageMarksFragment }) {
  if (!hasPreviousPage && !hasNextPage) return null;
  return (
    <nav aria-label="Pages" className="pages">
      {hasPreviousPage && <Link to="?">Newest</Link>}
      {hasNextPage && endCursor && (
        <Link to={`?${new URLSearchParams({ after: endCursor })}`} rel="next">
          Older
        </Link>
      )}
    </nav>
  );
}
