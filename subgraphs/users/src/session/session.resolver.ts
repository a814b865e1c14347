import { answer, badInput, type Context, continueAs, Input, requireViewer } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ResetPasswordInput } from '../password/password.input.ts';
import { resetPassword } from '../password/password.service.ts';
import { RegisterInput } from '../user/user.input.ts';
import type { UserLoaders } from '../user/user.loaders.ts';
import { register } from '../user/user.service.ts';
import { toUser, User } from '../user/user.type.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './session.cookie.ts';
import { RefreshSessionInput, SignInInput } from './session.input.ts';
import { type OpenedSession, refreshSession, signIn, signOut, signOutEverywhere } from './session.service.ts';
import { Session, SessionPayload, SignOutPayload } from './session.type.ts';

/** Browsers get the refresh token as a cookie that scripts cannot read; other clients read it from the payload. */
const opened = (context: Context, run: () => Promise<OpenedSession>): Promise<SessionPayload> =>
  answer<SessionPayload>(async () => {
    const { session, accessToken, refreshToken, expiresAt, user } = await run();
    setRefreshCookie(context, refreshToken);
    continueAs(context, { id: user.id, roles: user.roles, sessionId: session.id }, accessToken);
    return { session, accessToken, refreshToken, expiresAt, user: toUser(user) };
  });

@Resolver(() => User)
export class SessionResolver {
  @Mutation(() => SessionPayload, {
    description: 'Makes an account and signs in; a mail asks to verify the address. Everybody. Errors: CONFLICT.',
  })
  register(@Ctx() context: Context, @Input(() => RegisterInput) input: RegisterInput): Promise<SessionPayload> {
    return opened(context, () => register(context, input));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Opens a session. The same answer for an unknown account, a wrong password and a disabled account. Everybody. Errors: UNAUTHENTICATED, RATE_LIMITED after a few wrong tries from this address, which ends by itself within a minute, whatever others do.',
  })
  signIn(@Ctx() context: Context, @Input(() => SignInInput) input: SignInInput): Promise<SessionPayload> {
    return opened(context, () => signIn(context, input));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Gives the next access and refresh token of a session. A refresh token that is used again, later than ten seconds, ends its session: somebody may have stolen it. Who has the token. Errors: UNAUTHENTICATED.',
  })
  refreshSession(
    @Ctx() context: Context,
    @Input(() => RefreshSessionInput, { nullable: true }) input?: RefreshSessionInput,
  ): Promise<SessionPayload> {
    const token = input?.refreshToken ?? readRefreshCookie(context);
    if (!token) throw badInput('input.refreshToken', 'required', 'Give a refresh token, or send the cookie');
    return opened(context, () => refreshSession(context.db, token));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Sets a new password, ends every session of the account and opens a new one. Who has the token of the mail, for one hour, once.',
  })
  resetPassword(
    @Ctx() context: Context,
    @Input(() => ResetPasswordInput) input: ResetPasswordInput,
  ): Promise<SessionPayload> {
    return opened(context, () => resetPassword(context, input));
  }

  @Mutation(() => SignOutPayload, { description: 'Ends this session; one that has ended already is fine. Everybody.' })
  signOut(@Ctx() context: Context): Promise<SignOutPayload> {
    return answer<SignOutPayload>(async () => {
      await signOut(context.db, { viewer: context.viewer, refreshToken: readRefreshCookie(context) });
      clearRefreshCookie(context);
      return { signedOut: true };
    });
  }

  @Authorized()
  @Mutation(() => SignOutPayload, { description: 'Ends every session of the viewer, this one included. Signed in.' })
  signOutEverywhere(@Ctx() context: Context): Promise<SignOutPayload> {
    return answer<SignOutPayload>(async () => {
      await signOutEverywhere(context.db, requireViewer(context));
      clearRefreshCookie(context);
      return { signedOut: true };
    });
  }

  @FieldResolver(() => [Session], {
    nullable: true,
    description:
      'Where they are signed in, what was used last first. For themselves only; null for everybody else, staff included.',
  })
  async sessions(@Root() { id }: User, @Ctx() { viewer, loaders }: Context<UserLoaders>): Promise<Session[] | null> {
    return viewer?.id === id ? loaders.sessionsOfUser.load(id) : null;
  }
}
