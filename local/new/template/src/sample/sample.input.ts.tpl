import { IdempotencyKey, Text } from '@storegraph/kit';
import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What to write.' })
export class CreateSampleInput {
  @Field(() => String, { description: '1 to 2000 characters of plain text.' })
  @Text({ max: 2_000 })
  text: string;

  @IdempotencyKey()
  idempotencyKey: string;
}
