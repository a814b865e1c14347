import { isStaff, STAFF } from '@storegraph/commerce';
import { answer, type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { UserLoaders } from '../user/user.loaders.ts';
import { changed, User, UserPayload } from '../user/user.type.ts';
import {
  CreateCustomerGroupInput,
  CustomerGroupIdInput,
  SetCustomerGroupsInput,
  UpdateCustomerGroupInput,
} from './customerGroup.input.ts';
import {
  allCustomerGroups,
  createCustomerGroup,
  deleteCustomerGroup,
  setCustomerGroups,
  updateCustomerGroup,
} from './customerGroup.service.ts';
import type { CustomerGroupRow } from './customerGroup.table.ts';
import { CustomerGroup, CustomerGroupPayload } from './customerGroup.type.ts';

type UserContext = Context<UserLoaders>;
const grouped = (run: () => Promise<CustomerGroupRow>): Promise<CustomerGroupPayload> =>
  answer<CustomerGroupPayload>(async () => ({ customerGroup: await run() }));

@Resolver(() => CustomerGroup)
export class CustomerGroupResolver {
  @Authorized(...STAFF)
  @Query(() => [CustomerGroup], {
    nullable: true,
    description: 'All groups of customers, by name; at most 200. Staff.',
  })
  customerGroups(@Ctx() { db }: UserContext): Promise<CustomerGroup[]> {
    return allCustomerGroups(db);
  }

  @FieldResolver(() => Int, { description: 'How many customers are in it.' })
  async memberCount(@Root() { id }: CustomerGroup, @Ctx() { loaders }: UserContext): Promise<number> {
    return (await loaders.memberCount.load(id))?.count ?? 0;
  }

  @Authorized(...STAFF)
  @Mutation(() => CustomerGroupPayload, {
    description:
      'Makes a group of customers. Staff. Errors: CONFLICT for a name that is taken, INVALID_STATE when there are 200.',
  })
  createCustomerGroup(
    @Ctx() context: UserContext,
    @Input(() => CreateCustomerGroupInput) input: CreateCustomerGroupInput,
  ): Promise<CustomerGroupPayload> {
    return grouped(() => createCustomerGroup(context, input));
  }

  @Authorized(...STAFF)
  @Mutation(() => CustomerGroupPayload, {
    description: 'Changes what a group is called and for. Staff. Errors: NOT_FOUND, CONFLICT for a name that is taken.',
  })
  updateCustomerGroup(
    @Ctx() context: UserContext,
    @Input(() => UpdateCustomerGroupInput) input: UpdateCustomerGroupInput,
  ): Promise<CustomerGroupPayload> {
    return grouped(() => updateCustomerGroup(context, input));
  }

  @Authorized(...STAFF)
  @Mutation(() => CustomerGroupPayload, {
    description: 'Deletes a group; who was in it stays a customer. Staff. Errors: NOT_FOUND.',
  })
  deleteCustomerGroup(
    @Ctx() context: UserContext,
    @Input(() => CustomerGroupIdInput) input: CustomerGroupIdInput,
  ): Promise<CustomerGroupPayload> {
    return grouped(() => deleteCustomerGroup(context, input));
  }
}

@Resolver(() => User)
export class UserGroupsResolver {
  @Authorized(...STAFF)
  @Mutation(() => UserPayload, {
    description: 'Puts a customer into groups, in place of those of before. Staff. Errors: NOT_FOUND.',
  })
  setCustomerGroups(
    @Ctx() context: UserContext,
    @Input(() => SetCustomerGroupsInput) input: SetCustomerGroupsInput,
  ): Promise<UserPayload> {
    return changed(() => setCustomerGroups(context, input));
  }

  @FieldResolver(() => [CustomerGroup], {
    nullable: true,
    description: 'The groups that they are in, by name. Staff; null for everybody else, themselves included.',
  })
  async groups(@Root() { id }: User, @Ctx() { viewer, loaders }: UserContext): Promise<CustomerGroup[] | null> {
    return isStaff(viewer) ? (await loaders.groupsOfUser.load(id)).map(({ group }) => group) : null;
  }
}
