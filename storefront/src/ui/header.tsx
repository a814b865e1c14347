import { Form, Link, useSearchParams } from 'react-router';

interface HeaderProps {
  /** What it is called. */
  shop: string;
  /** In the cart. */
  pieces: number;
  isSignedIn: boolean;
}

/** Its links open documents, also from the one page that runs in the browser: what that has loaded to be paid at stays on it. */
export function Header({ shop, pieces, isSignedIn }: HeaderProps) {
  const [search] = useSearchParams();
  return (
    <header className="header">
      <Link className="logo" to="/" reloadDocument>
        {shop}
      </Link>
      <Form className="search" role="search" action="/search" reloadDocument>
        <input
          key={search.get('q') ?? ''}
          type="search"
          name="q"
          aria-label="Search the shop"
          placeholder="Search"
          defaultValue={search.get('q') ?? ''}
          maxLength={100}
          required
          list="suggestions"
          autoComplete="off"
        />
        <datalist id="suggestions" />
        <button type="submit">Search</button>
      </Form>
      <nav aria-label="Yours">
        <Link to={isSignedIn ? '/account' : '/sign-in'} reloadDocument>
          {isSignedIn ? 'Account' : 'Sign in'}
        </Link>
        <Link to="/cart" reloadDocument>
          Cart
          {pieces > 0 && (
            <span className="badge">
              {pieces}
              <span className="for-readers"> pieces</span>
            </span>
          )}
        </Link>
      </nav>
    </header>
  );
}
