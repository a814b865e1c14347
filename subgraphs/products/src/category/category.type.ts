import { Code, idOf, IsId, Payload, Text } from '@storegraph/kit';
import { Matches } from 'class-validator';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { CategoryRow } from './category.table.ts';

@ObjectType({ description: 'A place in the tree of the catalogue, which has at most 5 levels. Seen by everybody.' })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
export class Category {
  row: CategoryRow;

  @Field(() => ID, { description: idOf('cat') })
  id: string;

  @Field(() => String, {
    description:
      'Its name in addresses: small letters, digits and hyphens, unique, and the same for as long as it exists.',
  })
  slug: string;

  @Field(() => String, { description: 'For people; at most 120 characters.' })
  name: string;

  @Field(() => String, { description: 'Plain text, at most 2,000 characters; empty when nobody wrote one.' })
  description: string;
}

export const toCategory = (row: CategoryRow): Category => ({
  row,
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
});

@ObjectType({ description: 'What a change of a category led to.' })
export class CategoryPayload extends Payload {
  @Field(() => Category, { nullable: true, description: 'As it is now; null when it was refused.' })
  category?: Category;
}

@InputType({ description: 'A new category.' })
export class CreateCategoryInput {
  @Field(() => String, { description: 'For people; 1 to 120 characters.' })
  @Text({ max: 120 })
  name: string;

  @Field(() => String, {
    description:
      'Its name in addresses, for good: small letters, digits and single hyphens, 1 to 120 characters. Taken already: CONFLICT.',
  })
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'slug must be small letters, digits and single hyphens' })
  @Code({ max: 120 })
  slug: string;

  @Field(() => String, { nullable: true, description: 'Plain text, at most 2,000 characters. Default: none.' })
  @Text({ min: 0, max: 2_000, lines: true })
  description?: string;

  @Field(() => ID, { nullable: true, description: 'The category to put it into. Default: at the top.' })
  @IsId('cat')
  parentId?: string;
}

@InputType({ description: 'What to change about a category; what is left out stays as it is.' })
export class UpdateCategoryInput {
  @Field(() => ID, { description: 'The category to change.' })
  @IsId('cat')
  id: string;

  @Field(() => String, { nullable: true, description: 'A new name for people; 1 to 120 characters. The slug stays.' })
  @Text({ max: 120 })
  name?: string;

  @Field(() => String, { nullable: true, description: 'Plain text, at most 2,000 characters; empty for none.' })
  @Text({ min: 0, max: 2_000, lines: true })
  description?: string;
}
