import { Code, IsId, Text } from '@storegraph/kit';
import { MoneyInput } from '@storegraph/commerce';
import { ArrayMaxSize, Matches, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ProductStatus } from './product.type.ts';

@InputType({ description: 'A name and its value: a fact about a product, or what a variant is of an option.' })
export class AttributeInput {
  @Field(() => String, { description: 'Such as Material or Size; 1 to 60 characters.' })
  @Text({ max: 60 })
  name: string;

  @Field(() => String, { description: 'Such as Oak or M; 1 to 200 characters.' })
  @Text({ max: 200 })
  value: string;
}

@InputType({ description: 'A new product. It can be bought when it is ACTIVE and has a variant with stock.' })
export class CreateProductInput {
  @Field(() => String, { description: 'Its name for people; 1 to 200 characters.' })
  @Text({ max: 200 })
  title: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Its name in addresses, for good: small letters, digits and single hyphens, 1 to 120 characters. Taken already: CONFLICT. Default: made from the title.',
  })
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'slug must be small letters, digits and single hyphens' })
  @Code({ max: 120 })
  slug?: string;

  @Field(() => String, { nullable: true, description: 'Plain text, at most 20,000 characters. Default: none.' })
  @Text({ min: 0, max: 20_000, lines: true })
  description?: string;

  @Field(() => String, { nullable: true, description: 'Who makes it; 1 to 120 characters. Default: null.' })
  @Text({ max: 120 })
  vendor?: string;

  @Field(() => ID, { nullable: true, description: 'Where it is filed. Default: nowhere.' })
  @IsId('cat')
  categoryId?: string;

  @Field(() => ProductStatus, { nullable: true, description: 'Whether it is for sale. Default: DRAFT.' })
  status?: ProductStatus;

  @Field(() => [AttributeInput], { nullable: true, description: 'At most 50 facts about it. Default: none.' })
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  attributes?: AttributeInput[];
}

@InputType({ description: 'What to change about a product; what is left out stays as it is.' })
export class UpdateProductInput {
  @Field(() => ID, { description: 'The product to change.' })
  @IsId('prod')
  id: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The `version` that the change was made for: when somebody else changed it meanwhile, VERSION_CONFLICT. Default: whatever it is.',
  })
  @Min(1)
  expectedVersion?: number;

  @Field(() => String, { nullable: true, description: 'A new name; 1 to 200 characters. The slug stays.' })
  @Text({ max: 200 })
  title?: string;

  @Field(() => String, { nullable: true, description: 'Plain text, at most 20,000 characters.' })
  @Text({ min: 0, max: 20_000, lines: true })
  description?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Who makes it; 1 to 120 characters. Null: nobody in particular.',
  })
  @Text({ max: 120 })
  vendor?: string;

  @Field(() => ID, { nullable: true, description: 'Where it is filed. Null: nowhere.' })
  @IsId('cat')
  categoryId?: string;

  @Field(() => ProductStatus, { nullable: true, description: 'Whether it is for sale.' })
  status?: ProductStatus;

  @Field(() => [AttributeInput], { nullable: true, description: 'At most 50, in place of all that it had.' })
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  attributes?: AttributeInput[];
}

@InputType({ description: 'Which product.' })
export class ProductIdInput {
  @Field(() => ID, { description: 'The product to take out of the shop.' })
  @IsId('prod')
  id: string;
}

@InputType({ description: 'A new variant of a product. Its stock begins at zero: `adjustInventory`.' })
export class CreateVariantInput {
  @Field(() => ID, { description: 'What it is a variant of: also a product that is not for sale yet.' })
  @IsId('prod')
  productId: string;

  @Field(() => String, { description: 'The stock code of the merchant; 1 to 60 characters. Taken already: CONFLICT.' })
  @Code({ max: 60 })
  sku: string;

  @Field(() => String, { description: 'What tells it from the other variants; 1 to 120 characters.' })
  @Text({ max: 120 })
  title: string;

  @Field(() => MoneyInput, { description: 'What one costs, before tax; in USD.' })
  @ValidateNested()
  price: MoneyInput;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'What it cost before: in the same currency and higher than the price. Default: null, it is not reduced.',
  })
  @ValidateNested()
  compareAtPrice?: MoneyInput;

  @Field(() => [AttributeInput], {
    nullable: true,
    description:
      'At most 5, such as Size: M. Options that the product does not have yet are added to it. Another variant of the product has the same ones, in whatever order or case: CONFLICT. Any number may have none.',
  })
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  selectedOptions?: AttributeInput[];
}

@InputType({ description: 'What to change about a variant; what is left out stays as it is.' })
export class UpdateVariantInput {
  @Field(() => ID, { description: 'The variant to change.' })
  @IsId('var')
  id: string;

  @Field(() => String, { nullable: true, description: 'What tells it from the other variants; 1 to 120 characters.' })
  @Text({ max: 120 })
  title?: string;

  @Field(() => String, {
    nullable: true,
    description: 'The stock code of the merchant; 1 to 60 characters. Taken already: CONFLICT.',
  })
  @Code({ max: 60 })
  sku?: string;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'What one costs from now on, before tax; in USD. Open carts follow, orders do not.',
  })
  @ValidateNested()
  price?: MoneyInput;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'What it cost before: in the same currency and higher than the price. Null: it is not reduced any more.',
  })
  @ValidateNested()
  compareAtPrice?: MoneyInput | null;
}
