import { connectionType, DateTimeScalar, EmailAddress, IsId, Payload, Text } from '@storegraph/kit';
import { Address, AddressInput, Image } from '@storegraph/commerce';
import { ArrayMaxSize, ArrayMinSize, MaxLength, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { UserRow } from './user.table.ts';

export enum Role {
  CUSTOMER = 'CUSTOMER',
  STAFF = 'STAFF',
  ADMIN = 'ADMIN',
}
registerEnumType(Role, {
  name: 'Role',
  description: 'What somebody may do. Staff runs the shop, admins manage accounts.',
});

export enum UserStatus {
  ACTIVE = 'ACTIVE',
  DISABLED = 'DISABLED',
}
registerEnumType(UserStatus, { name: 'UserStatus', description: 'A disabled account cannot sign in.' });

@ObjectType({ description: 'A sign-in on one device.' })
export class Session {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  userAgent: string | null;

  @Field(() => DateTimeScalar)
  createdAt: Date;

  @Field(() => DateTimeScalar)
  lastUsedAt: Date;

  @Field(() => DateTimeScalar)
  expiresAt: Date;
}

@ObjectType({ description: 'An account.' })
@Directive('@key(fields: "id")')
export class User {
  row: UserRow;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  email: string;

  @Field(() => Boolean)
  emailVerified: boolean;

  @Field(() => String, { nullable: true })
  displayName: string | null;

  @Field(() => Image, { nullable: true })
  avatar?: Image | null;

  @Field(() => [Role])
  roles: Role[];

  @Field(() => UserStatus)
  status: UserStatus;

  @Field(() => DateTimeScalar)
  createdAt: Date;
}

export const toUser = (row: UserRow): User => ({
  row,
  id: row.id,
  email: row.email,
  emailVerified: row.emailVerified,
  displayName: row.displayName,
  roles: row.roles.map((role) => Role[role]),
  status: UserStatus[row.status],
  createdAt: row.createdAt,
});

export const { Connection: UserConnection } = connectionType(User, 'User');

@ObjectType()
export class SessionPayload extends Payload {
  @Field(() => Session, { nullable: true })
  session?: Session;

  @Field(() => String, { nullable: true, description: 'Ten minutes; send it as "Authorization: Bearer".' })
  accessToken?: string;

  @Field(() => String, {
    nullable: true,
    description: 'For clients without cookies. Exchanged by refreshSession; each is used once.',
  })
  refreshToken?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access token ends.' })
  expiresAt?: Date;

  @Field(() => User, { nullable: true })
  user?: User;
}

@ObjectType()
export class UserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;
}

@ObjectType()
export class AddressPayload extends Payload {
  @Field(() => Address, { nullable: true })
  address?: Address;
}

@ObjectType()
export class SignOutPayload extends Payload {
  @Field(() => Boolean)
  signedOut: boolean;
}

@ObjectType({ description: 'It was taken. Says nothing about whether there was anything to do.' })
export class AckPayload extends Payload {
  @Field(() => Boolean)
  accepted: boolean;
}

@InputType()
export class RegisterInput {
  @Field(() => String)
  @EmailAddress()
  email: string;

  @Field(() => String, { description: '15 to 256 characters, nothing that is easily guessed.' })
  @MaxLength(1024)
  password: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 80 })
  displayName?: string;
}

@InputType()
export class SignInInput {
  @Field(() => String)
  @EmailAddress()
  email: string;

  @Field(() => String)
  @MaxLength(1024)
  password: string;

  @Field(() => String, { nullable: true, description: "The guest's cart joins the account's." })
  @Text({ max: 200 })
  cartToken?: string;
}

@InputType()
export class RefreshSessionInput {
  @Field(() => String, { nullable: true, description: 'Without it, the cookie counts.' })
  @Text({ max: 200 })
  refreshToken?: string;
}

@InputType()
export class TokenInput {
  @Field(() => String, { description: 'From the mail.' })
  @Text({ max: 200 })
  token: string;
}

@InputType()
export class EmailInput {
  @Field(() => String)
  @EmailAddress()
  email: string;
}

@InputType()
export class ResetPasswordInput extends TokenInput {
  @Field(() => String)
  @MaxLength(1024)
  password: string;
}

@InputType()
export class ChangePasswordInput {
  @Field(() => String)
  @MaxLength(1024)
  currentPassword: string;

  @Field(() => String)
  @MaxLength(1024)
  newPassword: string;
}

@InputType()
export class UpdateProfileInput {
  @Field(() => String, { nullable: true })
  @Text({ max: 80 })
  displayName?: string | null;
}

@InputType()
export class CreateAddressInput {
  @Field(() => AddressInput)
  @ValidateNested()
  address: AddressInput;
}

@InputType()
export class AddressIdInput {
  @Field(() => ID)
  @IsId('addr')
  addressId: string;
}

@InputType()
export class UpdateAddressInput extends AddressIdInput {
  @Field(() => AddressInput)
  @ValidateNested()
  address: AddressInput;
}

@InputType()
export class SetUserRolesInput {
  @Field(() => ID)
  @IsId('usr')
  userId: string;

  @Field(() => [Role])
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  roles: Role[];
}

@InputType()
export class SetUserStatusInput {
  @Field(() => ID)
  @IsId('usr')
  userId: string;

  @Field(() => UserStatus)
  status: UserStatus;
}
