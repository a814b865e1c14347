import { parseMoney } from '@storegraph/commerce';
import {
  badInput,
  cleanText,
  type Context,
  type Database,
  lockFor,
  newId,
  onlyRow,
  publish,
  refuse,
  wouldChange,
} from '@storegraph/kit';
import { eq, sql } from 'drizzle-orm';
import { products as contract } from '../contract.ts';
import { lockProductsOf } from '../stock/stock.service.ts';
import { stock } from '../stock/stock.table.ts';
import type { CreateVariantInput, UpdateVariantInput } from './product.input.ts';
import { parsePrice } from './product.price.ts';
import { newVersion } from './product.service.ts';
import { products, type ProductRow, type VariantRow, variants } from './product.table.ts';

type Caller = Pick<Context, 'service'>;

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
    const variant = await tx.update(variants).set(wanted).where(eq(variants.id, id)).returning().then(onlyRow);
    await tx.update(products).set(newVersion).where(eq(products.id, current.productId));
    const { priceMinor: unitPriceMinor, priceVersion, currencyCode } = variant;
    if (unitPriceMinor !== current.priceMinor)
      await publish(tx, contract.PriceChanged, {
        variantId: id,
        unitPriceMinor,
        currencyCode,
        priceVersion,
      });
    return variant;
  });
