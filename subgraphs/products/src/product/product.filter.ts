import { Code, IsId, Text } from '@storegraph/kit';
import { MoneyInput } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { Arg, Field, ID, InputType, registerEnumType } from 'type-graphql';

export enum ProductSort {
  RELEVANCE = 'RELEVANCE',
  NEWEST = 'NEWEST',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  BEST_SELLING = 'BEST_SELLING',
  TITLE = 'TITLE',
}
registerEnumType(ProductSort, {
  name: 'ProductSort',
  description: 'What comes first in a list of products. Cursors of one sort do not fit another.',
  valuesConfig: {
    RELEVANCE: {
      description: 'What fits the query best: title before vendor before description. Without a query as BEST_SELLING.',
    },
    NEWEST: { description: 'What was made last.' },
    PRICE_ASC: { description: 'The lowest price, by the cheapest variant.' },
    PRICE_DESC: { description: 'The highest price, by the cheapest variant.' },
    BEST_SELLING: { description: 'What was sold most, over all time.' },
    TITLE: { description: 'By the alphabet.' },
  },
});

@InputType({ description: 'Between two prices, either of which may be left out.' })
export class PriceRangeInput {
  @Field(() => MoneyInput, {
    nullable: true,
    description: 'This much or more. In USD, any other currency is BAD_USER_INPUT. Default: no limit.',
  })
  @ValidateNested()
  min?: MoneyInput;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'This much or less. In USD, any other currency is BAD_USER_INPUT. Default: no limit.',
  })
  @ValidateNested()
  max?: MoneyInput;
}

@InputType({ description: 'What an attribute has to be.' })
export class AttributeFilter {
  @Field(() => String, { description: '`Attribute.name`, in exactly these letters; 1 to 60 characters.' })
  @Text({ max: 60 })
  name: string;

  @Field(() => [String], { description: '1 to 50 of `Attribute.value`: any of them, in exactly these letters.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  values: string[];
}

@InputType({ description: 'Which products to list. Every condition has to hold.' })
export class ProductFilter {
  @Field(() => String, {
    nullable: true,
    description:
      '`Category.slug`: of this category and everything below it. 1 to 120 characters; a slug of no category finds nothing.',
  })
  @Code({ max: 120 })
  categorySlug?: string;

  @Field(() => [AttributeFilter], { nullable: true, description: 'At most 10: all of them.' })
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  attributes?: AttributeFilter[];

  @Field(() => PriceRangeInput, { nullable: true, description: 'By the price of the cheapest variant.' })
  @ValidateNested()
  price?: PriceRangeInput;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: what can be bought now. False: what is sold out. Default: both.',
  })
  inStock?: boolean;

  @Field(() => [ID], {
    nullable: true,
    description: 'At most 100 of `Product.id`: only these, in the order of the sort.',
  })
  @ArrayMaxSize(100)
  @IsId('prod')
  ids?: string[];
}

/** The arguments of every list of products. */
export const QueryArg = () =>
  Arg('query', () => String, {
    nullable: true,
    description:
      'Words to search for in title, vendor and description, at most 200 characters. The first 10 words count and all have to occur; the last may be the beginning of one. Default: no search.',
  });
export const FilterArg = () =>
  Arg('filter', () => ProductFilter, {
    nullable: true,
    description: 'Which products, by more than words. Default: all.',
  });
export const SortArg = () =>
  Arg('sort', () => ProductSort, { defaultValue: ProductSort.RELEVANCE, description: 'What comes first.' });
