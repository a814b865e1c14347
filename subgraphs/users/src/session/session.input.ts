import { Code, EmailAddress, IsId } from '@storegraph/kit';
import { MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

export const CART_TOKEN =
  "The `cartToken` of a guest's cart, 1 to 200 characters: its items go into the account's cart, as with `mergeCart` and SUM. When carts cannot be reached the sign-in works all the same.";

@InputType({ description: 'Who signs in.' })
export class SignInInput {
  @Field(() => String, {
    description: 'Its e-mail address, at most 254 characters; small and capital letters are alike.',
  })
  @EmailAddress()
  email: string;

  @Field(() => String, { description: 'As it was set; at most 1024 characters are looked at.' })
  @MaxLength(1024)
  password: string;

  @Field(() => String, { nullable: true, description: CART_TOKEN })
  @Code({ max: 200 })
  cartToken?: string;
}

@InputType({ description: 'Which session goes on.' })
export class RefreshSessionInput {
  @Field(() => String, {
    nullable: true,
    description: 'For clients without cookies: the last one they got, 1 to 200 characters. Default: the cookie.',
  })
  @Code({ max: 200 })
  refreshToken?: string;
}

@InputType({ description: 'Which session ends.' })
export class RevokeSessionInput {
  @Field(() => ID, { description: 'By its `Session.id`; one of their own.' })
  @IsId('sess')
  sessionId: string;
}
