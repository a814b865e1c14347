import type { ReactNode } from 'react';
import {
  type HeadersFunction,
  isRouteErrorResponse,
  Links,
  type LinksFunction,
  type LoaderFunctionArgs,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from 'react-router';
import icon from './icon.svg?url';
import { catalogueContext, pageContext, settingsContext } from './server/context.ts';
import styles from './styles/shop.css?url';
import { Footer } from './ui/footer.tsx';
import { Header } from './ui/header.tsx';
import { Problem } from './ui/problem.tsx';
import { type Around, nameOf, shopNameFrom } from './ui/title.ts';
import suggestions from './ui/suggestions.script.js?url';

/** `export const handle` of a route. */
export interface PageHandle {
  /** Runs in the browser, too. All other pages are documents and forms, and load no script. */
  hasScript?: boolean;
}

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: icon, type: 'image/svg+xml' },
];
/** Those of a page that is not there. */
export const headers: HeadersFunction = ({ errorHeaders }) => errorHeaders ?? new Headers();

export const meta = (around: Around) => [{ title: shopNameFrom(around) }];

export async function loader({ context }: LoaderFunctionArgs) {
  const { pieces, isSignedIn, notice } = context.get(pageContext);
  const settings = await context.get(settingsContext).read(context.get(catalogueContext));
  return { pieces, isSignedIn, notice, settings };
}

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  const hasScript = useMatches().some(({ handle }) => (handle as PageHandle | undefined)?.hasScript);
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
        <script type="module" src={suggestions} />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <Header shop={nameOf(data?.settings)} pieces={data?.pieces ?? 0} isSignedIn={data?.isSignedIn ?? false} />
        <main id="main" tabIndex={-1}>
          {data?.notice && (
            <p className="notice" role="status">
              {data.notice}
            </p>
          )}
          {children}
        </main>
        <Footer settings={data?.settings ?? null} />
        {hasScript && (
          <>
            <ScrollRestoration />
            <Scripts />
          </>
        )}
      </body>
    </html>
  );
}

export default function Shop() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error)) return <Problem status={error.status} />;
  return <Problem status={500} />;
}
