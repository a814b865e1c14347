import { DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { User } from '../user/user.type.ts';

@ObjectType({ description: 'A sign-in on one device. Seen by themselves only, staff included.' })
export class Session {
  @Field(() => ID, { description: idOf('sess') })
  id: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the program called itself, its first 200 characters; null when it did not.',
  })
  userAgent: string | null;

  @Field(() => DateTimeScalar, { description: 'When they signed in.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { description: 'When it was opened or refreshed last.' })
  lastUsedAt: Date;

  @Field(() => DateTimeScalar, { description: 'When it ends whatever happens: 30 days after it began.' })
  expiresAt: Date;
}

export enum SignInChallengeKind {
  PASSWORD_TO_LINK = 'PASSWORD_TO_LINK',
}
registerEnumType(SignInChallengeKind, {
  name: 'SignInChallengeKind',
  description: 'What a sign-in asks for before it opens a session.',
  valuesConfig: {
    PASSWORD_TO_LINK: {
      description:
        'The password of the account that has the address of a Google account, once: `confirmGoogleLink` is next.',
    },
  },
});

@ObjectType({ description: 'A question that has to be answered before there is a session.' })
export class SignInChallenge {
  @Field(() => SignInChallengeKind, { description: 'What is asked for.' })
  kind: SignInChallengeKind;

  @Field(() => String, { description: 'Belongs to the answer. For this browser alone, and secret.' })
  token: string;

  @Field(() => String, {
    nullable: true,
    description: 'The address of the account that it is about; null where it is about none.',
  })
  email: string | null;

  @Field(() => DateTimeScalar, { description: 'Until when it can be answered: ten minutes after it was asked.' })
  expiresAt: Date;
}

@ObjectType({
  description:
    'A session with its tokens, or why there is none; then all of them are null. All null and nothing refused: a mail has a link that goes on.',
})
export class SessionPayload extends Payload {
  @Field(() => Session, { nullable: true, description: 'What was opened or goes on.' })
  session?: Session;

  @Field(() => String, {
    nullable: true,
    description: 'Says who asks and with which roles, for ten minutes: send it as `Authorization: Bearer`.',
  })
  accessToken?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'For clients without cookies; browsers have it as a cookie that scripts cannot read. `refreshSession` exchanges it for the next one; each is used once.',
  })
  refreshToken?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access token ends; the session goes on.' })
  expiresAt?: Date;

  @Field(() => User, { nullable: true, description: 'Who is signed in now.' })
  user?: User;

  @Field(() => SignInChallenge, {
    nullable: true,
    description: 'What is asked for first; null when there is a session, and when it was refused.',
  })
  challenge?: SignInChallenge;

  @Field(() => String, {
    nullable: true,
    description: 'The path that `googleSignInUrl` was given; null when it got none, and after other ways to sign in.',
  })
  returnTo?: string | null;
}

@ObjectType({ description: 'What became of a sign-out.' })
export class SignOutPayload extends Payload {
  @Field(() => Boolean, { description: 'Always true: the session has ended, now or before.' })
  signedOut: boolean;
}
