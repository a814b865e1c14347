import {
  cleanText,
  type Context,
  type Database,
  DomainError,
  newId,
  onlyRow,
  refuse,
  wouldChange,
} from '@storegraph/kit';
import { eq, sql } from 'drizzle-orm';
import { categories } from '../category/category.table.ts';
import { pictureName } from '../media/media.picture.ts';
import type { CreateProductInput, UpdateProductInput } from './product.input.ts';
import { media, products, type ProductRow } from './product.table.ts';

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
export const newVersion = { version: sql`${products.version} + 1`, updatedAt: sql`now()` };

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
    return tx
      .update(products)
      .set({ ...wanted, ...newVersion })
      .where(eq(products.id, id))
      .returning()
      .then(onlyRow);
  });
