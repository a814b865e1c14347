import { newId } from '@storegraph/kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completions } from '../src/product/product.suggest.ts';
import { openCatalogue } from './world.ts';

const catalogue = await openCatalogue();
const { shop, anonymous, staff, product, category, list, clear } = catalogue;
afterAll(() => shop.stop());

describe('search', () => {
  const of: Record<string, string> = {};
  beforeAll(async () => {
    await clear();
    const lamps = await category('lamps', undefined, { name: 'Reading Lamps' });
    const make = async (name: string, changes: Parameters<typeof product>[0]) => {
      of[name] = (await product({ title: 'Thing', category: lamps, ...changes })).id;
    };
    await make('title', { title: 'Walnut Bookshelf' });
    await make('vendor', { vendor: 'Walnut & Sons' });
    await make('description', { description: 'Made of walnut, by hand.' });
    await make('accent', { title: 'Café Théière' });
    await make('nothing', { description: 'Made of glass, by hand.' });
  });
  const found = async (query: string) => {
    const ids = (await list({ query, first: 100 })).nodes.map(({ id }: { id: string }) => id);
    return ids.map((id: string) => Object.keys(of).find((name) => of[name] === id)).join(' ');
  };

  test.each([
    // what is in a title is likelier than what is in a vendor's name, and that than what is in a description
    ['walnut', 'title vendor description'],
    ['WALNUT', 'title vendor description'],
    ['walnuts', 'title vendor description'],
    ['waln', 'title vendor description'],
    ['bookshelf', 'title'],
    ['sons', 'vendor'],
    ['hand made', 'description nothing'],
    ['walnut hand', 'description'],
    ['walnut glass', ''],
    ['waln hand', ''],
    ['hand waln', 'description'],
    ['café', 'accent'],
    ['CAFÉ', 'accent'],
    ['cafe\u0301', 'accent'],
    ['thé', 'accent'],
    ['ｗａｌｎｕｔ', 'title vendor description'],
    ['the walnut', 'title vendor description'],
    ['walnut-bookshelf!', 'title'],
    ['xyzzy', ''],
    ['!!!', ''],
  ])('"%s" finds: %s', async (query, expected) => {
    expect(await found(query)).toBe(expected);
    if (expected !== '') expect((await list({ query })).totalCount).toBe(expected.split(' ').length);
  });

  test('spaces alone are no search', async () => {
    expect((await list({ query: '  ' })).totalCount).toBe(5);
  });

  test.each([
    ['read', 'Reading Lamps'],
    ['lamps', 'Reading Lamps'],
    ['LA', 'Reading Lamps'],
    ['lamps read', 'Reading Lamps'],
    ['amps', ''],
    ['reading chairs', ''],
    ['%', ''],
    ['_', ''],
  ])('"%s" suggests the category "%s"', async (query, expected) => {
    const { data } = await anonymous('query ($query: String!) { suggest(query: $query) { categories { name } } }', {
      query,
    });
    expect(data.suggest.categories.map(({ name }: { name: string }) => name).join()).toBe(expected);
  });

  test('suggestions are of the number that is asked for, the likeliest first', async () => {
    const ask = async (limit: number) =>
      (await anonymous(`{ suggest(query: "wal", limit: ${limit}) { products { id } categories { name } queries } }`))
        .data?.suggest;
    expect(await ask(2)).toEqual({
      products: [{ id: of.title }, { id: of.vendor }],
      categories: [],
      queries: ['walnut'],
    });
    expect((await ask(24)).products).toHaveLength(3);
    expect([await ask(0), await ask(25)]).toEqual([undefined, undefined].map(() => null));
    expect(
      (await anonymous('{ suggest(query: " ") { products { id } categories { id } queries } }')).data.suggest,
    ).toEqual({
      products: [],
      categories: [],
      queries: [],
    });
  });

  test('categories are suggested from the top of the tree, by their place, as many as are asked for', async () => {
    const [second, first] = [
      await category('second', undefined, { name: 'Chairs two', position: 2 }),
      await category('first', undefined, { name: 'Chairs one', position: 1 }),
    ];
    await category('below', second, { name: 'Chairs below' });
    const ask = async (limit: number) =>
      (
        await anonymous(`{ suggest(query: "chair", limit: ${limit}) { categories { slug } } }`)
      ).data.suggest.categories.map(({ slug }: { slug: string }) => slug);
    expect(await ask(3)).toEqual([first.slug, second.slug, 'below']);
    expect(await ask(2)).toEqual([first.slug, second.slug]);
  });

  test('a query is finished by words of the titles, each once, and no word is said twice', () => {
    expect(completions(['oak', 'bo'], ['Oak Bowl', 'Oak Box', 'Small Oak Bowl'])).toEqual(['oak bowl', 'oak box']);
    expect(completions(['bowl', 'bo'], ['Bowl Box'])).toEqual(['bowl box']);
    expect(completions(['x'], ['Oak'])).toEqual([]);
  });
});

describe('categories', () => {
  const tree: Awaited<ReturnType<typeof category>>[] = [];
  beforeAll(async () => {
    await clear();
    for (let level = 1; level <= 5; level++) tree.push(await category(`level-${level}`, tree.at(-1)));
    await category('later', undefined, { position: 2 });
    await category('sooner', undefined, { position: 1 });
    await product({ category: tree[0] });
    await product({ category: tree[2] });
    await product({ category: tree[4] });
    await product({ category: tree[4], status: 'DRAFT' });
  });

  test('the tree is shown down to the depth that is asked for, and on from there all the same', async () => {
    const nested = `${'{ slug children '.repeat(5)}{ slug }${' }'.repeat(5)}`;
    const answers = [];
    for (const depth of [1, 2, 3, 4, 5])
      answers.push((await anonymous(`{ categories(depth: ${depth}) ${nested} }`)).data.categories);
    expect(answers[0].map(({ slug }: any) => slug)).toEqual(['level-1', 'sooner', 'later']);
    let level = answers[0];
    for (let depth = 1; depth <= 5; depth++) {
      expect(level[0].slug).toBe(`level-${depth}`);
      level = level[0].children;
    }
    expect(level).toEqual([]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test.each([0, 6])('a depth of %i is refused', async (depth) => {
    const { errors } = await anonymous(`{ categories(depth: ${depth}) { slug } }`);
    expect(errors![0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'depth', limit: 5 });
  });

  test('a category knows the way to itself, its parent, and how much there is below it', async () => {
    const { data } = await anonymous(
      '{ category(slug: "level-3") { path { slug } parent { slug } productCount children { slug productCount } } top: category(slug: "level-1") { parent { slug } productCount } empty: category(slug: "later") { productCount path { slug } } }',
    );
    expect(data).toEqual({
      category: {
        path: [{ slug: 'level-1' }, { slug: 'level-2' }, { slug: 'level-3' }],
        parent: { slug: 'level-2' },
        productCount: 2,
        children: [{ slug: 'level-4', productCount: 1 }],
      },
      top: { parent: null, productCount: 3 },
      empty: { productCount: 0, path: [{ slug: 'later' }] },
    });
  });

  test('a tree has five levels, and not six', async () => {
    const create = async (parentId: string, slug: string) =>
      (
        await staff(
          'mutation ($input: CreateCategoryInput!) { createCategory(input: $input) { category { path { slug } } userErrors { code path } } }',
          { input: { name: slug, slug, parentId } },
        )
      ).data.createCategory;
    expect((await create(tree[3]!.id, 'fifth')).category.path).toHaveLength(5);
    expect(await create(tree[4]!.id, 'sixth')).toEqual({
      category: null,
      userErrors: [{ code: 'INVALID_STATE', path: ['input', 'parentId'] }],
    });
    expect((await create(newId('cat'), 'lost')).userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'parentId'] },
    ]);
    expect((await create(tree[0]!.id, 'fifth')).userErrors).toEqual([{ code: 'CONFLICT', path: ['input', 'slug'] }]);
    expect((await anonymous('{ category(slug: "sixth") { id } }')).data.category).toBeNull();
  });
});

describe('related', () => {
  test('are the best sellers for sale of the very category, without the product itself, as many as are asked for', async () => {
    await clear();
    const home = await category('home');
    const below = await category('below', home);
    const best = await product({ category: home, sold: 9 });
    const same = await product({ category: home, sold: 5 });
    const equal = await product({ category: home, sold: 5 });
    await product({ category: below, sold: 99 });
    await product({ category: home, sold: 99, status: 'ARCHIVED' });
    const least = await product({ category: home, sold: 0 });
    const lost = await product({ sold: 7 });
    const related = async ({ id }: { id: string }, first: number) =>
      (await anonymous(`{ product(id: "${id}") { related(first: ${first}) { id } } }`)).data?.product?.related.map(
        (node: { id: string }) => node.id,
      );
    const twins = [same.id, equal.id].sort();
    expect(await related(least, 24)).toEqual([best.id, ...twins]);
    expect(await related(best, 24)).toEqual([...twins, least.id]);
    expect(await related(least, 1)).toEqual([best.id]);
    expect(await related(best, 1)).toEqual([twins[0]]);
    expect(await related(lost, 24)).toEqual([]);
    expect([await related(best, 0), await related(best, 25)]).toEqual([undefined, undefined]);
  });
});
