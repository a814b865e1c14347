import { randomUUID } from 'node:crypto';
import type { Shopper } from '../shop.ts';

export interface CataloguedProduct {
  id: string;
  slug: string;
  variantId: string;
  sku: string;
}

/** Products alike, of which shoppers may see some. */
export interface Catalogue {
  active: CataloguedProduct;
  /** Active, too: so that the other is related to something. */
  companion: CataloguedProduct;
  draft: CataloguedProduct;
  archived: CataloguedProduct;
  category: { id: string; slug: string };
  /** Until then it is for sale, so that it gets into carts. */
  archive(): Promise<unknown>;
}

/** Occurs in their titles only. */
export const WORD = 'zugvogel';

export async function createCatalogue(staff: Shopper): Promise<Catalogue> {
  const parent = (await staff.graph('{ categories { id } }')).data.categories[0];
  const { category } = await staff.run(
    'createCategory',
    'CreateCategoryInput',
    { name: `${WORD} things`, slug: WORD, description: 'For travellers', parentId: parent.id },
    'category { id slug }',
  );
  const create = async (name: string, status: 'ACTIVE' | 'DRAFT'): Promise<CataloguedProduct> => {
    const product = {
      title: `${WORD} ${name}`,
      slug: `${WORD}-${name}`,
      description: `The ${name} one`,
      vendor: 'Harbour & Sons',
      categoryId: category.id,
      status,
      attributes: [{ name: 'Material', value: 'Oak' }],
    };
    const { product: made } = await staff.run('createProduct', 'CreateProductInput', product, 'product { id slug }');
    const { variantId, sku } = await createVariant(staff, made.id, `ZUG-${name}`);
    return { ...made, variantId, sku };
  };
  const [active, companion, draft, archived] = [
    await create('active', 'ACTIVE'),
    await create('companion', 'ACTIVE'),
    await create('draft', 'DRAFT'),
    await create('archived', 'ACTIVE'),
  ];
  const archive = () => staff.run('archiveProduct', 'ProductIdInput', { id: archived.id }, 'product { id }');
  return { active, companion, draft, archived, category, archive };
}

/** With few of it, so that availability says how many. */
async function createVariant(staff: Shopper, productId: string, sku: string) {
  const money = (amount: string) => ({ amount, currencyCode: 'USD' });
  const variant = {
    productId,
    sku,
    title: 'Large',
    price: money('10.00'),
    compareAtPrice: money('12.00'),
    selectedOptions: [{ name: 'Size', value: 'Large' }],
  };
  const { variant: made } = await staff.run('createVariant', 'CreateVariantInput', variant, 'variant { id }');
  const stock = { variantId: made.id, setTo: 5, reason: 'count', idempotencyKey: randomUUID() };
  await staff.run('adjustInventory', 'AdjustInventoryInput', stock, 'inventory { onHand }');
  return { variantId: made.id as string, sku };
}
