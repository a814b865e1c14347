import { type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { TokenInput } from '../link/link.input.ts';
import type { UserLoaders } from '../user/user.loaders.ts';
import { AckPayload, accepted, changed, User, UserPayload } from '../user/user.type.ts';
import { ChangeEmailInput } from './emailChange.input.ts';
import { changeEmail, confirmEmailChange, undoEmailChange } from './emailChange.service.ts';

@Resolver(() => User)
export class EmailChangeResolver {
  @Authorized()
  @Mutation(() => AckPayload, {
    description:
      'Asks for another address. A mail there has a link for `confirmEmailChange`, for 24 hours; a mail to the address of now one for `undoEmailChange`. The answer is the same when the new address is taken: then a mail tells its owner. A newer wish replaces an open one. Signed in. Errors: UNAUTHENTICATED for a wrong password, INVALID_STATE, RATE_LIMITED after five within an hour, CONFLICT when the account was changed meanwhile.',
  })
  changeEmail(@Ctx() context: Context, @Input(() => ChangeEmailInput) input: ChangeEmailInput): Promise<AckPayload> {
    return accepted(() => changeEmail(context, input));
  }

  @Mutation(() => UserPayload, {
    description:
      'Gives the account its new address, which is verified by that. Links to set a password or verify the former address end; sessions stay. Who has the token, signed in or not. Its link works once, for 24 hours. Errors: CONFLICT when the address belongs to another account by now.',
  })
  confirmEmailChange(@Ctx() context: Context, @Input(() => TokenInput) { token }: TokenInput): Promise<UserPayload> {
    return changed(() => confirmEmailChange(context, token));
  }

  @Mutation(() => UserPayload, {
    description:
      'Gives the account the address back that it had, or stops the change that was asked for. Ends every session, every link and later changes, and takes the password away, which whoever asked for the change knew: a mail to the former address sets a new one. Who has the token, signed in or not. Its link works once, until 7 days after the change.',
  })
  undoEmailChange(@Ctx() context: Context, @Input(() => TokenInput) { token }: TokenInput): Promise<UserPayload> {
    return changed(() => undoEmailChange(context, token));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The address that they asked for and have not confirmed yet; null when there is none. For themselves only; null for everybody else, staff included.',
  })
  async pendingEmail(@Root() { id }: User, @Ctx() { loaders }: Context<UserLoaders>): Promise<string | null> {
    return (await loaders.pendingEmailOfUser.load(id))?.email ?? null;
  }
}
