import { type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { GoogleAnswerInput } from '../google/google.input.ts';
import { linkGoogle } from '../google/google.service.ts';
import { SignInMethod } from '../user/signInMethod.type.ts';
import type { UserLoaders } from '../user/user.loaders.ts';
import { changed, User, UserPayload } from '../user/user.type.ts';
import { waysIn } from '../user/waysIn.rules.ts';
import { unlinkGoogle } from './linkedAccount.service.ts';
import { IdentityProvider, LinkedAccount } from './linkedAccount.type.ts';

type UserContext = Context<UserLoaders>;

@Resolver(() => User)
export class LinkedAccountResolver {
  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      'Links the Google account that the viewer has just chosen: from now on it signs in to this account. The state is of a `googleSignInUrl` with the purpose LINK of the same viewer and browser. Signed in. Errors: BAD_USER_INPUT, CONFLICT when the Google account is linked to another account of the shop, or another Google account to this one, INVALID_STATE for a Google account without an e-mail address, and where nobody signs in with Google.',
  })
  linkGoogle(
    @Ctx() context: UserContext,
    @Input(() => GoogleAnswerInput) input: GoogleAnswerInput,
  ): Promise<UserPayload> {
    return changed(() => linkGoogle(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      'From now on no Google account signs in to this account; sessions stay. Fine where none is linked. Signed in. Errors: INVALID_STATE when it is the only way in that is left.',
  })
  unlinkGoogle(@Ctx() context: UserContext): Promise<UserPayload> {
    return changed(() => unlinkGoogle(context));
  }

  @FieldResolver(() => [LinkedAccount], {
    description: 'Accounts elsewhere that sign in to this one. Themselves and staff.',
  })
  async linkedAccounts(@Root() { id }: User, @Ctx() { loaders }: UserContext): Promise<LinkedAccount[]> {
    const rows = await loaders.linkedAccountsOfUser.load(id);
    return rows.map(({ provider, email, linkedAt }) => ({ provider: IdentityProvider[provider], email, linkedAt }));
  }

  @FieldResolver(() => [SignInMethod], {
    description:
      'The ways in that this account has, each once; the last one cannot be taken away. Empty when the first password is still to be set by a mail. Themselves and staff.',
  })
  async signInWith(@Root() { id, row }: User, @Ctx() { loaders }: UserContext): Promise<SignInMethod[]> {
    const [linked, passkeys] = await Promise.all([
      loaders.linkedAccountsOfUser.load(id),
      loaders.passkeysOfUser.load(id),
    ]);
    return waysIn(row, linked, passkeys);
  }
}
