import { badInput, type Context, EVERYTHING, isSafeText, listPage, prepared } from '@storegraph/kit';
import { asc, sql } from 'drizzle-orm';
import { categories } from '../category/category.table.ts';
import { toCategory } from '../category/category.type.ts';
import { productList, wordsOf } from './product.list.ts';
import type { Suggestions } from './product.type.ts';

const MAX_LIMIT = 24;

/** What somebody who is still typing may mean: one statement for products, one for categories. */
export async function suggest(
  context: Pick<Context, 'db' | 'viewer' | 'service' | 'tags'>,
  { query, limit, fields }: { query: string; limit: number; fields: ReadonlySet<string> },
): Promise<Suggestions> {
  if (!isSafeText(query, { min: 0, max: 200 }))
    throw badInput('query', 'text', 'query is text of at most 200 characters');
  if (limit < 1 || limit > MAX_LIMIT)
    throw badInput('limit', 'range', `limit is from 1 to ${MAX_LIMIT}`, { limit: MAX_LIMIT });
  const words = wordsOf(query);
  if (words.length === 0) return { products: [], categories: [], queries: [] };
  context.tags.add(EVERYTHING);
  const [found, named] = await Promise.all([
    listPage(
      context.db,
      productList(context, { page: { first: limit }, query, fields: new Set([...fields, 'title']) }),
    ),
    categoriesNamed(context.db, words, limit),
  ]);
  const titles = found.nodes.map(({ title }) => title);
  return {
    products: found.nodes,
    categories: named.map(toCategory),
    queries: completions(words, titles).slice(0, limit),
  };
}

/** Categories that have, for each word, one that begins with it. There are few: they are read through. */
const categoriesNamed = (db: Context['db'], words: readonly string[], limit: number) =>
  prepared(db, 'categories named', () =>
    db
      .select()
      .from(categories)
      .where(sql`' ' || lower(${categories.name}) LIKE ALL (${sql.placeholder('patterns')}::text[])`)
      .orderBy(sql`cardinality(${categories.path})`, asc(categories.position), asc(categories.id))
      .limit(sql.placeholder('limit'))
      .prepare('categories_named'),
  ).execute({ patterns: words.map((word) => `% ${word}%`), limit });

/** The query with its last word finished as the titles finish it: "oak bo" → "oak bowl". */
export function completions(words: readonly string[], titles: readonly string[]): string[] {
  const complete = words.slice(0, -1);
  const begun = words.at(-1)!;
  const found = titles.flatMap((title) => wordsOf(title).filter((word) => word.startsWith(begun)));
  return [...new Set(found.filter((word) => !complete.includes(word)).map((word) => [...complete, word].join(' ')))];
}
