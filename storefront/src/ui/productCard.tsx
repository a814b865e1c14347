import type { ProductCardFragment } from '@storegraph/client';
import { Link } from 'react-router';
import { Price } from './money.tsx';
import { Picture } from './picture.tsx';

const words = { IN_STOCK: null, LOW_STOCK: 'Few left', OUT_OF_STOCK: 'Sold out' } as const;

export function ProductCard({ product, eager }: { product: ProductCardFragment; eager?: boolean }) {
  const { slug, title, thumbnail, priceRange, compareAtPriceRange, availability } = product;
  const note = words[availability.state];
  return (
    <li className="card">
      <Link to={`/p/${encodeURIComponent(slug)}`}>
        {/* its title stands below, in the same link */}
        <Picture image={thumbnail && { ...thumbnail, alt: '' }} eager={eager ?? false} />
        <span className="card-title">{title}</span>
      </Link>
      <Price
        price={priceRange.min}
        from={priceRange.min.amount !== priceRange.max.amount}
        was={compareAtPriceRange?.min}
      />
      {note && <span className={`note note-${availability.state}`}>{note}</span>}
    </li>
  );
}

interface GridProps {
  products: readonly ProductCardFragment[];
  /** Its first row is seen at once. */
  isEager?: boolean;
}

export function ProductGrid({ products, isEager = true }: GridProps) {
  return (
    <ul className="grid">
      {products.map((product, index) => (
        <ProductCard key={product.id} product={product} eager={isEager && index < 4} />
      ))}
    </ul>
  );
}
