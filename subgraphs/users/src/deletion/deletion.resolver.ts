import { type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { AckPayload, accepted, changed, User, UserPayload } from '../user/user.type.ts';
import { DeleteMyAccountInput } from './deletion.input.ts';
import { cancelDeletion, requestDeletion } from './deletion.service.ts';
import { AccountDeletion } from './deletion.type.ts';

@Resolver(() => User)
export class DeletionResolver {
  @Authorized()
  @Mutation(() => AckPayload, {
    description:
      "Has the account of the viewer deleted after seven days, unless it is an admin's by then; until then it works as before, and `cancelDeletion` takes it back. Open orders postpone it, which `notice` says. Afterwards everything about the person is gone; orders and payments stay without their name. Signed in. Errors: UNAUTHENTICATED for a wrong password or an old session, RATE_LIMITED after a few wrong ones, INVALID_STATE for admins.",
  })
  deleteMyAccount(
    @Ctx() context: Context,
    @Input(() => DeleteMyAccountInput) input: DeleteMyAccountInput,
  ): Promise<AckPayload> {
    return accepted(() => requestDeletion(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description: 'Takes back `deleteMyAccount`; without one it changes nothing. Signed in.',
  })
  cancelDeletion(@Ctx() context: Context): Promise<UserPayload> {
    return changed(() => cancelDeletion(context));
  }

  @FieldResolver(() => AccountDeletion, {
    nullable: true,
    description: 'That they want the account deleted; null when they do not.',
  })
  deletion(@Root() { row }: User): AccountDeletion | null {
    const { deletionRequestedAt: requestedAt, deletionDueAt: dueAt } = row;
    return requestedAt && dueAt ? { requestedAt, dueAt } : null;
  }
}
