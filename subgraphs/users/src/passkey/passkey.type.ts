import { DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Field, ID, ObjectType } from 'type-graphql';
import type { PasskeyRow } from './passkey.table.ts';

@ObjectType({ description: 'A key on a device of theirs that signs in here. Seen by themselves only, staff included.' })
export class Passkey implements Pick<PasskeyRow, 'id' | 'name' | 'backedUp' | 'createdAt' | 'lastUsedAt'> {
  @Field(() => ID, { description: idOf('pkey') })
  id: string;

  @Field(() => String, { description: 'What they call it, at most 60 characters.' })
  name: string;

  @Field(() => Boolean, {
    description: 'The maker of the device keeps a copy, so that it is not lost with the device; as it was last used.',
  })
  backedUp: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was added.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it signed in last; null before the first time.' })
  lastUsedAt: Date | null;
}

@ObjectType({ description: 'What to ask a device for, or why not; then the rest is null.' })
export class PasskeyOptionsPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description:
      'JSON text, for `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` of the browser, or `optionsJSON` of @simplewebauthn/browser.',
  })
  options?: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when the answer of the device is taken, once: five minutes after this was asked for.',
  })
  expiresAt?: Date;
}
