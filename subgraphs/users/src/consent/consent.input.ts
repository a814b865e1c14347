import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What the viewer says about mails that advertise.' })
export class SetMarketingConsentInput {
  @Field(() => Boolean, { description: 'Whether they may be sent from now on.' })
  given: boolean;
}
