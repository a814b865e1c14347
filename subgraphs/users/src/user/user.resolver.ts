import { answer, assertId, ConnectionArgs, type Context, listPage, requireViewer } from '@storegraph/kit';
import { Address, STAFF } from '@storegraph/commerce';
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { createAddress, deleteAddress, setDefaultAddress, updateAddress } from '../address/address.service.ts';
import { userList } from './user.list.ts';
import type { UserLoaders } from './user.loaders.ts';
import {
  changePassword,
  requestPasswordReset,
  resendVerification,
  setUserRoles,
  setUserStatus,
  updateProfile,
  verifyEmail,
} from './user.service.ts';
import type { UserRow } from './user.table.ts';
import {
  AckPayload,
  AddressIdInput,
  AddressPayload,
  ChangePasswordInput,
  CreateAddressInput,
  EmailInput,
  Role,
  Session,
  SetUserRolesInput,
  SetUserStatusInput,
  TokenInput,
  toUser,
  UpdateAddressInput,
  UpdateProfileInput,
  User,
  UserConnection,
  UserPayload,
} from './user.type.ts';

type UserContext = Context<UserLoaders>;
const changed = (run: () => Promise<UserRow>): Promise<UserPayload> =>
  answer<UserPayload>(async () => ({ user: toUser(await run()) }));
const addressed = (run: () => Promise<Address>): Promise<AddressPayload> =>
  answer<AddressPayload>(async () => ({ address: await run() }));
const accepted = (run: () => Promise<void>): Promise<AckPayload> =>
  answer<AckPayload>(async () => {
    await run();
    return { accepted: true };
  });

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: 'Who is signed in; null for guests.' })
  async me(@Ctx() { viewer, loaders }: UserContext): Promise<User | null> {
    const row = viewer && (await loaders.user.load(viewer.id));
    return row && toUser(row);
  }

  @Authorized(...STAFF)
  @Query(() => User, { nullable: true, description: 'Staff.' })
  async user(@Ctx() { loaders }: UserContext, @Arg('id', () => ID) id: string): Promise<User | null> {
    const row = await loaders.user.load(assertId('usr', id, 'id'));
    return row && toUser(row);
  }

  @Authorized(...STAFF)
  @Query(() => UserConnection, {
    nullable: true,
    description: 'Accounts, newest first; query looks in address and name. Staff.',
  })
  users(
    @Ctx() { db }: UserContext,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('query', () => String, { nullable: true }) query?: string,
    @Arg('role', () => Role, { nullable: true }) role?: Role,
  ) {
    return listPage(db, userList(db, page, { query, role }));
  }

  @Mutation(() => UserPayload)
  verifyEmail(
    @Ctx() context: UserContext,
    @Arg('input', () => TokenInput) { token }: TokenInput,
  ): Promise<UserPayload> {
    return changed(() => verifyEmail(context, token));
  }

  @Authorized()
  @Mutation(() => AckPayload)
  resendVerification(@Ctx() context: UserContext): Promise<AckPayload> {
    return accepted(() => resendVerification(context));
  }

  @Mutation(() => AckPayload, { description: 'Sends a mail if there is such an account; the answer is the same.' })
  requestPasswordReset(
    @Ctx() context: UserContext,
    @Arg('input', () => EmailInput) { email }: EmailInput,
  ): Promise<AckPayload> {
    return accepted(() => requestPasswordReset(context, email));
  }

  @Authorized()
  @Mutation(() => UserPayload, { description: 'Ends the other sessions.' })
  changePassword(
    @Ctx() context: UserContext,
    @Arg('input', () => ChangePasswordInput) input: ChangePasswordInput,
  ): Promise<UserPayload> {
    return changed(() => changePassword(context, input));
  }

  @Authorized()
  @Mutation(() => UserPayload)
  updateProfile(
    @Ctx() context: UserContext,
    @Arg('input', () => UpdateProfileInput) input: UpdateProfileInput,
  ): Promise<UserPayload> {
    return changed(() => updateProfile(context, input));
  }

  @Authorized('ADMIN')
  @Mutation(() => UserPayload, { description: 'Admins.' })
  setUserRoles(
    @Ctx() context: UserContext,
    @Arg('input', () => SetUserRolesInput) input: SetUserRolesInput,
  ): Promise<UserPayload> {
    return changed(() => setUserRoles(context, input));
  }

  @Authorized('ADMIN')
  @Mutation(() => UserPayload, { description: 'Disabling ends every session. Admins.' })
  setUserStatus(
    @Ctx() context: UserContext,
    @Arg('input', () => SetUserStatusInput) input: SetUserStatusInput,
  ): Promise<UserPayload> {
    return changed(() => setUserStatus(context, input));
  }

  @Authorized()
  @Mutation(() => AddressPayload, { description: 'The first one becomes the default.' })
  createAddress(
    @Ctx() context: UserContext,
    @Arg('input', () => CreateAddressInput) { address }: CreateAddressInput,
  ): Promise<AddressPayload> {
    return addressed(() => createAddress(context, address));
  }

  @Authorized()
  @Mutation(() => AddressPayload)
  updateAddress(
    @Ctx() context: UserContext,
    @Arg('input', () => UpdateAddressInput) { addressId, address }: UpdateAddressInput,
  ): Promise<AddressPayload> {
    return addressed(() => updateAddress(context, addressId, address));
  }

  @Authorized()
  @Mutation(() => AddressPayload, { description: 'Answers what was deleted.' })
  deleteAddress(
    @Ctx() context: UserContext,
    @Arg('input', () => AddressIdInput) { addressId }: AddressIdInput,
  ): Promise<AddressPayload> {
    return addressed(() => deleteAddress(context, addressId));
  }

  @Authorized()
  @Mutation(() => AddressPayload)
  setDefaultAddress(
    @Ctx() context: UserContext,
    @Arg('input', () => AddressIdInput) { addressId }: AddressIdInput,
  ): Promise<AddressPayload> {
    return addressed(() => setDefaultAddress(context, addressId));
  }

  @FieldResolver(() => [Address], { description: 'The default first.' })
  addresses(@Root() { id }: User, @Ctx() { loaders }: UserContext): Promise<Address[]> {
    return loaders.addressesOfUser.load(id);
  }

  @FieldResolver(() => Address, { nullable: true })
  async defaultAddress(@Root() { id }: User, @Ctx() { loaders }: UserContext): Promise<Address | null> {
    const [first] = await loaders.addressesOfUser.load(id);
    return first?.isDefault ? first : null;
  }

  @FieldResolver(() => [Session], { description: "The viewer's own; empty for anybody else." })
  sessions(@Root() { id }: User, @Ctx() context: UserContext): Promise<Session[]> {
    requireViewer(context);
    return context.loaders.sessionsOfUser.load(id);
  }
}
