import { Code, IsId, Text } from '@storegraph/kit';
import { Field, ID, InputType } from 'type-graphql';
import { CART_TOKEN } from '../session/session.input.ts';
import { LONGEST_RESPONSE } from './passkey.response.ts';

const NAME = 'What they call it, such as the name of the device: 1 to 60 characters.';

@InputType({ description: 'A key that a device has just made.' })
export class ConfirmPasskeyInput {
  @Field(() => String, {
    description:
      'What `navigator.credentials.create` has answered, by its `toJSON`, as JSON text of at most 10000 characters.',
  })
  @Code({ max: LONGEST_RESPONSE, lines: true })
  response: string;

  @Field(() => String, { description: NAME })
  @Text({ max: 60 })
  name: string;
}

@InputType({ description: 'Who signs in with a key of their device.' })
export class SignInWithPasskeyInput {
  @Field(() => String, {
    description:
      'What `navigator.credentials.get` has answered, by its `toJSON`, as JSON text of at most 10000 characters.',
  })
  @Code({ max: LONGEST_RESPONSE, lines: true })
  response: string;

  @Field(() => String, { nullable: true, description: CART_TOKEN })
  @Code({ max: 200 })
  cartToken?: string;
}

@InputType({ description: 'Another name for a passkey.' })
export class RenamePasskeyInput {
  @Field(() => ID, { description: "`Passkey.id`; someone else's is NOT_FOUND." })
  @IsId('pkey')
  id: string;

  @Field(() => String, { description: NAME })
  @Text({ max: 60 })
  name: string;
}

@InputType({ description: 'Which passkey goes.' })
export class RemovePasskeyInput {
  @Field(() => ID, { description: "`Passkey.id`; someone else's is NOT_FOUND." })
  @IsId('pkey')
  id: string;
}
