import { IsId, Text } from '@storegraph/kit';
import { ArrayMaxSize, ArrayUnique } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

export const MAX_GROUPS_OF_A_CUSTOMER = 20;

@InputType({ description: 'A new group of customers.' })
export class CreateCustomerGroupInput {
  @Field(() => String, { description: '1 to 80 characters. Taken already, in small or capital letters: CONFLICT.' })
  @Text({ max: 80 })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for; 1 to 500 characters. Default: null.' })
  @Text({ max: 500, lines: true })
  description?: string | null;
}

@InputType({ description: 'What to change about a group; what is left out stays as it is.' })
export class UpdateCustomerGroupInput {
  @Field(() => ID, { description: 'Which one; one that does not exist is NOT_FOUND.' })
  @IsId('grp')
  id: string;

  @Field(() => String, {
    nullable: true,
    description: '1 to 80 characters. Taken already, in small or capital letters: CONFLICT.',
  })
  @Text({ max: 80 })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for; 1 to 500 characters. Null: not said.' })
  @Text({ max: 500, lines: true })
  description?: string | null;
}

@InputType({ description: 'Which group of customers.' })
export class CustomerGroupIdInput {
  @Field(() => ID, { description: 'Which one; one that does not exist is NOT_FOUND.' })
  @IsId('grp')
  id: string;
}

@InputType({ description: 'Who, and which groups they are in.' })
export class SetCustomerGroupsInput {
  @Field(() => ID, { description: 'Whose account, by its `User.id`.' })
  @IsId('usr')
  userId: string;

  @Field(() => [ID], {
    description: `All groups that they are in from now on, by \`CustomerGroup.id\`: 0 to ${MAX_GROUPS_OF_A_CUSTOMER}, each once. One that does not exist: NOT_FOUND.`,
  })
  @IsId('grp')
  @ArrayMaxSize(MAX_GROUPS_OF_A_CUSTOMER)
  @ArrayUnique()
  groupIds: string[];
}
