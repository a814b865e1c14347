import type { Cast } from './cast.ts';
import { type Catalogue, WORD } from './catalogue.ts';
import type { Subject } from './rules.ts';
import type { Way } from './ways.ts';

export const productSubject = (catalogue: Catalogue, kind: 'active' | 'draft' | 'archived'): Subject => ({
  name: `a product that is ${kind}`,
  holders: [],
  forSale: kind === 'active',
  marks: kind === 'active' ? [] : [...Object.values(catalogue[kind]), `${WORD} ${kind}`],
});

const sorts = ['RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'BEST_SELLING', 'TITLE'];

export function waysToCatalogue({ catalogue, owner }: Cast): Way[] {
  const { category } = catalogue;
  const ways: Way[] = [];
  for (const kind of ['active', 'draft', 'archived'] as const) {
    const { id, slug, variantId, sku } = catalogue[kind];
    const subject = productSubject(catalogue, kind);
    const to = (type: string, name: string, query: string, variables: object, row?: Way['row']) =>
      void ways.push({ name, subject, type, query, variables: { ...variables }, ...(row && { row }) });
    const listed = (path: string) => ({ path, id });
    to('Product', 'product(id)', 'query ($id: ID!) { product(id: $id) { ROW } }', { id });
    to('Product', 'product(slug)', 'query ($slug: String!) { product(slug: $slug) { ROW } }', { slug });
    ways.push({
      name: 'products, in every order',
      subject,
      type: 'Product',
      query: `query ($ids: [ID!]) { ${sorts.map((sort) => `${sort}: products(sort: ${sort}, filter: { ids: $ids }) { nodes { slug title } }`).join(' ')} }`,
      variables: { ids: [id] },
      marksOnly: true,
    });
    to(
      'Product',
      'products, edges',
      'query ($ids: [ID!]) { products(filter: { ids: $ids }) { edges { node { ROW } } } }',
      { ids: [id] },
      { path: 'products.edges.node', id },
    );
    to(
      'Product',
      'products(query)',
      'query ($query: String) { products(query: $query) { nodes { ROW } } }',
      { query: WORD },
      listed('products.nodes'),
    );
    to(
      'Product',
      'products(filter)',
      'query ($slug: String!) { products(filter: { categorySlug: $slug, inStock: true, attributes: [{ name: "Material", values: ["Oak"] }] }) { nodes { ROW } } }',
      { slug: category.slug },
      listed('products.nodes'),
    );
    to(
      'Product',
      'suggest',
      'query ($query: String!) { suggest(query: $query) { products { ROW } } }',
      { query: WORD },
      listed('suggest.products'),
    );
    to(
      'Product',
      'category.products',
      'query ($id: ID!) { category(id: $id) { products { nodes { ROW } } } }',
      { id: category.id },
      listed('category.products.nodes'),
    );
    to('Product', 'product.variants.product', 'query ($id: ID!) { variant(id: $id) { product { ROW } } }', {
      id: variantId,
    });
    ways.push({
      name: 'suggest',
      subject,
      type: 'Suggestions',
      query: 'query ($query: String!) { suggest(query: $query) { ROW } }',
      variables: { query: `${WORD} ${kind[0]}` },
      marksOnly: true,
    });
    to('Variant', 'variant(id)', 'query ($id: ID!) { variant(id: $id) { ROW } }', { id: variantId });
    to('Variant', 'variant(sku)', 'query ($sku: String!) { variant(sku: $sku) { ROW } }', { sku });
    to('Variant', 'product.variants', 'query ($id: ID!) { product(id: $id) { variants { ROW } } }', { id });
    to(
      'Variant',
      'products.variants',
      'query ($ids: [ID!]) { products(filter: { ids: $ids }) { nodes { variants { ROW } } } }',
      { ids: [id] },
    );
  }
  const { active, archived } = catalogue;
  const gone: Subject = { ...productSubject(catalogue, 'archived'), holders: ['owner'] };
  const inCart = (type: string, field: string, id: string): Way => ({
    name: `cart.items.${field}`,
    subject: gone,
    type,
    query: `query ($id: ID!) { cart(id: $id) { items { ${field} { ROW } } } }`,
    variables: { id: owner.cart.id },
    row: { path: `cart.items.${field}`, id },
  });
  ways.push(inCart('Product', 'product', archived.id), inCart('Variant', 'variant', archived.variantId));
  for (const kind of ['draft', 'archived'] as const)
    ways.push({
      name: 'product.related',
      subject: productSubject(catalogue, kind),
      type: 'Product',
      query: 'query ($id: ID!) { product(id: $id) { related(first: 24) { ROW } } }',
      variables: { id: active.id },
      row: { path: 'product.related', id: catalogue[kind].id },
    });
  const everything: Subject = { name: 'a category', holders: [] };
  ways.push(
    {
      name: 'category(id)',
      subject: everything,
      type: 'Category',
      query: 'query ($id: ID!) { category(id: $id) { ROW } }',
      variables: { id: category.id },
    },
    {
      name: 'category(slug)',
      subject: everything,
      type: 'Category',
      query: 'query ($slug: String!) { category(slug: $slug) { ROW } }',
      variables: { slug: category.slug },
    },
    {
      name: 'categories',
      subject: everything,
      type: 'Category',
      query: '{ categories(depth: 2) { ROW } }',
      variables: {},
    },
    {
      name: 'suggest',
      subject: everything,
      type: 'Suggestions',
      query: 'query ($query: String!) { suggest(query: $query) { ROW } }',
      variables: { query: WORD },
    },
    {
      name: 'products, edges',
      subject: everything,
      type: 'ProductEdge',
      query:
        '{ products(first: 2) { edges { ROW } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
      variables: {},
    },
  );
  return ways;
}
