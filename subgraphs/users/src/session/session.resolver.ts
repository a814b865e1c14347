import { answer, badInput, type Context, Input, requireViewer } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ResetPasswordInput } from '../password/password.input.ts';
import { resetPassword } from '../password/password.service.ts';
import { RegisterInput } from '../user/user.input.ts';
import type { UserLoaders } from '../user/user.loaders.ts';
import { register } from '../user/user.service.ts';
import { changed, User, UserPayload } from '../user/user.type.ts';
import { opened } from './session.answer.ts';
import { clearRefreshCookie, readRefreshCookie } from './session.cookie.ts';
import { deviceOf } from './session.device.ts';
import { RefreshSessionInput, RevokeSessionInput, SignInInput } from './session.input.ts';
import { refreshSession, revokeSession, signIn, signOut, signOutEverywhere } from './session.service.ts';
import type { SessionRow } from './session.table.ts';
import { Session, SessionPayload, SignOutPayload } from './session.type.ts';

@Resolver(() => User)
export class SessionResolver {
  @Mutation(() => SessionPayload, {
    description:
      'Makes an account and signs in; a mail asks to verify the address. A shop may be set to verify addresses first: then nothing is opened and nothing refused, whether or not the address has an account, and the link of a mail goes on (`completeRegistration`, with the same password). An address gets three such mails an hour from one network and twelve in all; beyond that the answer is the same, and none is sent. Everybody. Errors: CONFLICT.',
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
      'Sets a new password, which is the only way in from then on: ends every session of the account, removes its passkeys and linked accounts, and opens a new session. Who has the token of the mail, for one hour, once.',
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

  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      'Ends one session of the viewer, this one or another: it is not refreshed any more, and its access token counts no longer than a second. One that has ended already is fine. Signed in. Errors: NOT_FOUND, also for a session of somebody else.',
  })
  revokeSession(
    @Ctx() context: Context,
    @Input(() => RevokeSessionInput) { sessionId }: RevokeSessionInput,
  ): Promise<UserPayload> {
    return changed(async () => {
      const viewer = requireViewer(context);
      const user = await revokeSession(context.db, viewer, sessionId);
      if (sessionId === viewer.sessionId) clearRefreshCookie(context);
      return user;
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

@Resolver(() => Session)
export class SessionFieldResolver {
  @FieldResolver(() => Boolean, { description: 'It is the one that asks.' })
  current(@Root() { id }: Session, @Ctx() { viewer }: Context): boolean {
    return viewer?.sessionId === id;
  }

  @FieldResolver(() => String, {
    description:
      'Where it was opened, in words, such as "Firefox on Windows": what `userAgent` says as far as it is known, otherwise "Another program". Programs may call themselves what they want.',
  })
  device(@Root() { userAgent }: SessionRow): string {
    return deviceOf(userAgent);
  }
}
