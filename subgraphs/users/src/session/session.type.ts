import { DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Field, ID, ObjectType } from 'type-graphql';
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

  @Field(() => DateTimeScalar, { description: 'When the password was given.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { description: 'When it was opened or refreshed last.' })
  lastUsedAt: Date;

  @Field(() => DateTimeScalar, { description: 'When it ends whatever happens: 30 days after it began.' })
  expiresAt: Date;
}

@ObjectType({ description: 'A session with its tokens, or why there is none; then all of them are null.' })
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
}

@ObjectType({ description: 'What became of a sign-out.' })
export class SignOutPayload extends Payload {
  @Field(() => Boolean, { description: 'Always true: the session has ended, now or before.' })
  signedOut: boolean;
}
