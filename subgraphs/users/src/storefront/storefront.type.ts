import { CurrencyCode } from '@storegraph/commerce';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Country } from '../country/country.type.ts';
import { SignInMethod } from '../user/signInMethod.type.ts';

export enum LegalLinkKind {
  TERMS = 'TERMS',
  PRIVACY = 'PRIVACY',
  IMPRINT = 'IMPRINT',
}
registerEnumType(LegalLinkKind, {
  name: 'LegalLinkKind',
  description: 'What a page of the law is about.',
  valuesConfig: {
    TERMS: { description: 'The terms of sale.' },
    PRIVACY: { description: 'What is done with data of people.' },
    IMPRINT: { description: 'Who runs the shop.' },
  },
});

@ObjectType({ description: 'A page that the law wants a shop to have.' })
export class LegalLink {
  @Field(() => LegalLinkKind, { description: 'What it is about; each at most once.' })
  kind: LegalLinkKind;

  @Field(() => String, { description: 'Its address, complete.' })
  url: string;
}

@ObjectType({ description: 'What a shop says of itself: the same for everybody, and set where it is deployed.' })
export class StorefrontSettings {
  @Field(() => String, { description: 'What the shop is called; 1 to 60 characters.' })
  name: string;

  @Field(() => CurrencyCode, { description: 'What the shop sells in.' })
  currencyCode: CurrencyCode;

  @Field(() => String, { nullable: true, description: 'Where shoppers write to; null when the shop names none.' })
  supportEmail: string | null;

  @Field(() => [Country], { description: 'Where the shop sends to, by name: 1 to 250.' })
  countries: Country[];

  @Field(() => [SignInMethod], { description: 'The ways to sign in that the shop offers; PASSWORD is always one.' })
  signInWith: SignInMethod[];

  @Field(() => [LegalLink], { description: 'Those that the shop has, in the order of the enum.' })
  legalLinks: LegalLink[];
}
