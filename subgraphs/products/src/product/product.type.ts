import { connectionType, DateTimeScalar, IsId, Payload, type Service, Text } from '@storegraph/kit';
import { Image, Money, MoneyInput } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, Matches, Min, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Category } from '../category/category.type.ts';
import { Availability, toAvailability } from '../stock/stock.type.ts';
import type { Picture, ProductRow, ShownVariantRow } from './product.table.ts';

export enum ProductStatus {
  DRAFT = 'DRAFT',
  ACTIVE = 'ACTIVE',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(ProductStatus, { name: 'ProductStatus', description: 'Shoppers see ACTIVE products only.' });

export enum ProductSort {
  RELEVANCE = 'RELEVANCE',
  NEWEST = 'NEWEST',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  BEST_SELLING = 'BEST_SELLING',
  TITLE = 'TITLE',
}
registerEnumType(ProductSort, { name: 'ProductSort', description: 'RELEVANCE without a query: what sells best.' });

@ObjectType({ description: 'Something to choose, such as a size, and what there is.' })
export class ProductOption {
  @Field(() => String)
  name: string;

  @Field(() => [String])
  values: string[];
}

@ObjectType()
export class SelectedOption {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: 'A fact about a product.' })
export class Attribute {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType()
export class PriceRange {
  @Field(() => Money)
  min: Money;

  @Field(() => Money)
  max: Money;
}

@ObjectType({ description: 'For search engines.' })
export class Seo {
  @Field(() => String)
  title: string;

  @Field(() => String)
  description: string;
}

@ObjectType({ description: 'What is described and browsed.' })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
export class Product {
  row: ProductRow;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  slug: string;

  @Field(() => String)
  title: string;

  @Field(() => String)
  description: string;

  @Field(() => String, { nullable: true })
  vendor: string | null;

  @Field(() => ProductStatus)
  status: ProductStatus;

  @Field(() => Seo)
  seo: Seo;

  @Field(() => [ProductOption])
  options: ProductOption[];

  @Field(() => [Attribute])
  attributes: Attribute[];

  @Field(() => Image, { nullable: true })
  thumbnail: Image | null;

  @Field(() => Availability, { description: 'Of all variants together.' })
  availability: Availability;

  @Field(() => PriceRange)
  priceRange: PriceRange;

  @Field(() => PriceRange, { nullable: true, description: 'What it cost before; null when nothing is reduced.' })
  compareAtPriceRange: PriceRange | null;

  @Field(() => Int)
  version: number;

  @Field(() => DateTimeScalar)
  createdAt: Date;

  @Field(() => DateTimeScalar)
  updatedAt: Date;
}

const range = (min: number, max: number, currencyCode: string): PriceRange => ({
  min: Money.of(min, currencyCode),
  max: Money.of(max, currencyCode),
});

/** A row as the graph shows it: what is not asked for is not made, and what is made is made once (compiled code reads it per leaf). */
class ProductView implements Product {
  private readonly made: Partial<
    Pick<Product, 'seo' | 'thumbnail' | 'availability' | 'priceRange' | 'compareAtPriceRange'>
  > = {};
  constructor(
    readonly row: ProductRow,
    private readonly publicUrl: string,
  ) {}
  get id() {
    return this.row.id;
  }
  get slug() {
    return this.row.slug;
  }
  get title() {
    return this.row.title;
  }
  get description() {
    return this.row.description;
  }
  get vendor() {
    return this.row.vendor;
  }
  get status() {
    return ProductStatus[this.row.status];
  }
  get seo() {
    const { seoTitle, seoDescription, title, description } = this.row;
    this.made.seo ??= { title: seoTitle ?? title, description: seoDescription ?? description.slice(0, 160) };
    return this.made.seo;
  }
  get options() {
    return this.row.options;
  }
  get attributes() {
    return this.row.attributes;
  }
  get thumbnail() {
    this.made.thumbnail ??= this.row.thumbnail && toImage(this.row.thumbnail, this.publicUrl);
    return this.made.thumbnail;
  }
  get availability() {
    this.made.availability ??= toAvailability(this.row.available);
    return this.made.availability;
  }
  get priceRange() {
    const { priceMinMinor, priceMaxMinor, currencyCode } = this.row;
    this.made.priceRange ??= range(priceMinMinor, priceMaxMinor, currencyCode);
    return this.made.priceRange;
  }
  get compareAtPriceRange() {
    const { compareAtMinMinor, compareAtMaxMinor, currencyCode } = this.row;
    this.made.compareAtPriceRange ??=
      compareAtMinMinor === null ? null : range(compareAtMinMinor, compareAtMaxMinor!, currencyCode);
    return this.made.compareAtPriceRange;
  }
  get version() {
    return this.row.version;
  }
  get createdAt() {
    return this.row.createdAt;
  }
  get updatedAt() {
    return this.row.updatedAt;
  }
}

export const toProduct = (row: ProductRow, { env }: Pick<Service, 'env'>): Product =>
  new ProductView(row, env.PUBLIC_URL);

export const toImage = ({ path, alt, width, height }: Picture, publicUrl: string): Image => ({
  url: path.includes('://') ? path : `${publicUrl}/media/${path}`,
  alt,
  width,
  height,
});

@ObjectType({ description: 'The purchasable unit of a product.' })
@Directive('@key(fields: "id")')
export class Variant {
  row: ShownVariantRow;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  sku: string;

  @Field(() => String)
  title: string;

  @Field(() => [SelectedOption])
  selectedOptions: SelectedOption[];

  @Field(() => Money)
  price: Money;

  @Field(() => Money, { nullable: true, description: 'What it cost before.' })
  compareAtPrice: Money | null;

  @Field(() => Availability)
  availability: Availability;
}

export const toVariant = (row: ShownVariantRow): Variant => ({
  row,
  id: row.id,
  sku: row.sku,
  title: row.title,
  selectedOptions: row.selectedOptions,
  price: Money.of(row.priceMinor, row.currencyCode),
  compareAtPrice: row.compareAtMinor === null ? null : Money.of(row.compareAtMinor, row.currencyCode),
  availability: toAvailability(row.available),
});

export const { Connection: ProductConnection } = connectionType(Product, 'Product');

@ObjectType({ description: 'What somebody who is still typing may mean, the likeliest first.' })
export class Suggestions {
  @Field(() => [Product])
  products: Product[];

  @Field(() => [Category])
  categories: Category[];

  @Field(() => [String], { description: 'The query with its last word finished.' })
  queries: string[];
}

@InputType()
export class PriceRangeInput {
  @Field(() => MoneyInput, { nullable: true })
  @ValidateNested()
  min?: MoneyInput;

  @Field(() => MoneyInput, { nullable: true })
  @ValidateNested()
  max?: MoneyInput;
}

@InputType()
export class AttributeFilter {
  @Field(() => String)
  @Text({ max: 60 })
  name: string;

  @Field(() => [String], { description: 'Any of them.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  values: string[];
}

@InputType()
export class ProductFilter {
  @Field(() => String, { nullable: true, description: 'The category and everything below it.' })
  @Text({ max: 120 })
  categorySlug?: string;

  @Field(() => [AttributeFilter], { nullable: true, description: 'All of them.' })
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  attributes?: AttributeFilter[];

  @Field(() => PriceRangeInput, { nullable: true })
  @ValidateNested()
  price?: PriceRangeInput;

  @Field(() => Boolean, { nullable: true })
  inStock?: boolean;

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(100)
  @IsId('prod')
  ids?: string[];
}

@ObjectType()
export class ProductPayload extends Payload {
  @Field(() => Product, { nullable: true })
  product?: Product;
}

@ObjectType()
export class VariantPayload extends Payload {
  @Field(() => Variant, { nullable: true })
  variant?: Variant;
}

@InputType()
export class AttributeInput {
  @Field(() => String)
  @Text({ max: 60 })
  name: string;

  @Field(() => String)
  @Text({ max: 200 })
  value: string;
}

@InputType()
export class CreateProductInput {
  @Field(() => String)
  @Text({ max: 200 })
  title: string;

  @Field(() => String, {
    nullable: true,
    description: 'Small letters, digits and hyphens. Default: made from the title.',
  })
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'slug must be small letters, digits and single hyphens' })
  @Text({ max: 120 })
  slug?: string;

  @Field(() => String, { nullable: true })
  @Text({ min: 0, max: 20_000 })
  description?: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 120 })
  vendor?: string;

  @Field(() => ID, { nullable: true })
  @IsId('cat')
  categoryId?: string;

  @Field(() => ProductStatus, { nullable: true, description: 'Default: DRAFT.' })
  status?: ProductStatus;

  @Field(() => [AttributeInput], { nullable: true })
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  attributes?: AttributeInput[];
}

@InputType()
export class UpdateProductInput {
  @Field(() => ID)
  @IsId('prod')
  id: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Refuses with VERSION_CONFLICT when somebody else changed it meanwhile.',
  })
  @Min(1)
  expectedVersion?: number;

  @Field(() => String, { nullable: true })
  @Text({ max: 200 })
  title?: string;

  @Field(() => String, { nullable: true })
  @Text({ min: 0, max: 20_000 })
  description?: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 120 })
  vendor?: string;

  @Field(() => ID, { nullable: true })
  @IsId('cat')
  categoryId?: string;

  @Field(() => ProductStatus, { nullable: true })
  status?: ProductStatus;

  @Field(() => [AttributeInput], { nullable: true })
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  attributes?: AttributeInput[];
}

@InputType()
export class ProductIdInput {
  @Field(() => ID)
  @IsId('prod')
  id: string;
}

@InputType()
export class CreateVariantInput {
  @Field(() => ID)
  @IsId('prod')
  productId: string;

  @Field(() => String)
  @Text({ max: 60 })
  sku: string;

  @Field(() => String)
  @Text({ max: 120 })
  title: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  price: MoneyInput;

  @Field(() => MoneyInput, { nullable: true, description: 'Higher than the price.' })
  @ValidateNested()
  compareAtPrice?: MoneyInput;

  @Field(() => [AttributeInput], { nullable: true, description: 'Such as size: M.' })
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  selectedOptions?: AttributeInput[];
}

@InputType()
export class UpdateVariantInput {
  @Field(() => ID)
  @IsId('var')
  id: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 120 })
  title?: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 60 })
  sku?: string;

  @Field(() => MoneyInput, { nullable: true })
  @ValidateNested()
  price?: MoneyInput;

  @Field(() => MoneyInput, { nullable: true, description: 'Higher than the price; null takes it away.' })
  @ValidateNested()
  compareAtPrice?: MoneyInput | null;
}
