import { connect, type Database } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { categories } from '../category/category.table.ts';
import { pictureName } from '../media/media.picture.ts';
import { media, products, variants } from '../product/product.table.ts';
import { slugOf } from '../product/product.service.ts';
import { stock, stockMovements } from '../stock/stock.table.ts';
import { areas, colours, lines, materials, plural, vendors, virtues } from './words.ts';

const SIZES = { full: 1_000, small: 60 } as const;
const VARIANTS_PER_PRODUCT = 3;
const WELL_STOCKED_VARIANTS = 30;
const FIRST_DAY = Date.UTC(2026, 0, 5);

/** The same in every new shop: prod_01jd… and a number. */
export const seededId = (prefix: string, number: number): string => `${prefix}_01jd${String(number).padStart(22, '0')}`;

/** A small generator of repeatable numbers (mulberry32). */
function repeatable(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

interface Leaf {
  path: string[];
  thing: string;
  sizes: string[];
  base: number;
}

/** Fills an empty catalogue: three levels of categories, products with three variants each, stock with low and sold-out ones. */
export async function seed(databaseUrl: string): Promise<void> {
  const { db, close } = connect(databaseUrl, { pool: 1 });
  try {
    const [known] = await db.select({ id: products.id }).from(products).limit(1);
    if (known) return;
    await db.transaction(async (tx) => {
      await tx.execute(sql`SET LOCAL statement_timeout = '60s'`);
      const leaves = await seedCategories(tx);
      await seedProducts(tx, leaves, SIZES[process.env.SEED_SIZE as keyof typeof SIZES] ?? SIZES.full);
    });
    await db.execute(sql`ANALYZE`);
  } finally {
    await close();
  }
}

async function seedCategories(tx: Database): Promise<Leaf[]> {
  const rows: (typeof categories.$inferInsert)[] = [];
  const leaves: Leaf[] = [];
  const add = (name: string, parent: { id: string; slug: string; path: string[] } | null, position: number) => {
    const id = seededId('cat', rows.length + 1);
    const slug = parent ? `${parent.slug}-${slugOf(name)}` : slugOf(name);
    const path = [...(parent?.path ?? []), id];
    rows.push({ id, slug, name, parentId: parent?.id, path, position, description: `${name}, chosen for every day.` });
    return { id, slug, path };
  };
  for (const [areaIndex, area] of areas.entries()) {
    const top = add(area.name, null, areaIndex);
    for (const [shelfIndex, { name, things, sizes, base }] of area.shelves.entries()) {
      const shelf = add(name, top, shelfIndex);
      for (const [thingIndex, thing] of things.entries())
        leaves.push({ path: add(plural(thing), shelf, thingIndex).path, thing, sizes, base });
    }
  }
  await tx.insert(categories).values(rows);
  return leaves;
}

async function seedProducts(tx: Database, leaves: readonly Leaf[], count: number): Promise<void> {
  const next = repeatable(2026);
  const pick = <T>(list: readonly T[]): T => list[next(list.length)]!;
  const [productRows, variantRows, mediaRows, stockRows]: [
    (typeof products.$inferInsert)[],
    (typeof variants.$inferInsert)[],
    (typeof media.$inferInsert)[],
    { variantId: string; onHand: number }[],
  ] = [[], [], [], []];
  const slugs = new Set<string>();

  for (let number = 1; number <= count; number++) {
    const leaf = leaves[(number - 1) % leaves.length]!;
    const [line, [material, finishes]] = [pick(lines), pick(Object.entries(materials))];
    const title = `${line} ${material} ${leaf.thing}`;
    let slug = slugOf(title);
    if (slugs.has(slug)) slug = `${slug}-${number}`;
    slugs.add(slug);
    const id = seededId('prod', number);
    const chosen = Array.from({ length: VARIANTS_PER_PRODUCT }, (_, index) => ({
      colour: colours[(next(colours.length) + index) % colours.length]!,
      size: leaf.sizes[index]!,
    }));
    const basePrice = Math.round((leaf.base * (70 + next(90))) / 10_000) * 100 + 90;
    const reduced = next(4) === 0;
    const prices: { price: number; compareAt: number | null; available: number }[] = [];

    for (const [index, { colour, size }] of chosen.entries()) {
      const variantNumber = (number - 1) * VARIANTS_PER_PRODUCT + index + 1;
      const price = basePrice + index * Math.round(leaf.base / 500) * 100;
      const compareAt = reduced ? Math.round((price * 1.25) / 100) * 100 : null;
      const mood = next(20);
      const onHand =
        variantNumber <= WELL_STOCKED_VARIANTS ? 500 : mood < 2 ? 0 : mood < 5 ? 1 + next(5) : 12 + next(140);
      const variantId = seededId('var', variantNumber);
      variantRows.push({
        id: variantId,
        productId: id,
        sku: `SG-${String(number).padStart(4, '0')}-${index + 1}`,
        title: `${colour} / ${size}`,
        selectedOptions: [
          { name: 'Colour', value: colour },
          { name: 'Size', value: size },
        ],
        priceMinor: price,
        compareAtMinor: compareAt,
        position: index,
      });
      stockRows.push({ variantId, onHand });
      prices.push({ price, compareAt, available: onHand });
    }
    const before = prices.flatMap(({ compareAt }) => compareAt ?? []);
    const available = prices.reduce((sum, entry) => sum + entry.available, 0);
    productRows.push({
      id,
      slug,
      title,
      vendor: pick(vendors),
      status: 'ACTIVE',
      description: `A ${leaf.thing.toLowerCase()} in ${material.toLowerCase()}: ${pick(virtues)}. From the ${line} line. ${pick(finishes)}`,
      categoryId: leaf.path.at(-1),
      categoryPath: leaf.path,
      attributes: [
        { name: 'Material', value: material },
        { name: 'Line', value: line },
      ],
      options: [
        { name: 'Colour', values: [...new Set(chosen.map(({ colour }) => colour))] },
        { name: 'Size', values: leaf.sizes },
      ],
      sold: next(400),
      createdAt: new Date(FIRST_DAY + number * 6 * 3_600_000),
      priceMinMinor: Math.min(...prices.map(({ price }) => price)),
      priceMaxMinor: Math.max(...prices.map(({ price }) => price)),
      compareAtMinMinor: reduced ? Math.min(...before) : null,
      compareAtMaxMinor: reduced ? Math.max(...before) : null,
      available,
      inStock: available > 0,
    });
    mediaRows.push({
      id: seededId('img', number),
      productId: id,
      path: pictureName(slug),
      alt: title,
      width: 800,
      height: 800,
    });
  }
  for (const part of chunks(productRows)) await tx.insert(products).values(part);
  for (const part of chunks(variantRows)) await tx.insert(variants).values(part);
  for (const part of chunks(mediaRows)) await tx.insert(media).values(part);
  for (const part of chunks(stockRows)) await tx.insert(stock).values(part);
  for (const part of chunks(stockRows.filter(({ onHand }) => onHand > 0))) {
    await tx
      .insert(stockMovements)
      .values(part.map(({ variantId, onHand }) => ({ variantId, delta: onHand, reason: 'opening stock' })));
  }
}

const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / 500) }, (_, index) => list.slice(index * 500, index * 500 + 500));
