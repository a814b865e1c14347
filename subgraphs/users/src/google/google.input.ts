import { Code } from '@storegraph/kit';
import { MaxLength } from 'class-validator';
import { Field, InputType, registerEnumType } from 'type-graphql';
import { CART_TOKEN } from '../session/session.input.ts';

export enum GooglePurpose {
  SIGN_IN = 'SIGN_IN',
  LINK = 'LINK',
}
registerEnumType(GooglePurpose, {
  name: 'GooglePurpose',
  description: 'What somebody goes to Google for.',
  valuesConfig: {
    SIGN_IN: { description: 'To sign in, or to make an account: `signInWithGoogle` is next.' },
    LINK: { description: 'To sign in that way to the account of the viewer from now on: `linkGoogle` is next.' },
  },
});

@InputType({ description: 'What Google has sent along with the browser.' })
export class GoogleAnswerInput {
  @Field(() => String, {
    description: 'From the address that Google has sent the browser to, 1 to 2000 characters; works once.',
  })
  @Code({ max: 2000 })
  code: string;

  @Field(() => String, {
    description:
      'From the same address, 1 to 200 characters. Works once, within ten minutes, in the browser that has asked for `googleSignInUrl`; otherwise BAD_USER_INPUT.',
  })
  @Code({ max: 200 })
  state: string;
}

@InputType({ description: 'Who comes back from Google.' })
export class SignInWithGoogleInput extends GoogleAnswerInput {
  @Field(() => String, { nullable: true, description: CART_TOKEN })
  @Code({ max: 200 })
  cartToken?: string;
}

@InputType({ description: 'That the account is theirs which has the address of their Google account.' })
export class ConfirmGoogleLinkInput {
  @Field(() => String, {
    description:
      'That of the challenge, 1 to 200 characters. Works in the same browser until it was right, for ten minutes; otherwise BAD_USER_INPUT.',
  })
  @Code({ max: 200 })
  token: string;

  @Field(() => String, { description: 'Of the account at the shop; at most 1024 characters are looked at.' })
  @MaxLength(1024)
  password: string;

  @Field(() => String, { nullable: true, description: CART_TOKEN })
  @Code({ max: 200 })
  cartToken?: string;
}
