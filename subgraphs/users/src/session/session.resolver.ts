import { answer, badInput, type Context, requireViewer } from '@storegraph/kit';
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { register, resetPassword } from '../user/user.service.ts';
import {
  RefreshSessionInput,
  RegisterInput,
  ResetPasswordInput,
  SessionPayload,
  SignInInput,
  SignOutPayload,
  toUser,
} from '../user/user.type.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './session.cookie.ts';
import { type OpenedSession, refreshSession, signIn, signOut, signOutEverywhere } from './session.service.ts';

/** Browsers get the refresh token as a cookie that scripts cannot read; other clients read it from the payload. */
const opened = (context: Context, run: () => Promise<OpenedSession>): Promise<SessionPayload> =>
  answer<SessionPayload>(async () => {
    const { session, accessToken, refreshToken, expiresAt, user } = await run();
    setRefreshCookie(context, refreshToken);
    return { session, accessToken, refreshToken, expiresAt, user: toUser(user) };
  });

@Resolver()
export class SessionResolver {
  @Mutation(() => SessionPayload, { description: 'Makes an account and signs in. A mail asks to verify the address.' })
  register(@Ctx() context: Context, @Arg('input', () => RegisterInput) input: RegisterInput): Promise<SessionPayload> {
    return opened(context, () => register(context, input));
  }

  @Mutation(() => SessionPayload, { description: 'The same answer for an unknown account and a wrong password.' })
  signIn(@Ctx() context: Context, @Arg('input', () => SignInInput) input: SignInInput): Promise<SessionPayload> {
    return opened(context, () => signIn(context, input));
  }

  @Mutation(() => SessionPayload, {
    description: 'The next access and refresh token. A refresh token that is used twice ends its session.',
  })
  refreshSession(
    @Ctx() context: Context,
    @Arg('input', () => RefreshSessionInput, { nullable: true }) input?: RefreshSessionInput,
  ): Promise<SessionPayload> {
    const token = input?.refreshToken ?? readRefreshCookie(context);
    if (!token) throw badInput('input.refreshToken', 'required', 'Give a refresh token, or send the cookie');
    return opened(context, () => refreshSession(context.db, token));
  }

  @Mutation(() => SessionPayload, { description: 'Sets a new password, ends every session and opens a new one.' })
  resetPassword(
    @Ctx() context: Context,
    @Arg('input', () => ResetPasswordInput) input: ResetPasswordInput,
  ): Promise<SessionPayload> {
    return opened(context, () => resetPassword(context, input));
  }

  @Mutation(() => SignOutPayload, { description: 'Ends this session. Done already is fine.' })
  signOut(@Ctx() context: Context): Promise<SignOutPayload> {
    return answer<SignOutPayload>(async () => {
      await signOut(context.db, { viewer: context.viewer, refreshToken: readRefreshCookie(context) });
      clearRefreshCookie(context);
      return { signedOut: true };
    });
  }

  @Authorized()
  @Mutation(() => SignOutPayload, { description: 'Ends every session of the viewer.' })
  signOutEverywhere(@Ctx() context: Context): Promise<SignOutPayload> {
    return answer<SignOutPayload>(async () => {
      await signOutEverywhere(context.db, requireViewer(context));
      clearRefreshCookie(context);
      return { signedOut: true };
    });
  }
}
