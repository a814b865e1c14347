import {
  answer,
  assertId,
  badInput,
  ConnectionArgs,
  type Context,
  EVERYTHING,
  listPage,
  notFound,
  selectedFields,
} from '@storegraph/kit';
import { Image, STAFF, isStaff } from '@storegraph/commerce';
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
import { adjustInventory } from '../stock/inventory.service.ts';
import { movementList } from '../stock/stock.list.ts';
import { AdjustInventoryInput, Inventory, InventoryPayload, StockMovementConnection } from '../stock/stock.type.ts';
import { bestSellers, productList } from './product.list.ts';
import type { ProductLoaders } from './product.loaders.ts';
import { createProduct, createVariant, updateProduct, updateVariant } from './product.service.ts';
import { suggest } from './product.suggest.ts';
import type { VariantRow } from './product.table.ts';
import {
  CreateProductInput,
  CreateVariantInput,
  Product,
  ProductConnection,
  ProductFilter,
  ProductIdInput,
  ProductPayload,
  ProductSort,
  ProductStatus,
  Suggestions,
  toImage,
  toProduct,
  toVariant,
  UpdateProductInput,
  UpdateVariantInput,
  Variant,
  VariantPayload,
} from './product.type.ts';

type CatalogueContext = Context<ProductLoaders>;

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, { nullable: true, description: 'By id or by slug. Shoppers see active products.' })
  async product(
    @Ctx() context: CatalogueContext,
    @Arg('id', () => ID, { nullable: true }) id?: string,
    @Arg('slug', () => String, { nullable: true }) slug?: string,
  ): Promise<Product | null> {
    if ((id == null) === (slug == null)) throw badInput('slug', 'exclusive', 'Give either id or slug');
    return findProduct(context, { id, slug });
  }

  @Query(() => ProductConnection, { nullable: true, description: 'Browse and search. Cursors belong to one sort.' })
  products(
    @Ctx() context: CatalogueContext,
    @Info() info: GraphQLResolveInfo,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('query', () => String, {
      nullable: true,
      description: 'Full text; the last word may be the beginning of one.',
    })
    query?: string,
    @Arg('filter', () => ProductFilter, { nullable: true }) filter?: ProductFilter,
    @Arg('sort', () => ProductSort, { defaultValue: ProductSort.RELEVANCE }) sort?: ProductSort,
  ) {
    context.tags.add(EVERYTHING);
    return listPage(context.db, productList(context, { page, query, filter, sort, fields: selectedFields(info) }));
  }

  @Query(() => Suggestions, {
    nullable: true,
    description: 'Search as you type: the last word may be the beginning of one.',
  })
  suggest(
    @Ctx() context: CatalogueContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('query', () => String) query: string,
    @Arg('limit', () => Int, { defaultValue: 6, description: 'Of each kind. 1 to 24.' }) limit: number,
  ): Promise<Suggestions> {
    return suggest(context, { query, limit, fields: selectedFields(info) });
  }

  @Authorized(...STAFF)
  @Mutation(() => ProductPayload, { description: 'Staff.' })
  createProduct(
    @Ctx() context: CatalogueContext,
    @Arg('input', () => CreateProductInput) input: CreateProductInput,
  ): Promise<ProductPayload> {
    return answer<ProductPayload>(async () => ({
      product: toProduct(await createProduct(context, input), context.service),
    }));
  }

  @Authorized(...STAFF)
  @Mutation(() => ProductPayload, { description: 'Staff. Errors: VERSION_CONFLICT, NOT_FOUND.' })
  updateProduct(
    @Ctx() context: CatalogueContext,
    @Arg('input', () => UpdateProductInput) input: UpdateProductInput,
  ): Promise<ProductPayload> {
    return answer<ProductPayload>(async () => ({
      product: toProduct(await updateProduct(context, input), context.service),
    }));
  }

  @Authorized(...STAFF)
  @Mutation(() => ProductPayload, { description: 'Takes it out of the shop; orders keep pointing at it. Staff.' })
  archiveProduct(
    @Ctx() context: CatalogueContext,
    @Arg('input', () => ProductIdInput) { id }: ProductIdInput,
  ): Promise<ProductPayload> {
    return answer<ProductPayload>(async () => ({
      product: toProduct(await updateProduct(context, { id, status: ProductStatus.ARCHIVED }), context.service),
    }));
  }

  @FieldResolver(() => [Variant])
  async variants(@Root() { id }: Product, @Ctx() { loaders }: CatalogueContext): Promise<Variant[]> {
    return (await loaders.variantsOfProduct.load(id)).map(toVariant);
  }

  @FieldResolver(() => [Image])
  async media(@Root() { id }: Product, @Ctx() context: CatalogueContext): Promise<Image[]> {
    return (await context.loaders.mediaOfProduct.load(id)).map((row) => toImage(row, context.service.env.PUBLIC_URL));
  }

  @FieldResolver(() => Category, { nullable: true })
  async category(@Root() { row }: Product, @Ctx() { loaders }: CatalogueContext): Promise<Category | null> {
    // its ancestors come along: who shows a category shows the way to it
    const path = await loaders.category.loadMany(row.categoryPath);
    const own = path.find((category) => !(category instanceof Error) && category?.id === row.categoryId);
    return own && !(own instanceof Error) ? toCategory(own) : null;
  }

  @FieldResolver(() => [Category], { description: 'From the top of the tree to its own.' })
  async categories(@Root() { row }: Product, @Ctx() { loaders }: CatalogueContext): Promise<Category[]> {
    const rows = await loaders.category.loadMany(row.categoryPath);
    return rows.filter((found): found is CategoryRow => found !== null && !(found instanceof Error)).map(toCategory);
  }

  @FieldResolver(() => [Product], { description: 'Others of the same category, what sells best first.' })
  async related(
    @Root() { row }: Product,
    @Ctx() context: CatalogueContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('first', () => Int, { defaultValue: 6, description: '1 to 24.' }) first: number,
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

@Resolver(() => Variant)
export class VariantResolver {
  @Query(() => Variant, { nullable: true, description: 'By id or by SKU.' })
  async variant(
    @Ctx() context: CatalogueContext,
    @Arg('id', () => ID, { nullable: true }) id?: string,
    @Arg('sku', () => String, { nullable: true }) sku?: string,
  ): Promise<Variant | null> {
    if ((id == null) === (sku == null)) throw badInput('sku', 'exclusive', 'Give either id or sku');
    return findVariant(context, { id, sku });
  }

  @Authorized(...STAFF)
  @Mutation(() => VariantPayload, { description: 'Staff.' })
  createVariant(
    @Ctx() context: CatalogueContext,
    @Arg('input', () => CreateVariantInput) input: CreateVariantInput,
  ): Promise<VariantPayload> {
    return answer<VariantPayload>(async () => ({ variant: await shown(await createVariant(context, input), context) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => VariantPayload, { description: 'A new price reaches open carts. Staff.' })
  updateVariant(
    @Ctx() context: CatalogueContext,
    @Arg('input', () => UpdateVariantInput) input: UpdateVariantInput,
  ): Promise<VariantPayload> {
    return answer<VariantPayload>(async () => ({ variant: await shown(await updateVariant(context, input), context) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => InventoryPayload, {
    description: 'Counts in or out, once per key. Staff. Errors: INVALID_STATE below what is promised to orders.',
  })
  adjustInventory(
    @Ctx() context: CatalogueContext,
    @Arg('input', () => AdjustInventoryInput) input: AdjustInventoryInput,
  ): Promise<InventoryPayload> {
    return answer<InventoryPayload>(async () => {
      const { variantId } = await adjustInventory(context, input);
      return { inventory: await inventoryOf(variantId, context.loaders) };
    });
  }

  @FieldResolver(() => Image, { nullable: true })
  async image(@Root() { row }: Variant, @Ctx() context: CatalogueContext): Promise<Image | null> {
    const [first] = await context.loaders.mediaOfProduct.load(row.productId);
    return first ? toImage(first, context.service.env.PUBLIC_URL) : null;
  }

  @FieldResolver(() => Inventory, { nullable: true, description: 'Staff; null for everybody else.' })
  async inventory(@Root() { id }: Variant, @Ctx() context: CatalogueContext): Promise<Inventory | null> {
    return isStaff(context.viewer) ? inventoryOf(id, context.loaders) : null;
  }

  @FieldResolver(() => Product)
  async product(@Root() { row }: Variant, @Ctx() { loaders, service }: CatalogueContext): Promise<Product> {
    const product = await loaders.product.load(row.productId);
    if (!product) throw notFound('This product'); // it was archived since its variant was read
    return toProduct(product, service);
  }
}

/** What is not there could come: then anything could change the answer. */
const tagOf = (productId: string | undefined): string => (productId ? `Product:${productId}` : EVERYTHING);

export async function findProduct(
  { loaders, service, tags }: CatalogueContext,
  { id, slug }: { id?: string | null; slug?: string | null },
): Promise<Product | null> {
  const row =
    id != null
      ? await loaders.product.load(assertId('prod', id, 'id'))
      : await loaders.productBySlug.load(String(slug).replaceAll('\0', ''));
  tags.add(tagOf(row?.id));
  return row && toProduct(row, service);
}

export async function findVariant(
  { loaders, tags }: CatalogueContext,
  { id, sku }: { id?: string | null; sku?: string | null },
): Promise<Variant | null> {
  const row =
    id != null
      ? await loaders.variant.load(assertId('var', id, 'id'))
      : await loaders.variantBySku.load(String(sku).replaceAll('\0', ''));
  tags.add(tagOf(row?.productId));
  return row && toVariant(row);
}

const shown = async ({ id }: VariantRow, { loaders }: CatalogueContext): Promise<Variant> =>
  toVariant((await loaders.variant.load(id))!);

async function inventoryOf(variantId: string, loaders: ProductLoaders): Promise<Inventory> {
  const { onHand, reserved } = (await loaders.stock.load(variantId)) ?? { onHand: 0, reserved: 0 };
  return { variantId, onHand, reserved, available: onHand - reserved };
}

@Resolver(() => Inventory)
export class InventoryResolver {
  @FieldResolver(() => StockMovementConnection, { description: 'Newest first.' })
  movements(
    @Root() { variantId }: Inventory,
    @Ctx() { db, loaders }: CatalogueContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
  ) {
    return loaders.pages(movementList(db, page)).load(variantId);
  }
}
