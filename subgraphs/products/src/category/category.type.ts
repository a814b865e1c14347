import { IsId, Payload, Text } from '@storegraph/kit';
import { Matches } from 'class-validator';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { CategoryRow } from './category.table.ts';

@ObjectType({ description: 'A place in the tree of the catalogue.' })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
export class Category {
  row: CategoryRow;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  slug: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  description: string;
}

export const toCategory = (row: CategoryRow): Category => ({
  row,
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
});

@ObjectType()
export class CategoryPayload extends Payload {
  @Field(() => Category, { nullable: true })
  category?: Category;
}

@InputType()
export class CreateCategoryInput {
  @Field(() => String)
  @Text({ max: 120 })
  name: string;

  @Field(() => String)
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'slug must be small letters, digits and single hyphens' })
  @Text({ max: 120 })
  slug: string;

  @Field(() => String, { nullable: true })
  @Text({ min: 0, max: 2_000 })
  description?: string;

  @Field(() => ID, { nullable: true, description: 'Default: at the top.' })
  @IsId('cat')
  parentId?: string;
}

@InputType()
export class UpdateCategoryInput {
  @Field(() => ID)
  @IsId('cat')
  id: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 120 })
  name?: string;

  @Field(() => String, { nullable: true })
  @Text({ min: 0, max: 2_000 })
  description?: string;
}
