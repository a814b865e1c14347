import { EmailAddress } from '@storegraph/kit';
import { MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

@InputType({ description: 'The new address, and the proof that it is the owner who asks.' })
export class ChangeEmailInput {
  @Field(() => String, {
    description:
      'The new e-mail address, at most 254 characters; small and capital letters are alike. The one of now: INVALID_STATE.',
  })
  @EmailAddress()
  email: string;

  @Field(() => String, {
    description:
      'The password of now; any other is UNAUTHENTICATED in `userErrors`. An account that has none sets one first: INVALID_STATE.',
  })
  @MaxLength(1024)
  currentPassword: string;
}
