import { answer, connectionType, DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { UserRow } from './user.table.ts';

export enum Role {
  CUSTOMER = 'CUSTOMER',
  STAFF = 'STAFF',
  ADMIN = 'ADMIN',
}
registerEnumType(Role, {
  name: 'Role',
  description: 'What somebody may do. Roles add up.',
  valuesConfig: {
    CUSTOMER: { description: 'Buys. Every account begins with it.' },
    STAFF: { description: 'Runs the shop: catalogue, stock, orders, refunds; sees all accounts.' },
    ADMIN: { description: 'May do what STAFF may, and gives and takes roles and accounts.' },
  },
});

export enum UserStatus {
  ACTIVE = 'ACTIVE',
  DISABLED = 'DISABLED',
  DELETED = 'DELETED',
}
registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Whether an account can be used.',
  valuesConfig: {
    ACTIVE: { description: 'Can sign in.' },
    DISABLED: { description: 'Cannot sign in, and is answered as if the password were wrong. Its orders stay.' },
    DELETED: {
      description: 'Nothing about the person is left; its orders stay without a name. It cannot be opened again.',
    },
  },
});

@ObjectType({ description: 'An account. Seen by themselves and by staff; to everybody else it does not exist.' })
@Directive('@key(fields: "id")')
export class User {
  row: UserRow;

  @Field(() => ID, { description: idOf('usr') })
  id: string;

  @Field(() => String, {
    description:
      'What they sign in with, and where their mails go to. One account per address, small and capital letters alike.',
  })
  email: string;

  @Field(() => Boolean, { description: 'They used the link of a mail to this address.' })
  emailVerified: boolean;

  @Field(() => String, { nullable: true, description: 'How they want to be called; null when they did not say.' })
  displayName: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Their language as a BCP 47 tag, such as de or pt-BR; null when they did not say.',
  })
  locale: string | null;

  @Field(() => [Role], { description: 'What they may do; at least one.' })
  roles: Role[];

  @Field(() => UserStatus, { description: 'Whether the account can be used.' })
  status: UserStatus;

  @Field(() => DateTimeScalar, { description: 'When they registered.' })
  createdAt: Date;
}

export const toUser = (row: UserRow): User => ({
  row,
  id: row.id,
  email: row.email,
  emailVerified: row.emailVerified,
  displayName: row.displayName,
  locale: row.locale,
  roles: row.roles.map((role) => Role[role]),
  status: row.deletedAt ? UserStatus.DELETED : UserStatus[row.status],
  createdAt: row.createdAt,
});

export const { Connection: UserConnection } = connectionType(User, 'User');

@ObjectType({ description: 'What a change of an account led to.' })
export class UserPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'As it is now; null when it was refused.' })
  user?: User;
}

/** What a mutation answers that leaves a user behind. */
export const changed = (run: () => Promise<UserRow>): Promise<UserPayload> =>
  answer<UserPayload>(async () => ({ user: toUser(await run()) }));

@ObjectType({ description: 'That a wish was taken. Says nothing about whether there was anything to do.' })
export class AckPayload extends Payload {
  @Field(() => Boolean, { description: 'True; false when it was refused, for the reason in `userErrors`.' })
  accepted: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What else there is to know, one or two sentences in English for people; null when there is nothing.',
  })
  notice?: string | null;
}

/** What a mutation answers that takes a wish. Whoever takes it may say what else there is to know. */
export async function accepted(run: () => Promise<string | null | void>): Promise<AckPayload> {
  const payload = await answer<AckPayload>(async () => ({ accepted: true, notice: (await run()) ?? null }));
  return { ...payload, accepted: payload.userErrors.length === 0 };
}
