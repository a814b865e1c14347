import {
  badInput,
  cleanText,
  type Context,
  type Database,
  DomainError,
  lockFor,
  newId,
  publish,
  refuse,
  wouldChange,
} from '@storegraph/kit';
import { parseMoney } from '@storegraph/commerce';
import { eq, sql } from 'drizzle-orm';
import { products as contract } from '../contract.ts';
import { categories } from '../category/category.table.ts';
import { pictureName } from '../media/picture.ts';
import { lockProductsOf } from '../stock/stock.service.ts';
import { stock } from '../stock/stock.table.ts';
import { parsePrice } from './product.price.ts';
import { media, products, type ProductRow, type VariantRow, variants } from './product.table.ts';
import type {
  CreateProductInput,
  CreateVariantInput,
  UpdateProductInput,
  UpdateVariantInput,
} from './product.input.ts';

type Caller = Pick<Context, 'service'>;

export const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100) || 'product';

async function pathOf(
  tx: Database,
  categoryId: string | null | undefined,
): Promise<{ categoryId: string | null; categoryPath: string[] }> {
  if (!categoryId) return { categoryId: null, categoryPath: [] };
  const [category] = await tx.select({ path: categories.path }).from(categories).where(eq(categories.id, categoryId));
  if (!category) refuse('NOT_FOUND', 'This category does not exist', ['input', 'categoryId']);
  return { categoryId, categoryPath: category.path };
}

export const createProduct = ({ service }: Caller, input: CreateProductInput): Promise<ProductRow> =>
  service.db.transaction(async (tx) => {
    const slug = input.slug ?? slugOf(input.title);
    const [product] = await tx
      .insert(products)
      .values({
        id: newId('prod'),
        slug,
        title: cleanText(input.title),
        description: cleanText(input.description ?? ''),
        vendor: input.vendor && cleanText(input.vendor),
        status: input.status ?? 'DRAFT',
        attributes: input.attributes ?? [],
        ...(await pathOf(tx, input.categoryId)),
      })
      .onConflictDoNothing()
      .returning();
    if (!product) refuse('CONFLICT', 'Another product has this slug', ['input', input.slug ? 'slug' : 'title']);
    const thumbnail = { path: pictureName(slug), alt: product.title, width: 800, height: 800 };
    await tx.insert(media).values({ id: newId('img'), productId: product.id, ...thumbnail });
    return { ...product, thumbnail };
  });

/** Of every change of a product or of its variants. */
const newVersion = { version: sql`${products.version} + 1`, updatedAt: sql`now()` };

/** Somebody else's change is never overwritten unseen when expectedVersion is given. What is so already is no new version. */
export const updateProduct = (
  { service }: Caller,
  { id, expectedVersion, ...changes }: UpdateProductInput,
): Promise<ProductRow> =>
  service.db.transaction(async (tx) => {
    const [current] = await tx.select().from(products).where(eq(products.id, id)).for('update');
    if (!current) refuse('NOT_FOUND', 'This product does not exist', ['input', 'id']);
    if (expectedVersion != null && expectedVersion !== current.version) {
      throw new DomainError('VERSION_CONFLICT', 'The product has changed meanwhile', {
        field: 'input.expectedVersion',
        rule: 'version',
        actual: current.version,
      });
    }
    const { title, description, vendor, status, attributes, categoryId } = changes;
    const wanted: Partial<ProductRow> = {
      ...(title != null && { title: cleanText(title) }),
      ...(description != null && { description: cleanText(description) }),
      ...(vendor !== undefined && { vendor: vendor && cleanText(vendor) }),
      ...(status != null && { status }),
      ...(attributes != null && { attributes }),
      ...(categoryId !== undefined && (await pathOf(tx, categoryId))),
    };
    if (!wouldChange(current, wanted)) return current;
    const [product] = await tx
      .update(products)
      .set({ ...wanted, ...newVersion })
      .where(eq(products.id, id))
      .returning();
    return product!;
  });

function prices(price: CreateVariantInput['price'], compareAt: CreateVariantInput['compareAtPrice'] | null) {
  const { minor: priceMinor, currencyCode } = parsePrice(price, 'input.price');
  if (!compareAt) return { priceMinor, compareAtMinor: null, currencyCode };
  const { minor: compareAtMinor, currencyCode: other } = parseMoney(compareAt, 'input.compareAtPrice');
  if (other !== currencyCode)
    throw badInput('input.compareAtPrice.currencyCode', 'currency', 'Both prices are in the same currency');
  if (compareAtMinor <= priceMinor)
    throw badInput('input.compareAtPrice', 'higher', 'The price from before is higher than the price');
  return { priceMinor, compareAtMinor, currencyCode };
}

/** One SKU is given to one at a time: who comes second sees who has it. */
const lockSku = (tx: Database, sku: string) => lockFor(tx, 'sku', sku);

const takenSku = () => refuse('CONFLICT', 'Another variant has this SKU', ['input', 'sku']);
const takenOptions = () =>
  refuse('CONFLICT', 'Another variant of this product has these options', ['input', 'selectedOptions']);

const hasSku = async (tx: Database, sku: string): Promise<boolean> =>
  (await tx.select({ id: variants.id }).from(variants).where(eq(variants.sku, sku))).length > 0;

export const createVariant = ({ service }: Caller, input: CreateVariantInput): Promise<VariantRow> =>
  service.db.transaction(async (tx) => {
    const [product] = await tx.select().from(products).where(eq(products.id, input.productId)).for('update');
    if (!product) refuse('NOT_FOUND', 'This product does not exist', ['input', 'productId']);
    const selectedOptions = input.selectedOptions ?? [];
    const sku = cleanText(input.sku);
    await lockSku(tx, sku);
    const [variant] = await tx
      .insert(variants)
      .values({
        id: newId('var'),
        productId: product.id,
        sku,
        title: cleanText(input.title),
        selectedOptions,
        ...prices(input.price, input.compareAtPrice),
      })
      .onConflictDoNothing()
      .returning();
    if (!variant) return (await hasSku(tx, sku)) ? takenSku() : takenOptions();
    await tx.insert(stock).values({ variantId: variant.id });
    await tx
      .update(products)
      .set({ options: withOptions(product.options, selectedOptions), ...newVersion })
      .where(eq(products.id, product.id));
    return variant;
  });

function withOptions(options: ProductRow['options'], selected: VariantRow['selectedOptions']): ProductRow['options'] {
  const merged = new Map(options.map(({ name, values }) => [name, new Set(values)]));
  for (const { name, value } of selected) merged.set(name, (merged.get(name) ?? new Set()).add(value));
  return [...merged].map(([name, values]) => ({ name, values: [...values] }));
}

/** A new price is published: open carts follow. */
export const updateVariant = (
  { service }: Caller,
  { id, title, sku, price, compareAtPrice }: UpdateVariantInput,
): Promise<VariantRow> =>
  service.db.transaction(async (tx) => {
    // the product before its variant, as checkout does
    await lockProductsOf(tx, sql`${id}`);
    if (sku) await lockSku(tx, cleanText(sku));
    const [current] = await tx.select().from(variants).where(eq(variants.id, id)).for('no key update');
    if (!current) refuse('NOT_FOUND', 'This variant does not exist', ['input', 'id']);
    const before = {
      amount: (current.priceMinor / 100).toFixed(2),
      currencyCode: current.currencyCode,
    } as CreateVariantInput['price'];
    const compareBefore =
      current.compareAtMinor === null
        ? null
        : ({
            amount: (current.compareAtMinor / 100).toFixed(2),
            currencyCode: current.currencyCode,
          } as CreateVariantInput['price']);
    const [sameSku] = sku
      ? await tx
          .select({ id: variants.id })
          .from(variants)
          .where(eq(variants.sku, cleanText(sku)))
      : [];
    if (sameSku && sameSku.id !== id) return takenSku();
    const wanted: Partial<VariantRow> = {
      ...(title != null && { title: cleanText(title) }),
      ...(sku != null && { sku: cleanText(sku) }),
      ...prices(price ?? before, compareAtPrice === undefined ? compareBefore : compareAtPrice),
    };
    if (!wouldChange(current, wanted)) return current;
    const [variant] = await tx.update(variants).set(wanted).where(eq(variants.id, id)).returning();
    await tx.update(products).set(newVersion).where(eq(products.id, current.productId));
    const { priceMinor: unitPriceMinor, priceVersion, currencyCode } = variant!;
    if (unitPriceMinor !== current.priceMinor)
      await publish(tx, contract.PriceChanged, {
        variantId: id,
        unitPriceMinor,
        currencyCode,
        priceVersion,
      });
    return variant!;
  });
