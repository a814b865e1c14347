import { STAFF } from '@storegraph/commerce';
import {
  answer,
  assertId,
  assertName,
  badInput,
  ConnectionArgs,
  type Context,
  EVERYTHING,
  Input,
  selectedFields,
} from '@storegraph/kit';
import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  Authorized,
  Ctx,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { FilterArg, ProductFilter, ProductSort, QueryArg, SortArg } from '../product/product.filter.ts';
import { productList } from '../product/product.list.ts';
import type { ProductLoaders } from '../product/product.loaders.ts';
import { ProductConnection } from '../product/product.type.ts';
import { createCategory, updateCategory } from './category.service.ts';
import type { CategoryRow } from './category.table.ts';
import { categoryTree } from './category.tree.ts';
import { Category, CategoryPayload, CreateCategoryInput, toCategory, UpdateCategoryInput } from './category.type.ts';

type CatalogueContext = Context<ProductLoaders>;
const MAX_DEPTH = 5;

@Resolver(() => Category)
export class CategoryResolver {
  @Query(() => Category, {
    nullable: true,
    description: 'One category, by id or by slug; null when there is none. Everybody.',
  })
  async category(
    @Ctx() context: CatalogueContext,
    @Arg('id', () => ID, { nullable: true, description: '`Category.id`. Give this or `slug`, not both.' }) id?: string,
    @Arg('slug', () => String, { nullable: true, description: '`Category.slug`. Give this or `id`, not both.' })
    slug?: string,
  ): Promise<Category | null> {
    if ((id == null) === (slug == null)) throw badInput('slug', 'exclusive', 'Give either id or slug');
    return findCategory(context, { id, slug });
  }

  @Query(() => [Category], {
    nullable: true,
    description: 'The top of the tree, in the order of the shop; what is below comes by `children`. Everybody.',
  })
  async categories(
    @Ctx() context: CatalogueContext,
    @Arg('depth', () => Int, {
      defaultValue: 1,
      description: 'How many levels are read ahead, 1 to 5: as many as the operation shows.',
    })
    depth: number,
  ): Promise<Category[]> {
    if (depth < 1 || depth > MAX_DEPTH)
      throw badInput('depth', 'range', `depth is from 1 to ${MAX_DEPTH}`, { limit: MAX_DEPTH });
    return (await categoryTree(context, depth)).map(toCategory);
  }

  @Authorized(...STAFF)
  @Mutation(() => CategoryPayload, {
    description:
      'Makes a category. Staff. Errors: CONFLICT for a slug that is taken, NOT_FOUND for the parent, INVALID_STATE below the fifth level.',
  })
  createCategory(
    @Ctx() context: CatalogueContext,
    @Input(() => CreateCategoryInput) input: CreateCategoryInput,
  ): Promise<CategoryPayload> {
    return answer<CategoryPayload>(async () => ({ category: toCategory(await createCategory(context, input)) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => CategoryPayload, { description: 'Changes the words of a category. Staff. Errors: NOT_FOUND.' })
  updateCategory(
    @Ctx() context: CatalogueContext,
    @Input(() => UpdateCategoryInput) input: UpdateCategoryInput,
  ): Promise<CategoryPayload> {
    return answer<CategoryPayload>(async () => ({ category: toCategory(await updateCategory(context, input)) }));
  }

  @FieldResolver(() => [Category], { description: 'From the top of the tree to itself: 1 to 5.' })
  async path(@Root() { row }: Category, @Ctx() { loaders }: CatalogueContext): Promise<Category[]> {
    const rows = await loaders.category.loadMany(row.path);
    return rows.filter((found): found is CategoryRow => found !== null && !(found instanceof Error)).map(toCategory);
  }

  @FieldResolver(() => [Category], {
    description: 'Those right below it, in the order of the shop; empty at the end of a branch.',
  })
  async children(@Root() { id }: Category, @Ctx() { loaders }: CatalogueContext): Promise<Category[]> {
    return (await loaders.childrenOfCategory.load(id)).map(toCategory);
  }

  @FieldResolver(() => Category, { nullable: true, description: 'The one right above it; null at the top.' })
  async parent(@Root() { row }: Category, @Ctx() { loaders }: CatalogueContext): Promise<Category | null> {
    const parent = row.parentId === null ? null : await loaders.category.load(row.parentId);
    return parent && toCategory(parent);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many ACTIVE products there are in it and in everything below it.',
  })
  async productCount(@Root() { id }: Category, @Ctx() { loaders, tags }: CatalogueContext): Promise<number> {
    tags.add(EVERYTHING);
    return (await loaders.productCountOfCategory.load(id))?.count ?? 0;
  }

  @FieldResolver(() => ProductConnection, {
    description: 'The products of this category and everything below it, those that are ACTIVE and for staff all.',
  })
  products(
    @Root() { id }: Category,
    @Ctx() context: CatalogueContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @QueryArg() query?: string,
    @FilterArg() filter?: ProductFilter,
    @SortArg() sort?: ProductSort,
  ) {
    context.tags.add(EVERYTHING);
    const list = productList(context, { page, query, filter, sort, fields: selectedFields(info) });
    return context.loaders.pages(list).load(id);
  }
}

/** Needs no tag: when a category changes, every answer is forgotten. */
export async function findCategory(
  { loaders }: CatalogueContext,
  { id, slug }: { id?: unknown; slug?: unknown },
): Promise<Category | null> {
  const row =
    id != null
      ? await loaders.category.load(assertId('cat', id, 'id'))
      : await loaders.categoryBySlug.load(assertName(slug, 'slug'));
  return row && toCategory(row);
}
