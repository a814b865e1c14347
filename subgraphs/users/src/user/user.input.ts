import { Code, EmailAddress, IsId, Name } from '@storegraph/kit';
import { AddressInput } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, MaxLength, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { Role, UserStatus } from './user.type.ts';

const NEW_PASSWORD =
  '15 to 256 characters, nothing that is guessed first, such as the e-mail address or what is in lists of stolen passwords; spaces and capital letters make none of it better. Otherwise BAD_USER_INPUT.';

@InputType({ description: 'A new account.' })
export class RegisterInput {
  @Field(() => String, {
    description: 'An e-mail address of at most 254 characters. Taken already: CONFLICT.',
  })
  @EmailAddress()
  email: string;

  @Field(() => String, { description: NEW_PASSWORD })
  @MaxLength(1024)
  password: string;

  @Field(() => String, {
    nullable: true,
    description:
      'How they want to be called; 1 to 80 characters in one line, without a link or the number of a card. Default: null.',
  })
  @Name({ max: 80 })
  displayName?: string;
}

@InputType({ description: 'Who signs in.' })
export class SignInInput {
  @Field(() => String, {
    description: 'Its e-mail address, at most 254 characters; small and capital letters are alike.',
  })
  @EmailAddress()
  email: string;

  @Field(() => String, { description: 'As it was set; at most 1024 characters are looked at.' })
  @MaxLength(1024)
  password: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The `cartToken` of a guest's cart, 1 to 200 characters: its items go into the account's cart, as with `mergeCart` and SUM. When carts cannot be reached the sign-in works all the same.",
  })
  @Code({ max: 200 })
  cartToken?: string;
}

@InputType({ description: 'Which session goes on.' })
export class RefreshSessionInput {
  @Field(() => String, {
    nullable: true,
    description: 'For clients without cookies: the last one they got, 1 to 200 characters. Default: the cookie.',
  })
  @Code({ max: 200 })
  refreshToken?: string;
}

@InputType({ description: 'What the link of a mail carries.' })
export class TokenInput {
  @Field(() => String, {
    description: 'From the link of the mail, 1 to 200 characters. Used already or too old: BAD_USER_INPUT.',
  })
  @Code({ max: 200 })
  token: string;
}

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

@InputType({ description: 'What to change about oneself; what is left out stays as it is.' })
export class UpdateProfileInput {
  @Field(() => String, {
    nullable: true,
    description:
      'How they want to be called; 1 to 80 characters in one line, without a link or the number of a card. Null: not said.',
  })
  @Name({ max: 80 })
  displayName?: string | null;
}

@InputType({ description: 'A new entry of the address book.' })
export class CreateAddressInput {
  @Field(() => AddressInput, { description: 'What to keep.' })
  @ValidateNested()
  address: AddressInput;
}

@InputType({ description: 'Which entry of the address book.' })
export class AddressIdInput {
  @Field(() => ID, { description: "`Address.id`; someone else's is NOT_FOUND." })
  @IsId('addr')
  addressId: string;
}

@InputType({ description: 'An entry of the address book, and what it becomes.' })
export class UpdateAddressInput extends AddressIdInput {
  @Field(() => AddressInput, { description: 'Replaces what was there, with every field.' })
  @ValidateNested()
  address: AddressInput;
}

@InputType({ description: 'Who, and what they may do.' })
export class SetUserRolesInput {
  @Field(() => ID, { description: "Whose account, by its `User.id`; an admin's own as well." })
  @IsId('usr')
  userId: string;

  @Field(() => [Role], {
    description: 'All that they have from now on, 1 to 3. Admins cannot take ADMIN from themselves.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  roles: Role[];
}

@InputType({ description: 'Whose account, and whether it can be used.' })
export class SetUserStatusInput {
  @Field(() => ID, { description: 'Whose account, by its `User.id`; not the own one.' })
  @IsId('usr')
  userId: string;

  @Field(() => UserStatus, { description: 'What it is from now on.' })
  status: UserStatus;
}
