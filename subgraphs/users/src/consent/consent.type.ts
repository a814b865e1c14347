import { DateTimeScalar } from '@storegraph/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'What somebody said about mails that advertise. Mails about their account and their orders need no consent.',
})
export class Consent {
  @Field(() => Boolean, { description: 'Whether they may be sent. False until somebody says otherwise.' })
  given: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When that was said; null when nothing was.' })
  at: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where it was said: `REGISTRATION` or `ACCOUNT`; more may come. Null when nothing was.',
  })
  source: string | null;
}
