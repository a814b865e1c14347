import type { KnownThings } from '../../test/knownOperations.ts';
import type { ValuePool } from '../../packages/executor/test/random/randomValues.ts';

interface Shop {
  known: KnownThings;
  orders: readonly { id: string; number: string }[];
  products: readonly { id: string; slug: string; variants: readonly { id: string; sku: string }[] }[];
  categories: readonly { id: string; slug: string }[];
  userIds: readonly string[];
  cartToken: string;
}

/** What random operations ask for: mostly what there is, now and then what there is not. */
export function valuesFrom({ known, orders, products, categories, userIds, cartToken }: Shop): ValuePool {
  const unknown = (prefix: string) => [`${prefix}_01jd0000000000000000099999`, 'nonsense', ''];
  const variants = products.flatMap((product) => product.variants);
  const amounts = { good: ['10.00', '55.5', '200'], odd: ['1.2345', '-1', 'much'] };
  return {
    first: { good: [1, 2, 3, 5, 8, 24], odd: [0, 101, -1, 100], oddPercent: 6 },
    'deep first': { good: [1, 2, 3], odd: [0, 101], oddPercent: 4 },
    last: { good: [1, 2, 3], odd: [101] },
    after: { good: [known.cursor], odd: ['no cursor', ''], oddPercent: 25 },
    before: { good: [known.cursor], odd: ['no cursor'] },
    depth: { good: [1, 2, 3], odd: [0, 9] },
    query: { good: ['lamp', 'tea', products[0]!.slug.replaceAll('-', ' '), 'ada'], odd: ['zzzz', '', '%"\\'] },
    'Query.product.slug': { good: products.map(({ slug }) => slug), odd: ['no-such-product', ''] },
    'Query.product.id': { good: products.map(({ id }) => id), odd: unknown('prod') },
    'Query.category.slug': { good: categories.map(({ slug }) => slug), odd: ['no-such-category', ''] },
    'Query.category.id': { good: categories.map(({ id }) => id), odd: unknown('cat') },
    'Query.variant.sku': { good: variants.map(({ sku }) => sku), odd: ['NO-SKU'] },
    'Query.variant.id': { good: variants.map(({ id }) => id), odd: unknown('var') },
    'Query.order.id': { good: orders.map(({ id }) => id), odd: unknown('ord') },
    'Query.order.number': { good: orders.map(({ number }) => number), odd: ['SG-NONE', ''] },
    'Query.orderByToken.token': { good: [known.orderToken], odd: ['wrong', ''], oddPercent: 25 },
    'Query.cart.token': { good: [cartToken], odd: ['wrong'], oddPercent: 25 },
    'Query.cart.id': { good: ['cart_01jd0000000000000000000001'], odd: unknown('cart') },
    'Query.user.id': { good: userIds, odd: unknown('usr') },
    'Query.addressRules.countryCode': { good: ['US', 'JP', 'AE'], odd: ['XX', ''], oddPercent: 6 },
    'ProductFilter.categorySlug': { good: categories.map(({ slug }) => slug), odd: ['no-such-category'] },
    'ProductFilter.ids': {
      good: [products.slice(0, 3).map(({ id }) => id), [products[1]!.id]],
      odd: [[], unknown('prod')],
    },
    'OrderFilter.number': { good: [orders[0]!.number, 'SG'], odd: [''] },
    'MoneyInput.amount': amounts,
    'MoneyInput.currencyCode': { good: ['USD'], odd: ['EUR'] },
  };
}
