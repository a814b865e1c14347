import { type Context, CountryCodeScalar } from '@storegraph/kit';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { addressRules } from './country.rules.ts';
import { AddressRules, Country } from './country.type.ts';

@Resolver(() => Country)
export class CountryResolver {
  @Query(() => AddressRules, {
    nullable: true,
    description: 'How addresses of a country are written, also of one that the shop does not send to. Everybody.',
  })
  addressRules(
    @Ctx() { tags }: Context,
    @Arg('countryCode', () => CountryCodeScalar, { description: 'Which country.' }) countryCode: string,
  ): AddressRules {
    tags.add('AddressRules'); // no event is about them: they change when users is deployed
    return addressRules(countryCode);
  }

  @FieldResolver(() => AddressRules, { name: 'addressRules', description: 'How addresses are written there.' })
  rulesOf(@Root() { code }: Country): AddressRules {
    return addressRules(code);
  }
}
