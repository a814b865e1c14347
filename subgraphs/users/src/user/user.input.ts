import { Code, DateTimeScalar, EmailAddress, IsId, Name, Text } from '@storegraph/kit';
import { ArrayMaxSize, ArrayMinSize, IsIn, MaxLength } from 'class-validator';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { NEW_PASSWORD } from '../password/password.input.ts';
import { Locale } from './user.locale.ts';
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

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether mails that advertise may be sent to them, as `User.marketingConsent`. Default: not said.',
  })
  marketingConsent?: boolean | null;
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

  @Field(() => String, {
    nullable: true,
    description: 'Their language as a BCP 47 tag of at most 35 characters, such as de or pt-BR. Null: not said.',
  })
  @Locale()
  locale?: string | null;
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

  @Field(() => UserStatus, { description: 'What it is from now on: ACTIVE or DISABLED.' })
  @IsIn([UserStatus.ACTIVE, UserStatus.DISABLED])
  status: UserStatus.ACTIVE | UserStatus.DISABLED;
}

export const MAX_NOTE = 2_000;

@InputType({ description: 'Whose account, and what staff write down about it.' })
export class UpdateCustomerNoteInput {
  @Field(() => ID, { description: 'Whose account, by its `User.id`.' })
  @IsId('usr')
  userId: string;

  @Field(() => String, {
    nullable: true,
    description: `In place of what is there; 1 to ${MAX_NOTE} characters, maybe in several lines. Null: nothing.`,
  })
  @Text({ max: MAX_NOTE, lines: true })
  note?: string | null;
}

export enum UserSort {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
  EMAIL = 'EMAIL',
}
registerEnumType(UserSort, {
  name: 'UserSort',
  description: 'In which order accounts are listed.',
  valuesConfig: {
    NEWEST: { description: 'Who registered last comes first.' },
    OLDEST: { description: 'Who registered first comes first.' },
    EMAIL: { description: 'By e-mail address in small letters, from a to z.' },
  },
});

@InputType({ description: 'Which accounts: those that meet everything that is given.' })
export class UserFilter {
  @Field(() => String, {
    nullable: true,
    description: 'A part of the e-mail address or of the display name; 1 to 100 characters.',
  })
  @Code({ max: 100 })
  query?: string | null;

  @Field(() => Role, { nullable: true, description: 'Those that have it, maybe among others.' })
  role?: Role | null;

  @Field(() => UserStatus, { nullable: true, description: 'Whether the account can be used.' })
  status?: UserStatus | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Those in this group, by `CustomerGroup.id`; of one that does not exist, none.',
  })
  @IsId('grp')
  groupId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Registered at this moment or later.' })
  createdFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Registered before this moment.' })
  createdTo?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether they have ever placed an order, whatever became of it. An order counts within seconds; one that a guest placed is no account's.",
  })
  hasOrders?: boolean | null;
}
