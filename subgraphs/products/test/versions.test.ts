import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { newId } from '@storegraph/kit';
import { describeVersions } from '@storegraph/kit/testing/versions';
import { sql } from 'drizzle-orm';
import { afterAll } from 'vitest';
import { openCatalogue } from './world.ts';

const catalogue = await openCatalogue();
const { shop, staff, customer } = catalogue;
afterAll(() => shop.stop());

const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const oak = [{ name: 'wood', value: 'oak' }];

/** A product with all that it can have, of which staff has seen the third version. */
async function bowl() {
  const category = await catalogue.category(randomUUID());
  const { id, variantIds } = await catalogue.product({
    title: 'Bowl',
    description: 'Turned by hand',
    vendor: 'Potter',
    attributes: oak,
    category,
    variants: [
      { price: 4000, onHand: 10, reserved: 4 },
      { price: 5000, sku: `taken ${category.slug}` },
    ],
  });
  const [variantId] = variantIds as [string, string];
  const slug = randomUUID();
  await shop.db.execute(sql`UPDATE products SET version = 3, slug = ${slug} WHERE id = ${id}`);
  await shop.db.execute(sql`UPDATE variants SET compare_at_minor = 6000 WHERE id = ${variantId}`);
  return { id, slug, category, variantId, takenSku: `taken ${category.slug}` };
}
type Bowl = Awaited<ReturnType<typeof bowl>>;

const asked = (input: (bowl: Bowl) => object) => async () => ({ as: staff, input: input(await bowl()) });
const refused =
  (code: string, input: (bowl: Bowl) => object, as = staff) =>
  async () => ({
    as,
    input: input(await bowl()),
    code,
  });
/** Counts for the product, and for the price of its variant where that is another one. */
const counts = (input: (bowl: Bowl) => object, andItsPrice?: 'and its price') => async () => {
  const made = await bowl();
  const ofPrice = andItsPrice ? [`variants.price_version ${made.variantId}`] : [];
  return { as: staff, input: input(made), one: [`products.version ${made.id}`, ...ofPrice] };
};
const countsNothing = (input: (bowl: Bowl) => object) => async () => ({ ...(await asked(input)()), one: [] });

const update = (changes: object) => (made: Bowl) => ({ id: made.id, ...changes });
const updateVariant = (changes: object) => (made: Bowl) => ({ id: made.variantId, ...changes });
const variant = (changes: object) => (made: Bowl) => ({
  productId: made.id,
  sku: newId('var'),
  title: 'Ash',
  price: usd('45.00'),
  ...changes,
});
const adjust = (change: object) => (made: Bowl) => ({
  variantId: made.variantId,
  reason: 'count',
  idempotencyKey: randomUUID(),
  ...change,
});
const asItIs = { title: 'Bowl', description: 'Turned by hand', vendor: 'Potter', status: 'ACTIVE', attributes: oak };

describeVersions(shop, {
  schema: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  numbers: ['products.version', 'variants.price_version'],
  cases: {
    createCategory: {
      counts: {},
      nothing: { 'a new one': asked(({ category }) => ({ name: 'New', slug: randomUUID(), parentId: category.id })) },
      refused: {
        'a slug that is taken': refused('CONFLICT', ({ category }) => ({ name: 'New', slug: category.slug })),
        'a customer': refused('FORBIDDEN', () => ({ name: 'New', slug: randomUUID() }), customer),
      },
    },
    updateCategory: {
      counts: {},
      nothing: { 'another name': asked(({ category }) => ({ id: category.id, name: 'Other' })) },
      refused: { 'one that there is not': refused('NOT_FOUND', () => ({ id: newId('cat'), name: 'Other' })) },
    },
    createProduct: {
      counts: { 'a new one': countsNothing(() => ({ title: 'Vase', slug: randomUUID() })) },
      nothing: {},
      refused: {
        'a slug that is taken': refused('CONFLICT', ({ slug }) => ({ title: 'Vase', slug })),
        'a category that there is not': refused('NOT_FOUND', () => ({ title: 'Vase', categoryId: newId('cat') })),
        'a customer': refused('FORBIDDEN', () => ({ title: 'Vase' }), customer),
      },
    },
    updateProduct: {
      counts: {
        'another title': counts(update({ title: 'Vase' })),
        'another description': counts(update({ description: '' })),
        'another vendor': counts(update({ vendor: 'Turner' })),
        'no vendor': counts(update({ vendor: null })),
        'another status': counts(update({ status: 'DRAFT' })),
        'another attribute': counts(update({ attributes: [{ name: 'wood', value: 'ash' }] })),
        'an attribute more': counts(update({ attributes: [...oak, { name: 'size', value: 'M' }] })),
        'no category': counts(update({ categoryId: null })),
        'one of several fields': counts(update({ ...asItIs, title: 'Vase' })),
      },
      nothing: {
        'no field': asked(update({})),
        'every field as it is': asked(({ id, category }) => ({ id, ...asItIs, categoryId: category.id })),
        'a title as it is, with spaces around it': asked(update({ title: ' Bowl ' })),
        'what has to be there is null': asked(update({ title: null, description: null, status: null })),
      },
      refused: {
        'one that there is not': refused('NOT_FOUND', () => ({ id: newId('prod'), title: 'Vase' })),
        'another title in a category that there is not': refused(
          'NOT_FOUND',
          update({ title: 'Vase', categoryId: newId('cat') }),
        ),
        'an empty title': refused('BAD_USER_INPUT', update({ title: '' })),
        'a customer': refused('FORBIDDEN', update({ title: 'Vase' }), customer),
      },
    },
    archiveProduct: {
      counts: { 'an active one': counts(({ id }) => ({ id })) },
      nothing: {
        'one that is archived': async () => {
          const { id } = await catalogue.product({ status: 'ARCHIVED' });
          return { as: staff, input: { id } };
        },
      },
      refused: {
        'one that there is not': refused('NOT_FOUND', () => ({ id: newId('prod') })),
        'a customer': refused('FORBIDDEN', ({ id }) => ({ id }), customer),
      },
    },
    createVariant: {
      counts: {
        'a new one': counts(variant({})),
        'a new one with an option': counts(variant({ selectedOptions: [{ name: 'size', value: 'M' }] })),
      },
      nothing: {},
      refused: {
        'an SKU that is taken': refused('CONFLICT', (made) => ({ ...variant({})(made), sku: made.takenSku })),
        'a product that there is not': refused('NOT_FOUND', variant({ productId: newId('prod') })),
        'a lower price from before': refused('BAD_USER_INPUT', variant({ compareAtPrice: usd('44.00') })),
        'a customer': refused('FORBIDDEN', variant({}), customer),
      },
    },
    updateVariant: {
      counts: {
        'another title': counts(updateVariant({ title: 'Ash' })),
        'another SKU': counts(updateVariant({ sku: newId('var') })),
        'another price': counts(updateVariant({ price: usd('40.01') }), 'and its price'),
        'another price and title': counts(updateVariant({ price: usd('39.00'), title: 'Ash' }), 'and its price'),
        'another price from before': counts(updateVariant({ compareAtPrice: usd('70.00') })),
        'no price from before': counts(updateVariant({ compareAtPrice: null })),
      },
      nothing: {
        'no field': asked(updateVariant({})),
        'every field as it is': asked(({ variantId }) => ({
          id: variantId,
          title: 'One',
          sku: variantId,
          price: usd('40.00'),
          compareAtPrice: usd('60.00'),
        })),
      },
      refused: {
        'another price with an SKU that is taken': refused('CONFLICT', ({ variantId, takenSku }) => ({
          id: variantId,
          price: usd('41.00'),
          sku: takenSku,
        })),
        'one that there is not': refused('NOT_FOUND', () => ({ id: newId('var'), title: 'Ash' })),
        'a price as high as the one from before': refused('BAD_USER_INPUT', updateVariant({ price: usd('60.00') })),
        'a customer': refused('FORBIDDEN', updateVariant({ title: 'Ash' }), customer),
      },
    },
    adjustInventory: {
      // what is left of it is no part of what staff writes about a product
      counts: { 'more of it': countsNothing(adjust({ delta: 3 })), 'a count': countsNothing(adjust({ setTo: 4 })) },
      nothing: { 'as many as there are': asked(adjust({ setTo: 10 })) },
      refused: {
        'less than is promised': refused('INVALID_STATE', adjust({ setTo: 3 })),
        'a customer': refused('FORBIDDEN', adjust({ delta: 3 }), customer),
      },
    },
  },
});
