import { Address } from '@storegraph/commerce';
import { answer, type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { UserLoaders } from '../user/user.loaders.ts';
import { User } from '../user/user.type.ts';
import { AddressIdInput, CreateAddressInput, UpdateAddressInput } from './address.input.ts';
import { createAddress, deleteAddress, setDefaultAddress, updateAddress } from './address.service.ts';
import { AddressPayload } from './address.type.ts';

type UserContext = Context<UserLoaders>;
const addressed = (run: () => Promise<Address>): Promise<AddressPayload> =>
  answer<AddressPayload>(async () => ({ address: await run() }));

@Resolver(() => User)
export class AddressResolver {
  @Authorized()
  @Mutation(() => AddressPayload, {
    description:
      'Keeps an address; the first one becomes the default. At most 50. Signed in. Errors: INVALID_STATE when the book is full, BAD_USER_INPUT for what breaks the rules of its country.',
  })
  createAddress(
    @Ctx() context: UserContext,
    @Input(() => CreateAddressInput) { address }: CreateAddressInput,
  ): Promise<AddressPayload> {
    return addressed(() => createAddress(context, address));
  }

  @Authorized()
  @Mutation(() => AddressPayload, {
    description:
      'Replaces an address; carts and orders keep their copy. Whose it is. Errors: NOT_FOUND, BAD_USER_INPUT for what breaks the rules of its country.',
  })
  updateAddress(
    @Ctx() context: UserContext,
    @Input(() => UpdateAddressInput) { addressId, address }: UpdateAddressInput,
  ): Promise<AddressPayload> {
    return addressed(() => updateAddress(context, addressId, address));
  }

  @Authorized()
  @Mutation(() => AddressPayload, {
    description: 'Deletes an address; after the default one the oldest becomes it. Whose it is. Errors: NOT_FOUND.',
  })
  deleteAddress(
    @Ctx() context: UserContext,
    @Input(() => AddressIdInput) { addressId }: AddressIdInput,
  ): Promise<AddressPayload> {
    return addressed(() => deleteAddress(context, addressId));
  }

  @Authorized()
  @Mutation(() => AddressPayload, {
    description: 'Makes an address the default in place of the one before. Whose it is. Errors: NOT_FOUND.',
  })
  setDefaultAddress(
    @Ctx() context: UserContext,
    @Input(() => AddressIdInput) { addressId }: AddressIdInput,
  ): Promise<AddressPayload> {
    return addressed(() => setDefaultAddress(context, addressId));
  }

  @FieldResolver(() => [Address], { description: 'Their address book, the default first, then by age; at most 50.' })
  addresses(@Root() { id }: User, @Ctx() { loaders }: UserContext): Promise<Address[]> {
    return loaders.addressesOfUser.load(id);
  }

  @FieldResolver(() => Address, {
    nullable: true,
    description: 'What a client fills in first; null while the address book is empty.',
  })
  async defaultAddress(@Root() { id }: User, @Ctx() { loaders }: UserContext): Promise<Address | null> {
    const [first] = await loaders.addressesOfUser.load(id);
    return first?.isDefault ? first : null;
  }
}
