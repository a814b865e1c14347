import { EmailAddress, IsId, Name } from '@storegraph/kit';
import { ArrayMaxSize, ArrayMinSize, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { NEW_PASSWORD } from '../password/password.input.ts';
import { Role, UserStatus } from './user.type.ts';

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
