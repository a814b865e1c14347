import { AddCartItemsDocument, ProductPageDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaArgs,
  redirect,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import { unlessSignedOut } from '../account/mine.ts';
import { found, partly } from '../server/answers.ts';
import { catalogueContext, pageContext, shopContext } from '../server/context.ts';
import { problemsOfError, statusOf, textOf } from '../server/forms.ts';
import { Missing } from '../ui/missing.tsx';
import { Price } from '../ui/money.tsx';
import { Picture, pictureUrl } from '../ui/picture.tsx';
import { ProductGrid } from '../ui/productCard.tsx';
import { titled } from '../ui/title.ts';
import { choicesOf, chosenVariant } from './variantChoice.ts';

const MOST_AT_ONCE = 10;
/** What is added twice is there twice. */
const UNSURE = 'The shop did not answer. Look into your cart before you try again.';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const answer = await partly(
    context.get(catalogueContext).query(ProductPageDocument, { slug: params.slug! }, { signal: request.signal }),
  );
  const product = found(answer.data.product, answer);
  const wanted = new URL(request.url).searchParams.get('variant');
  const { origin } = context.get(pageContext);
  const path = `/p/${encodeURIComponent(product.slug)}`;
  return { product, isPartial: answer.isPartial, wanted, canonical: `${origin}${path}`, origin };
}

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const form = await request.formData();
  const variantId = textOf(form, 'variantId');
  const quantity = Number(form.get('quantity') ?? 1);
  if (!variantId || !Number.isInteger(quantity) || quantity < 1 || quantity > MOST_AT_ONCE)
    return data({ message: `Choose how many: 1 to ${MOST_AT_ONCE}.` }, { status: 400 });
  const input = { items: [{ variantId, quantity }] };
  try {
    const { addCartItems } = await unlessSignedOut(
      asked,
      context.get(shopContext).mutate(AddCartItemsDocument, { input }),
    );
    const [refusal] = addCartItems.userErrors;
    if (refusal) return data({ message: refusal.message }, { status: 409 });
    if (addCartItems.cart) context.get(pageContext).rememberPieces(addCartItems.cart.totalQuantity);
  } catch (error) {
    // the product stays in sight while carts are away
    const [message] = Object.values(problemsOfError(error, [], UNSURE));
    return data({ message: message! }, { status: statusOf(error) });
  }
  throw redirect('/cart', 303);
}

export function meta({ loaderData, matches }: MetaArgs<typeof loader>) {
  if (!loaderData) return [];
  const { product, canonical, origin } = loaderData;
  const description = product.description.slice(0, 160);
  const offers = product.variants.map(({ sku, price, availability }) => ({
    '@type': 'Offer',
    sku,
    price: price.amount,
    priceCurrency: price.currencyCode,
    availability: `https://schema.org/${availability.state === 'OUT_OF_STOCK' ? 'OutOfStock' : 'InStock'}`,
    url: canonical,
  }));
  return [
    titled(product.title, { matches }),
    { name: 'description', content: description },
    { property: 'og:title', content: product.title },
    { tagName: 'link', rel: 'canonical', href: canonical },
    {
      'script:ld+json': {
        '@context': 'https://schema.org',
        '@type': 'Product',
        name: product.title,
        description,
        image: product.media.map(({ url }) => `${origin}${pictureUrl(url)}`),
        ...(product.vendor && { brand: { '@type': 'Brand', name: product.vendor } }),
        offers,
      },
    },
  ];
}

const words = { IN_STOCK: 'In stock', LOW_STOCK: 'Only {quantity} left', OUT_OF_STOCK: 'Sold out' } as const;

export default function Product() {
  const { product, isPartial, wanted } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state === 'submitting';
  const { title, description, media, options, variants, vendor, category, attributes, related } = product;
  const chosen = chosenVariant(variants, wanted);
  const isSoldOut = chosen?.availability.state === 'OUT_OF_STOCK';
  const most = Math.min(MOST_AT_ONCE, chosen?.availability.quantity ?? MOST_AT_ONCE);
  return (
    <>
      <nav aria-label="Where you are" className="path">
        <Link to="/">Shop</Link>
        {category && <Link to={`/c/${encodeURIComponent(category.slug)}`}>{category.name}</Link>}
      </nav>
      <Missing when={isPartial} />
      {wanted && chosen && chosen.id !== wanted && (
        <p className="banner" role="status">
          The one that this link names is not here. Choose among these.
        </p>
      )}
      <article className="product">
        <div className="product-pictures">
          {media.length > 0 ? (
            media.map((image, index) => <Picture key={image.url} image={image} eager={index === 0} />)
          ) : (
            <Picture image={null} />
          )}
        </div>
        <div className="product-buy">
          {vendor && <p className="vendor">{vendor}</p>}
          <h1>{title}</h1>
          {chosen && (
            <>
              <p className="product-price">
                <Price price={chosen.price} was={chosen.compareAtPrice} />
              </p>
              {choicesOf(options, variants, chosen).map(({ name, values }) => (
                <fieldset key={name} className="option">
                  <legend>{name}</legend>
                  <ul className="chips">
                    {values.map(({ value, leadsTo, isChosen }) => (
                      <li key={leadsTo ? `${value} ${leadsTo.id}` : value}>
                        {leadsTo ? (
                          <Link
                            to={`?variant=${leadsTo.id}`}
                            aria-current={isChosen ? 'true' : undefined}
                            className={leadsTo.availability.state === 'OUT_OF_STOCK' ? 'chip-out' : undefined}
                          >
                            {value}
                          </Link>
                        ) : (
                          <span className="chip-none">{value}</span>
                        )}
                      </li>
                    ))}
                  </ul>
                </fieldset>
              ))}
              <p className={`stock stock-${chosen.availability.state}`}>
                {words[chosen.availability.state].replace(
                  '{quantity}',
                  String(chosen.availability.quantity ?? 'a few'),
                )}
              </p>
              <Form method="post" className="add">
                <input type="hidden" name="variantId" value={chosen.id} />
                <label>
                  Quantity
                  <select name="quantity" key={chosen.id} disabled={isSoldOut}>
                    {Array.from({ length: Math.max(most, 1) }, (_, index) => (
                      <option key={index}>{index + 1}</option>
                    ))}
                  </select>
                </label>
                <button type="submit" className="button" disabled={isSoldOut || isBusy}>
                  {isSoldOut ? 'Sold out' : 'Add to cart'}
                </button>
              </Form>
              {answer?.message && (
                <p className="problem-line" role="alert">
                  {answer.message}
                </p>
              )}
            </>
          )}
          <p className="description">{description}</p>
          {attributes.length > 0 && (
            <dl className="attributes">
              {attributes.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </article>
      {related && related.length > 0 && (
        <section>
          <h2>Goes well with it</h2>
          <ProductGrid products={related} isEager={false} />
        </section>
      )}
    </>
  );
}
