import { Address } from '@storegraph/commerce';
import { Payload } from '@storegraph/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What a change of the address book led to.' })
export class AddressPayload extends Payload {
  @Field(() => Address, {
    nullable: true,
    description: 'As it is now, or as it was when it was deleted; null when it was refused.',
  })
  address?: Address;
}
