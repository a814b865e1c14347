import { type Context, Input } from '@storegraph/kit';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { opened } from '../session/session.answer.ts';
import { SessionPayload, SignInChallengeKind } from '../session/session.type.ts';
import { ConfirmGoogleLinkInput, GooglePurpose, SignInWithGoogleInput } from './google.input.ts';
import { confirmGoogleLink, type GoogleOutcome, googleSignInUrl, signInWithGoogle } from './google.service.ts';

const led = (context: Context, run: () => Promise<GoogleOutcome>): Promise<SessionPayload> =>
  opened(context, async () => {
    const outcome = await run();
    if ('opened' in outcome) return { ...outcome.opened, returnTo: outcome.returnTo };
    const { challenge, returnTo } = outcome;
    return { challenge: { kind: SignInChallengeKind.PASSWORD_TO_LINK, ...challenge }, returnTo };
  });

@Resolver()
export class GoogleResolver {
  @Query(() => String, {
    nullable: true,
    description:
      'Where to send a browser for it to choose an account at Google. The answer is for this browser alone: it sets a cookie, without which nobody comes back; servers pass it on. Google leads to the page `/sign-in/google` of the storefront with `code` and `state`, or with `error`. Everybody. Errors: BAD_USER_INPUT, INVALID_STATE where nobody signs in with Google, SERVICE_UNAVAILABLE while Google does not answer, UNAUTHENTICATED for LINK without a viewer, and in a session that was opened more than ten minutes ago.',
  })
  googleSignInUrl(
    @Ctx() context: Context,
    @Arg('returnTo', () => String, {
      nullable: true,
      description:
        'A path of the shop that `SessionPayload.returnTo` gives back, such as `/cart?open=1`: at most 1000 characters, beginning with one `/`, as a browser writes it, such as `%20` for a space. Default: null.',
    })
    returnTo?: string,
    @Arg('purpose', () => GooglePurpose, {
      nullable: true,
      description: 'What for. Default: LINK for somebody who is signed in, SIGN_IN for everybody else.',
    })
    purpose?: GooglePurpose,
  ): Promise<string> {
    return googleSignInUrl(context, { returnTo, purpose });
  }

  @Mutation(() => SessionPayload, {
    description:
      'Opens a session for who comes back from Google. A Google account that is linked signs in to its account. One that is new, with an address that nobody has here, gets an account without a password. Where an account has the address, it opens nothing: a verified one leads to a `challenge` that asks for the password of that account, once; one that Google has not verified, or an account without a password, is CONFLICT. Everybody. Errors: BAD_USER_INPUT, CONFLICT, INVALID_STATE for a Google account without an address and where nobody signs in with Google, UNAUTHENTICATED for an account that is disabled, SERVICE_UNAVAILABLE while Google does not answer.',
  })
  signInWithGoogle(
    @Ctx() context: Context,
    @Input(() => SignInWithGoogleInput) input: SignInWithGoogleInput,
  ): Promise<SessionPayload> {
    return led(context, () => signInWithGoogle(context, input));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Answers a challenge PASSWORD_TO_LINK: the Google account is linked, and the session is open. Who has its token, in the same browser. Errors: BAD_USER_INPUT, UNAUTHENTICATED for a wrong password and for an account that is disabled, RATE_LIMITED as at `signIn`, CONFLICT when either account was linked otherwise meanwhile.',
  })
  confirmGoogleLink(
    @Ctx() context: Context,
    @Input(() => ConfirmGoogleLinkInput) input: ConfirmGoogleLinkInput,
  ): Promise<SessionPayload> {
    return led(context, () => confirmGoogleLink(context, input));
  }
}
