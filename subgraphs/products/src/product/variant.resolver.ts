import { answer, assertId, assertName, badInput, type Context, Input, notFound } from '@storegraph/kit';
import { Image, STAFF } from '@storegraph/commerce';
import { Arg, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { CreateVariantInput, UpdateVariantInput } from './product.input.ts';
import type { ProductLoaders } from './product.loaders.ts';
import type { VariantRow } from './product.table.ts';
import { Product, toImage, toVariant, Variant, VariantPayload } from './product.type.ts';
import { tagOf, toProduct } from './product.view.ts';
import { createVariant, updateVariant } from './variant.service.ts';

type CatalogueContext = Context<ProductLoaders>;

@Resolver(() => Variant)
export class VariantResolver {
  @Query(() => Variant, {
    nullable: true,
    description:
      'One variant, by id or by SKU; null when there is none. Everybody, while its product is ACTIVE; staff always.',
  })
  async variant(
    @Ctx() context: CatalogueContext,
    @Arg('id', () => ID, { nullable: true, description: '`Variant.id`. Give this or `sku`, not both.' }) id?: string,
    @Arg('sku', () => String, { nullable: true, description: '`Variant.sku`. Give this or `id`, not both.' })
    sku?: string,
  ): Promise<Variant | null> {
    if ((id == null) === (sku == null)) throw badInput('sku', 'exclusive', 'Give either id or sku');
    return findVariant(context, { id, sku });
  }

  @Authorized(...STAFF)
  @Mutation(() => VariantPayload, {
    description:
      'Makes a variant of a product, without stock. Staff. Errors: CONFLICT for a SKU that is taken and for options that another variant of the product has, NOT_FOUND for the product.',
  })
  createVariant(
    @Ctx() context: CatalogueContext,
    @Input(() => CreateVariantInput) input: CreateVariantInput,
  ): Promise<VariantPayload> {
    return answer<VariantPayload>(async () => ({ variant: await shown(await createVariant(context, input), context) }));
  }

  @Authorized(...STAFF)
  @Mutation(() => VariantPayload, {
    description:
      'Changes a variant. A new price reaches open carts within seconds, and no order. Staff. Errors: CONFLICT for a SKU that is taken, NOT_FOUND.',
  })
  updateVariant(
    @Ctx() context: CatalogueContext,
    @Input(() => UpdateVariantInput) input: UpdateVariantInput,
  ): Promise<VariantPayload> {
    return answer<VariantPayload>(async () => ({ variant: await shown(await updateVariant(context, input), context) }));
  }

  @FieldResolver(() => Image, {
    nullable: true,
    description: 'The first picture of its product; null when there is none.',
  })
  async image(@Root() { row }: Variant, @Ctx() context: CatalogueContext): Promise<Image | null> {
    const [first] = await context.loaders.mediaOfProduct.load(row.productId);
    return first ? toImage(first, context.service.env.PUBLIC_URL) : null;
  }

  @FieldResolver(() => Product, { description: 'What it is a variant of.' })
  async product(@Root() { row }: Variant, @Ctx() { loaders, service }: CatalogueContext): Promise<Product> {
    const product = await loaders.product.load(row.productId);
    if (!product) throw notFound('This product'); // it was archived since its variant was read
    return toProduct(product, service);
  }
}

export async function findVariant(
  { loaders, tags }: CatalogueContext,
  { id, sku }: { id?: unknown; sku?: unknown },
): Promise<Variant | null> {
  const row =
    id != null
      ? await loaders.variant.load(assertId('var', id, 'id'))
      : await loaders.variantBySku.load(assertName(sku, 'sku'));
  tags.add(tagOf(row?.productId));
  return row && toVariant(row);
}

const shown = async ({ id }: VariantRow, { loaders }: CatalogueContext): Promise<Variant> =>
  toVariant((await loaders.variant.load(id))!);
