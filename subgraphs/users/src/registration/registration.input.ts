import { MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { TokenInput } from '../link/link.input.ts';

@InputType({ description: 'The link of a registration, and that it was they who registered.' })
export class CompleteRegistrationInput extends TokenInput {
  @Field(() => String, {
    description:
      'The one that `register` was given when this link was asked for, at most 1024 characters; any other is UNAUTHENTICATED in `userErrors`.',
  })
  @MaxLength(1024)
  password: string;
}
