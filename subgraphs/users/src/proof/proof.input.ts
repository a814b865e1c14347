import { MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

@InputType({ description: 'That it is really the owner of the account who asks: one of the two, not both.' })
export class OwnerProofInput {
  @Field(() => String, {
    nullable: true,
    description: 'The password of now; any other is UNAUTHENTICATED in `userErrors`.',
  })
  @MaxLength(1024)
  currentPassword?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: this session was opened within the last ten minutes; of an older one it is UNAUTHENTICATED. Accounts without a password have no other proof.',
  })
  recentSignIn?: boolean | null;
}
