import { type Context, Input } from '@storegraph/kit';
import { Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { UserLoaders } from '../user/user.loaders.ts';
import { changed, User, UserPayload } from '../user/user.type.ts';
import { SetMarketingConsentInput } from './consent.input.ts';
import { setMarketingConsent } from './consent.service.ts';
import { Consent } from './consent.type.ts';

@Resolver(() => User)
export class ConsentResolver {
  @Authorized()
  @Mutation(() => UserPayload, {
    description:
      'Says whether the viewer wants mails that advertise. Kept with its date; the same again changes nothing. Signed in.',
  })
  setMarketingConsent(
    @Ctx() context: Context<UserLoaders>,
    @Input(() => SetMarketingConsentInput) input: SetMarketingConsentInput,
  ): Promise<UserPayload> {
    return changed(() => setMarketingConsent(context, input));
  }

  @FieldResolver(() => Consent, { description: 'What they said about mails that advertise, last.' })
  async marketingConsent(@Root() { id }: User, @Ctx() { loaders }: Context<UserLoaders>): Promise<Consent> {
    return (await loaders.consentOfUser.load(id)) ?? { given: false, at: null, source: null };
  }
}
