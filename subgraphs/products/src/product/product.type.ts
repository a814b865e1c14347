import { connectionType, DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Image, Money } from '@storegraph/commerce';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Category } from '../category/category.type.ts';
import { Availability, toAvailability } from '../stock/stock.type.ts';
import type { Picture, ProductRow, ShownVariantRow } from './product.table.ts';

export enum ProductStatus {
  DRAFT = 'DRAFT',
  ACTIVE = 'ACTIVE',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(ProductStatus, {
  name: 'ProductStatus',
  description: 'Whether a product is for sale.',
  valuesConfig: {
    DRAFT: { description: 'In the making. For shoppers it does not exist.' },
    ACTIVE: { description: 'For sale, as far as there is stock.' },
    ARCHIVED: { description: 'Not for sale any more. For shoppers it does not exist; orders keep their copy of it.' },
  },
});

@ObjectType({ description: 'Something to choose, such as a size, and what there is to choose from.' })
export class ProductOption {
  @Field(() => String, { description: 'What is chosen, such as Size. Unique within a product.' })
  name: string;

  @Field(() => [String], { description: 'What there is, such as S, M and L. Not every combination has a variant.' })
  values: string[];
}

@ObjectType({ description: 'What a variant is of one option.' })
export class SelectedOption {
  @Field(() => String, { description: 'The `name` of a ProductOption, such as Size.' })
  name: string;

  @Field(() => String, { description: 'One of its `values`, such as M.' })
  value: string;
}

@ObjectType({ description: 'A fact about a product, to read and to filter by.' })
export class Attribute {
  @Field(() => String, { description: 'What it is about, such as Material.' })
  name: string;

  @Field(() => String, { description: 'Text for people, such as Oak.' })
  value: string;
}

@ObjectType({ description: 'From the lowest to the highest price of the variants of a product, before tax.' })
export class PriceRange {
  @Field(() => Money, { description: 'Of the cheapest variant.' })
  min: Money;

  @Field(() => Money, { description: 'Of the dearest variant; the same as `min` where all cost the same.' })
  max: Money;
}

@ObjectType({ description: 'What search engines show.' })
export class Seo {
  @Field(() => String, { description: 'The title of the product unless it has one of its own.' })
  title: string;

  @Field(() => String, { description: 'The first 160 characters of the description unless it has one of its own.' })
  description: string;
}

@ObjectType({
  description:
    'What is described and browsed; what is bought is one of its variants. Shoppers see ACTIVE ones, staff all.',
})
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
export class Product {
  row: ProductRow;

  @Field(() => ID, { description: idOf('prod') })
  id: string;

  @Field(() => String, {
    description:
      'Its name in addresses: small letters, digits and hyphens, unique, and the same for as long as it exists.',
  })
  slug: string;

  @Field(() => String, { description: 'Its name for people; at most 200 characters.' })
  title: string;

  @Field(() => String, { description: 'Plain text, at most 20,000 characters; empty when nobody wrote one.' })
  description: string;

  @Field(() => String, { nullable: true, description: 'Who makes it; null when nobody said.' })
  vendor: string | null;

  @Field(() => ProductStatus, { description: 'Whether it is for sale; of what shoppers see always ACTIVE.' })
  status: ProductStatus;

  @Field(() => Seo, { description: 'What search engines show of it.' })
  seo: Seo;

  @Field(() => [ProductOption], {
    description: 'What can be chosen, taken from its variants; empty when there is no choice.',
  })
  options: ProductOption[];

  @Field(() => [Attribute], { description: 'Facts about it, in the order in which they were given.' })
  attributes: Attribute[];

  @Field(() => Image, {
    nullable: true,
    description: 'The first of `media`, for lists; null when there is no picture.',
  })
  thumbnail: Image | null;

  @Field(() => Availability, { description: 'Of all variants together: whether any of them can be bought.' })
  availability: Availability;

  @Field(() => PriceRange, { description: 'What its variants cost now; zero while it has none.' })
  priceRange: PriceRange;

  @Field(() => PriceRange, {
    nullable: true,
    description: 'What those of its variants that are reduced cost before; null when none is.',
  })
  compareAtPriceRange: PriceRange | null;

  @Field(() => Int, {
    description:
      'Grows with every change of it and of its variants; staff give it as `expectedVersion` of `updateProduct`.',
  })
  version: number;

  @Field(() => DateTimeScalar, { description: 'When it was made, not when it came into the shop.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { description: 'When staff changed it or a price of it last.' })
  updatedAt: Date;
}

export const toImage = ({ path, alt, width, height }: Picture, publicUrl: string): Image => ({
  url: path.includes('://') ? path : `${publicUrl}/media/${path}`,
  alt,
  width,
  height,
});

@ObjectType({
  description:
    'The purchasable unit of a product, such as size M in red: what carts and orders point at. Seen by whoever sees its product.',
})
@Directive('@key(fields: "id")')
export class Variant {
  row: ShownVariantRow;

  @Field(() => ID, { description: idOf('var') })
  id: string;

  @Field(() => String, {
    description: 'The stock code that the merchant gave it; unique in the shop. May change: keep the id.',
  })
  sku: string;

  @Field(() => String, {
    description: 'What tells it from the other variants, such as M / red; at most 120 characters.',
  })
  title: string;

  @Field(() => [SelectedOption], { description: 'What it is of each option; empty for the only variant of a product.' })
  selectedOptions: SelectedOption[];

  @Field(() => Money, { description: 'What one costs now, before tax.' })
  price: Money;

  @Field(() => Money, {
    nullable: true,
    description: 'What it cost before, always higher than the price; null when it is not reduced.',
  })
  compareAtPrice: Money | null;

  @Field(() => Availability, { description: 'Whether it can be bought now. Promises nothing: `placeOrder` reserves.' })
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
  @Field(() => [Product], { description: 'Products that are found by the query.' })
  products: Product[];

  @Field(() => [Category], { description: 'Categories in whose name each word of the query begins a word.' })
  categories: Category[];

  @Field(() => [String], {
    description: 'The query with its last word finished as the titles finish it, such as "oak bowl" for "oak bo".',
  })
  queries: string[];
}

@ObjectType({ description: 'What a change of a product led to.' })
export class ProductPayload extends Payload {
  @Field(() => Product, { nullable: true, description: 'As it is now; null when it was refused.' })
  product?: Product;
}

@ObjectType({ description: 'What a change of a variant led to.' })
export class VariantPayload extends Payload {
  @Field(() => Variant, { nullable: true, description: 'As it is now; null when it was refused.' })
  variant?: Variant;
}
