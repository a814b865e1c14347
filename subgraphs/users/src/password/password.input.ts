import { EmailAddress } from '@storegraph/kit';
import { MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { TokenInput } from '../link/link.input.ts';

export const NEW_PASSWORD =
  '15 to 256 characters, nothing that is guessed first, such as the e-mail address or what is in lists of stolen passwords; spaces and capital letters make none of it better. Otherwise BAD_USER_INPUT.';

@InputType({ description: 'Which account, by its address.' })
export class EmailInput {
  @Field(() => String, {
    description: 'Its e-mail address, at most 254 characters; small and capital letters are alike.',
  })
  @EmailAddress()
  email: string;
}

@InputType({ description: 'A new password, and the right to set it.' })
export class ResetPasswordInput extends TokenInput {
  @Field(() => String, { description: NEW_PASSWORD })
  @MaxLength(1024)
  password: string;
}

@InputType({ description: 'The old password and the new one.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The one of now; any other is UNAUTHENTICATED in `userErrors`.' })
  @MaxLength(1024)
  currentPassword: string;

  @Field(() => String, { description: NEW_PASSWORD })
  @MaxLength(1024)
  newPassword: string;
}
