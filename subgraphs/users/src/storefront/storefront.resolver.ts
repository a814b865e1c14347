import type { Context } from '@storegraph/kit';
import { Ctx, Query, Resolver } from 'type-graphql';
import { readSettings } from './storefront.service.ts';
import { StorefrontSettings } from './storefront.type.ts';

@Resolver(() => StorefrontSettings)
export class StorefrontResolver {
  @Query(() => StorefrontSettings, {
    nullable: true,
    description: 'What pages of the shop begin and end with: its name, where it sends to, who helps. Everybody.',
  })
  storefront(@Ctx() { service, tags }: Context): StorefrontSettings {
    tags.add('StorefrontSettings'); // no event is about them: they change when users is deployed
    return readSettings(service);
  }
}
