import { answer, badInput, type Context, continueAs, Input, requireViewer } from '@storegraph/kit';
import { Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { RefreshSessionInput, RegisterInput, ResetPasswordInput, SignInInput } from '../user/user.input.ts';
import { register, resetPassword } from '../user/user.service.ts';
import { SessionPayload, SignOutPayload, toUser } from '../user/user.type.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './session.cookie.ts';
import { type OpenedSession, refreshSession, signIn, signOut, signOutEverywhere } from './session.service.ts';

/** Browsers get the refresh token as a cookie that scripts cannot read; other clients read it from the payload. */
const opened = (context: Context, run: () => Promise<OpenedSession>): Promise<SessionPayload> =>
  answer<SessionPayload>(async () => {
    const { session, accessToken, refreshToken, expiresAt, user } = await run();
    setRefreshCookie(context, refreshToken);
    continueAs(context, { id: user.id, roles: user.roles, sessionId: session.id }, accessToken);
    return { session, accessToken, refreshToken, expiresAt, user: toUser(user) };
  });

@Resolver()
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
}
