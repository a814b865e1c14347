import { assertId, badInput, ConnectionArgs, type Context, Input, listPage } from '@storegraph/kit';
import { isStaff, STAFF } from '@storegraph/commerce';
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { TokenInput } from '../link/link.input.ts';
import { ChangePasswordInput, EmailInput } from '../password/password.input.ts';
import { changePassword, requestPasswordReset } from '../password/password.service.ts';
import { CompleteRegistrationInput } from '../registration/registration.input.ts';
import { completeRegistration } from '../registration/registration.service.ts';
import {
  SetUserRolesInput,
  SetUserStatusInput,
  UpdateCustomerNoteInput,
  UpdateProfileInput,
  UserFilter,
  UserSort,
} from './user.input.ts';
import { userList } from './user.list.ts';
import type { UserLoaders } from './user.loaders.ts';
import {
  resendVerification,
  setUserRoles,
  setUserStatus,
  updateCustomerNote,
  updateProfile,
  verifyEmail,
} from './user.service.ts';
import { AckPayload, accepted, changed, Role, toUser, User, UserConnection, UserPayload } from './user.type.ts';

type UserContext = Context<UserLoaders>;
@Resolver(() => User)
export class UserResolver {
  @Query(() => User, {
    nullable: true,
    description: 'Who is signed in; null for guests. Everybody, for themselves.',
  })
  async me(@Ctx() { viewer, loaders }: UserContext): Promise<User | null> {
    const row = viewer && (await loaders.user.load(viewer.id));
    return row && toUser(row);
  }

  @Authorized(...STAFF)
  @Query(() => User, { nullable: true, description: 'Any account; null when there is none. Staff.' })
  async user(
    @Ctx() { loaders }: UserContext,
    @Arg('id', () => ID, { description: 'Which account, by its `User.id`.' }) id: string,
  ): Promise<User | null> {
    const row = await loaders.user.load(assertId('usr', id, 'id'));
    return row && toUser(row);
  }

  @Authorized(...STAFF)
  @Query(() => UserConnection, {
    nullable: true,
    description: 'All accounts, or those that a filter lets through. Staff.',
  })
  users(
    @Ctx() { db }: UserContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('query', () => String, {
      nullable: true,
      description: 'A part of the e-mail address or of the display name; 1 to 100 characters. Default: all.',
    })
    query?: string,
    @Arg('role', () => Role, { nullable: true, description: 'Those that have it, maybe among others. Default: all.' })
    role?: Role,
    @Arg('filter', () => UserFilter, { nullable: true, description: 'Which of them. Default: all.' })
    filter?: UserFilter,
    @Arg('sort', () => UserSort, { defaultValue: UserSort.NEWEST, description: 'In which order.' })
    sort?: UserSort,
  ) {
    for (const [name, beside] of Object.entries({ query, role }))
      if (beside != null && filter?.[name as 'query' | 'role'] != null)
        throw badInput(name, 'exclusive', `Give ${name} beside filter or in it, not both`);
    return listPage(
      db,
      userList(db, page, { ...filter, query: filter?.query ?? query, role: filter?.role ?? role }, sort),
    );
  }

  @Mutation(() => UserPayload, {
    description:
      'Says that the mail to the address of an account arrived. The first time, by somebody who is not signed in to it, it ends every session and removes passkeys and linked accounts; the password stays. Who has the token, signed in or not. Its link works once, for 48 hours. Errors: INVALID_STATE for a link that makes an account, which is for `completeRegistration`.',
  })
  verifyEmail(@Ctx() context: UserContext, @Input(() => TokenInput) { token }: TokenInput): Promise<UserPayload> {
    return changed(() => verifyEmail(context, token));
  }

  @Mutation(() => UserPayload, {
    description:
      'Makes the account of a registration, where addresses are verified first, and signs nobody in. It takes the link of the mail and the password that was chosen at that very registration: a stranger who has registered the address knows the one, its owner the other. Who has both. The link works once, for 48 hours, and ends after five passwords that are wrong. Errors: UNAUTHENTICATED for a wrong one, CONFLICT when the address has an account by now.',
  })
  completeRegistration(
    @Ctx() context: UserContext,
    @Input(() => CompleteRegistrationInput) input: CompleteRegistrationInput,
  ): Promise<UserPayload> {
    return changed(() => completeRegistration(context.service.db, input));
  }

  @Authorized()
  @Mutation(() => AckPayload, {
    description:
      'Sends the mail with the link for `verifyEmail` again; the links before end. Nothing for an address that is verified. Signed in.',
  })
  resendVerification(@Ctx() context: UserContext): Promise<AckPayload> {
    return accepted(() => resendVerification(context));
  }

  @Mutation(() => AckPayload, {
    description:
      'Sends a mail with a link for `resetPassword` if there is such an account; the answer is the same if not. Links that were sent before hold; after three in twenty minutes no more are sent. Everybody.',
  })
  requestPasswordReset(
    @Ctx() context: UserContext,
    @Input(() => EmailInput) { email }: EmailInput,
  ): Promise<AckPayload> {
    return accepted(() => requestPasswordReset(context, email));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      'Sets another password, and ends the other sessions of the account, links to reset it and a change of its address that is not confirmed. Signed in. Errors: UNAUTHENTICATED for a wrong current password, RATE_LIMITED after a few of them, CONFLICT when it was changed meanwhile.',
  })
  changePassword(
    @Ctx() context: UserContext,
    @Input(() => ChangePasswordInput) input: ChangePasswordInput,
  ): Promise<UserPayload> {
    return changed(() => changePassword(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description: 'Changes how the viewer wants to be called, and in which language. Signed in.',
  })
  updateProfile(
    @Ctx() context: UserContext,
    @Input(() => UpdateProfileInput) input: UpdateProfileInput,
  ): Promise<UserPayload> {
    return changed(() => updateProfile(context, input));
  }

  @Authorized('ADMIN')
  @Mutation(() => UserPayload, {
    description:
      'Gives and takes roles; it counts within a second, whatever access tokens that are out say. Admins. Errors: INVALID_STATE, NOT_FOUND.',
  })
  setUserRoles(
    @Ctx() context: UserContext,
    @Input(() => SetUserRolesInput) input: SetUserRolesInput,
  ): Promise<UserPayload> {
    return changed(() => setUserRoles(context, input));
  }

  @Authorized('ADMIN')
  @Mutation(() => UserPayload, {
    description:
      'Disables an account, which ends all its sessions and links of mails within a second, or opens it again. A link that undoes a change of its address waits until then. Admins. Errors: INVALID_STATE, NOT_FOUND.',
  })
  setUserStatus(
    @Ctx() context: UserContext,
    @Input(() => SetUserStatusInput) input: SetUserStatusInput,
  ): Promise<UserPayload> {
    return changed(() => setUserStatus(context, input));
  }

  @Authorized(...STAFF)
  @Mutation(() => UserPayload, {
    description: 'Writes down something about a customer, in place of what is there. Staff. Errors: NOT_FOUND.',
  })
  updateCustomerNote(
    @Ctx() context: UserContext,
    @Input(() => UpdateCustomerNoteInput) input: UpdateCustomerNoteInput,
  ): Promise<UserPayload> {
    return changed(() => updateCustomerNote(context, input));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What staff wrote down about them. Staff; null for everybody else, themselves included.',
  })
  note(@Root() { row }: User, @Ctx() { viewer }: UserContext): string | null {
    return isStaff(viewer) ? row.note : null;
  }
}
