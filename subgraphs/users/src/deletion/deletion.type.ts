import { DateTimeScalar } from '@storegraph/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'That an account is going to be deleted. Until then everything works, and it can be taken back.',
})
export class AccountDeletion {
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  requestedAt: Date;

  @Field(() => DateTimeScalar, {
    description: 'When it is due: seven days after it was asked for, later while an order is open.',
  })
  dueAt: Date;
}
