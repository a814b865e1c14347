import {
  answer,
  assertId,
  assertName,
  badInput,
  ConnectionArgs,
  type Context,
  EVERYTHING,
  Input,
  listPage,
  selectedFields,
} from '@storegraph/kit';
import { Image, STAFF } from '@storegraph/commerce';
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
import { Category, toCategory } from '../category/category.type.ts';
import type { CategoryRow } from '../category/category.table.ts';
import { FilterArg, ProductFilter, ProductSort, QueryArg, SortArg } from './product.filter.ts';
import { CreateProductInput, ProductIdInput, UpdateProductInput } from './product.input.ts';
import { bestSellers, productList } from './product.list.ts';
import type { ProductLoaders } from './product.loaders.ts';
import { createProduct, updateProduct } from './product.service.ts';
import { suggest } from './product.suggest.ts';
import {
  Product,
  ProductConnection,
  ProductPayload,
  ProductStatus,
  Suggestions,
  toImage,
  toVariant,
  Variant,
} from './product.type.ts';
import { tagOf, toProduct } from './product.view.ts';

type CatalogueContext = Context<ProductLoaders>;

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, {
    nullable: true,
    description: 'One product, by id or by slug; null when there is none. Everybody, while it is ACTIVE; staff always.',
  })
  async product(
    @Ctx() context: CatalogueContext,
    @Arg('id', () => ID, { nullable: true, description: '`Product.id`. Give this or `slug`, not both.' }) id?: string,
    @Arg('slug', () => String, { nullable: true, description: '`Product.slug`. Give this or `id`, not both.' })
    slug?: string,
  ): Promise<Product | null> {
    if ((id == null) === (slug == null)) throw badInput('slug', 'exclusive', 'Give either id or slug');
    return findProduct(context, { id, slug });
  }

  @Query(() => ProductConnection, {
    nullable: true,
    description: 'Products to browse and to search, those that are ACTIVE and for staff all. Everybody.',
  })
  products(
    @Ctx() context: CatalogueContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @QueryArg() query?: string,
    @FilterArg() filter?: ProductFilter,
    @SortArg() sort?: ProductSort,
  ) {
    context.tags.add(EVERYTHING);
    return listPage(context.db, productList(context, { page, query, filter, sort, fields: selectedFields(info) }));
  }

  @Query(() => Suggestions, {
    nullable: true,
    description:
      'Search as you type: what a query that is not finished yet may mean. Nothing for a query without words. Everybody.',
  })
  suggest(
    @Ctx() context: CatalogueContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('query', () => String, {
      description: 'What was typed so far, at most 200 characters. The last word may be the beginning of one.',
    })
    query: string,
    @Arg('limit', () => Int, { defaultValue: 6, description: 'How many of each kind, 1 to 24.' }) limit: number,
  ): Promise<Suggestions> {
    return suggest(context, { query, limit, fields: selectedFields(info) });
  }

  @Authorized(...STAFF)
  @Mutation(() => ProductPayload, {
    description:
      'Makes a product, with a picture that stands in until it has one. Staff. Errors: CONFLICT for a slug that is taken, NOT_FOUND for the category.',
  })
  createProduct(
    @Ctx() context: CatalogueContext,
    @Input(() => CreateProductInput) input: CreateProductInput,
  ): Promise<ProductPayload> {
    return answer<ProductPayload>(async () => ({
      product: toProduct(await createProduct(context, input), context.service),
    }));
  }

  @Authorized(...STAFF)
  @Mutation(() => ProductPayload, { description: 'Changes a product. Staff. Errors: VERSION_CONFLICT, NOT_FOUND.' })
  updateProduct(
    @Ctx() context: CatalogueContext,
    @Input(() => UpdateProductInput) input: UpdateProductInput,
  ): Promise<ProductPayload> {
    return answer<ProductPayload>(async () => ({
      product: toProduct(await updateProduct(context, input), context.service),
    }));
  }

  @Authorized(...STAFF)
  @Mutation(() => ProductPayload, {
    description:
      'Takes a product out of the shop: the same as the status ARCHIVED. Orders keep their copy of it. Staff. Errors: NOT_FOUND.',
  })
  archiveProduct(
    @Ctx() context: CatalogueContext,
    @Input(() => ProductIdInput) { id }: ProductIdInput,
  ): Promise<ProductPayload> {
    return answer<ProductPayload>(async () => ({
      product: toProduct(await updateProduct(context, { id, status: ProductStatus.ARCHIVED }), context.service),
    }));
  }

  @FieldResolver(() => [Variant], {
    description: 'What of it can be bought, in the order of the shop; empty while it has none.',
  })
  async variants(@Root() { id }: Product, @Ctx() { loaders }: CatalogueContext): Promise<Variant[]> {
    return (await loaders.variantsOfProduct.load(id)).map(toVariant);
  }

  @FieldResolver(() => [Image], { description: 'Its pictures, in the order of the shop.' })
  async media(@Root() { id }: Product, @Ctx() context: CatalogueContext): Promise<Image[]> {
    return (await context.loaders.mediaOfProduct.load(id)).map((row) => toImage(row, context.service.env.PUBLIC_URL));
  }

  @FieldResolver(() => Category, { nullable: true, description: 'Where it is filed; null when it is nowhere.' })
  async category(@Root() { row }: Product, @Ctx() { loaders }: CatalogueContext): Promise<Category | null> {
    // its ancestors come along: who shows a category shows the way to it
    const path = await loaders.category.loadMany(row.categoryPath);
    const own = path.find((category) => !(category instanceof Error) && category?.id === row.categoryId);
    return own && !(own instanceof Error) ? toCategory(own) : null;
  }

  @FieldResolver(() => [Category], {
    description: 'From the top of the tree to its own; empty when it is filed nowhere.',
  })
  async categories(@Root() { row }: Product, @Ctx() { loaders }: CatalogueContext): Promise<Category[]> {
    const rows = await loaders.category.loadMany(row.categoryPath);
    return rows.filter((found): found is CategoryRow => found !== null && !(found instanceof Error)).map(toCategory);
  }

  @FieldResolver(() => [Product], {
    description:
      'Others that are for sale in the same category, what sells best first; empty when it is filed nowhere.',
  })
  async related(
    @Root() { row }: Product,
    @Ctx() context: CatalogueContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('first', () => Int, { defaultValue: 6, description: 'How many at most, 1 to 24.' }) first: number,
  ): Promise<Product[]> {
    if (first < 1 || first > 24) throw badInput('first', 'range', 'first is from 1 to 24', { limit: 24 });
    context.tags.add(EVERYTHING);
    if (row.categoryId === null) return [];
    // one more, because the product itself may be among them: so all products of a category share one list
    const list = bestSellers(context, { first: first + 1, fields: selectedFields(info) });
    const { nodes } = await context.loaders.pages(list).load(row.categoryId);
    return nodes.filter(({ id }) => id !== row.id).slice(0, first);
  }
}

export async function findProduct(
  { loaders, service, tags }: CatalogueContext,
  { id, slug }: { id?: unknown; slug?: unknown },
): Promise<Product | null> {
  const row =
    id != null
      ? await loaders.product.load(assertId('prod', id, 'id'))
      : await loaders.productBySlug.load(assertName(slug, 'slug'));
  tags.add(tagOf(row?.id));
  return row && toProduct(row, service);
}
