import { HomeDocument } from '@storegraph/client';
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { partly } from '../server/answers.ts';
import { catalogueContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { ProductGrid } from '../ui/productCard.tsx';
import { type Around, shopNameFrom } from '../ui/title.ts';

export const meta = (around: Around) => [
  { title: `${shopNameFrom(around)}: things that are made well` },
  { name: 'description', content: 'Things for the house and the table that are made well, sent to your door.' },
];

export const loader = ({ context, request }: LoaderFunctionArgs) =>
  partly(context.get(catalogueContext).query(HomeDocument, {}, { signal: request.signal }));

export default function Home() {
  const { data, isPartial } = useLoaderData<typeof loader>();
  return (
    <>
      <section className="hero">
        <h1>Made well, made to stay</h1>
        <p>Things for the house and the table, from people who know how.</p>
      </section>
      <Missing when={isPartial} />
      {data.categories && (
        <nav aria-label="Categories">
          <ul className="tiles">
            {data.categories.map(({ id, slug, name, productCount }) => (
              <li key={id}>
                <Link to={`/c/${encodeURIComponent(slug)}`}>
                  <span>{name}</span>
                  {productCount !== null && <small>{productCount} products</small>}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {data.products && (
        <section>
          <h2>Loved by many</h2>
          <ProductGrid products={data.products.nodes} />
        </section>
      )}
    </>
  );
}
