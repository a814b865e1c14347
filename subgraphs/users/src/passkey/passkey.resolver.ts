import { answer, type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { OwnerProofInput } from '../proof/proof.input.ts';
import { opened } from '../session/session.answer.ts';
import { SessionPayload } from '../session/session.type.ts';
import type { UserLoaders } from '../user/user.loaders.ts';
import { changed, User, UserPayload } from '../user/user.type.ts';
import {
  ConfirmPasskeyInput,
  RemovePasskeyInput,
  RenamePasskeyInput,
  SignInWithPasskeyInput,
} from './passkey.input.ts';
import {
  confirmPasskey,
  createPasskeyRegistration,
  passkeySignInOptions,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
} from './passkey.service.ts';
import { Passkey, PasskeyOptionsPayload } from './passkey.type.ts';

type UserContext = Context<UserLoaders>;

@Resolver(() => User)
export class PasskeyResolver {
  @Authorized()
  @Mutation(() => PasskeyOptionsPayload, {
    description:
      'What to ask a device for, for it to make a key that signs in to the account of the viewer: `confirmPasskey` is next. Signed in. Errors: BAD_USER_INPUT, UNAUTHENTICATED for a wrong password and a sign-in of more than ten minutes ago, RATE_LIMITED as at `signIn`, INVALID_STATE for a 21st passkey, for the password of an account that has none, and where nobody signs in with a passkey.',
  })
  createPasskeyRegistration(
    @Ctx() context: UserContext,
    @Input(() => OwnerProofInput) input: OwnerProofInput,
  ): Promise<PasskeyOptionsPayload> {
    return answer<PasskeyOptionsPayload>(() => createPasskeyRegistration(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      "Adds the key that the device has made: from now on it signs in to this account. Signed in. Errors: BAD_USER_INPUT, UNAUTHENTICATED for an answer to another question, an old one or somebody else's, of another site, or of a device that has not looked who holds it, CONFLICT when it is known already, INVALID_STATE for a 21st.",
  })
  confirmPasskey(
    @Ctx() context: UserContext,
    @Input(() => ConfirmPasskeyInput) input: ConfirmPasskeyInput,
  ): Promise<UserPayload> {
    return changed(() => confirmPasskey(context, input));
  }

  @Mutation(() => PasskeyOptionsPayload, {
    description:
      'What to ask a device for, for it to sign in with a key that it has: `signInWithPasskey` is next. The same for everybody: which accounts have passkeys is told to nobody. Everybody. Errors: INVALID_STATE where nobody signs in with a passkey.',
  })
  passkeySignInOptions(@Ctx() context: Context): Promise<PasskeyOptionsPayload> {
    return answer<PasskeyOptionsPayload>(() => passkeySignInOptions(context));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Opens a session for who holds the device. The same answer for a key that nobody has, an answer that is wrong, was shown before or took more than five minutes, a device that counts backwards or has not looked who holds it, and a disabled account. Who holds the device. Errors: BAD_USER_INPUT, UNAUTHENTICATED, RATE_LIMITED as at `signIn`, INVALID_STATE where nobody signs in with a passkey.',
  })
  signInWithPasskey(
    @Ctx() context: Context,
    @Input(() => SignInWithPasskeyInput) input: SignInWithPasskeyInput,
  ): Promise<SessionPayload> {
    return opened(context, () => signInWithPasskey(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description: "Calls a passkey of the viewer something else. Signed in; somebody else's is NOT_FOUND.",
  })
  renamePasskey(
    @Ctx() context: UserContext,
    @Input(() => RenamePasskeyInput) input: RenamePasskeyInput,
  ): Promise<UserPayload> {
    return changed(() => renamePasskey(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      "From now on this passkey signs in no more; sessions stay. Signed in; somebody else's is NOT_FOUND. Errors: INVALID_STATE when it is the only way in that is left.",
  })
  removePasskey(
    @Ctx() context: UserContext,
    @Input(() => RemovePasskeyInput) input: RemovePasskeyInput,
  ): Promise<UserPayload> {
    return changed(() => removePasskey(context, input));
  }

  @FieldResolver(() => [Passkey], {
    nullable: true,
    description:
      'Keys of their devices that sign in to this account, the oldest first, at most 20. For themselves only; null for everybody else, staff included.',
  })
  async passkeys(@Root() { id }: User, @Ctx() { viewer, loaders }: UserContext): Promise<Passkey[] | null> {
    return viewer?.id === id ? loaders.passkeysOfUser.load(id) : null;
  }
}
