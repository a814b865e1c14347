import { DateTimeScalar } from '@storegraph/kit';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum IdentityProvider {
  GOOGLE = 'GOOGLE',
}
registerEnumType(IdentityProvider, {
  name: 'IdentityProvider',
  description: 'Who says who somebody is.',
  valuesConfig: { GOOGLE: { description: 'An account at Google, of people or of a company.' } },
});

@ObjectType({ description: 'An account elsewhere that signs in here. Seen by themselves and by staff.' })
export class LinkedAccount {
  @Field(() => IdentityProvider, { description: 'Where it is; each at most once.' })
  provider: IdentityProvider;

  @Field(() => String, {
    description: 'Its address when it last signed in; it may be another one than `User.email`.',
  })
  email: string;

  @Field(() => DateTimeScalar, { description: 'When it was linked.' })
  linkedAt: Date;
}
