import { Code } from '@storegraph/kit';
import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What the link of a mail carries.' })
export class TokenInput {
  @Field(() => String, {
    description: 'From the link of the mail, 1 to 200 characters. Used already or too old: BAD_USER_INPUT.',
  })
  @Code({ max: 200 })
  token: string;
}
