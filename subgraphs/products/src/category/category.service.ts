import { cleanText, type Context, newId, refuse } from '@storegraph/kit';
import { eq } from 'drizzle-orm';
import { categories, type CategoryRow } from './category.table.ts';
import type { CreateCategoryInput, UpdateCategoryInput } from './category.type.ts';

type Caller = Pick<Context, 'service'>;
const LEVELS = 5;

export const createCategory = (
  { service }: Caller,
  { name, slug, description, parentId }: CreateCategoryInput,
): Promise<CategoryRow> =>
  service.db.transaction(async (tx) => {
    const [parent] = parentId ? await tx.select().from(categories).where(eq(categories.id, parentId)).for('share') : [];
    if (parentId && !parent) refuse('NOT_FOUND', 'This category does not exist', ['input', 'parentId']);
    if (parent && parent.path.length >= LEVELS)
      refuse('INVALID_STATE', `A tree of categories has at most ${LEVELS} levels`, ['input', 'parentId']);
    const id = newId('cat');
    const [category] = await tx
      .insert(categories)
      .values({
        id,
        slug,
        name: cleanText(name),
        description: cleanText(description ?? ''),
        parentId,
        path: [...(parent?.path ?? []), id],
      })
      .onConflictDoNothing()
      .returning();
    if (!category) refuse('CONFLICT', 'Another category has this slug', ['input', 'slug']);
    return category;
  });

export async function updateCategory(
  { service }: Caller,
  { id, name, description }: UpdateCategoryInput,
): Promise<CategoryRow> {
  const [category] = await service.db
    .update(categories)
    .set({
      id,
      ...(name != null && { name: cleanText(name) }),
      ...(description != null && { description: cleanText(description) }),
    })
    .where(eq(categories.id, id))
    .returning();
  if (!category) refuse('NOT_FOUND', 'This category does not exist', ['input', 'id']);
  return category;
}
