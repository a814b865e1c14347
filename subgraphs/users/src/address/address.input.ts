import { AddressInput } from '@storegraph/commerce';
import { IsId } from '@storegraph/kit';
import { ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A new entry of the address book.' })
export class CreateAddressInput {
  @Field(() => AddressInput, { description: 'What to keep.' })
  @ValidateNested()
  address: AddressInput;
}

@InputType({ description: 'Which entry of the address book.' })
export class AddressIdInput {
  @Field(() => ID, { description: "`Address.id`; someone else's is NOT_FOUND." })
  @IsId('addr')
  addressId: string;
}

@InputType({ description: 'An entry of the address book, and what it becomes.' })
export class UpdateAddressInput extends AddressIdInput {
  @Field(() => AddressInput, { description: 'Replaces what was there, with every field.' })
  @ValidateNested()
  address: AddressInput;
}
