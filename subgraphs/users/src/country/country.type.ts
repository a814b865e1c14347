import { CountryCodeScalar } from '@storegraph/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A field of an address, as a country has it.' })
export class AddressField {
  @Field(() => String, {
    description:
      'The field of `AddressInput`: `fullName`, `company`, `line1`, `line2`, `city`, `region`, `postalCode` or `phone`.',
  })
  name: string;

  @Field(() => Boolean, {
    description: 'Whether an address without it is incomplete. A region is where `AddressRules.regions` lists some.',
  })
  required: boolean;
}

@ObjectType({ description: 'A state, province or county of a country.' })
export class Region {
  @Field(() => String, {
    description:
      'What stands on the parcel, and what is kept of an address: such as CA. The name itself where codes are only numbers.',
  })
  code: string;

  @Field(() => String, {
    description:
      'For people, in Latin letters: such as California. `AddressInput.region` takes it as well as the code, in any case.',
  })
  name: string;
}

@ObjectType({
  description:
    'How addresses of a country are written: what a form needs. Address book and cart refuse others; what was kept before there were rules can still be read.',
})
export class AddressRules {
  @Field(() => CountryCodeScalar, { description: 'Whose rules they are.' })
  countryCode: string;

  @Field(() => [AddressField], {
    description:
      'In the order in which the country writes them, the phone last; what the country does not use is left out.',
  })
  fields: AddressField[];

  @Field(() => [Region], {
    description: 'To choose from, by name; empty where addresses have no region, or nobody lists them. At most 120.',
  })
  regions: Region[];

  @Field(() => String, {
    nullable: true,
    description:
      'A regular expression that postal codes match as a whole, in any case and with or without their blanks and hyphens, which are mended: as HTML has it in `pattern`, without flags. An address with another one is refused, with the rule `postalCode`. Null where there are none: then any text will do, and none.',
  })
  postalCodePattern: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What one looks like, such as H3Z 2Y7. Null without a pattern.',
  })
  postalCodeExample: string | null;
}

@ObjectType({ description: 'A country that the shop sends to.' })
export class Country {
  @Field(() => CountryCodeScalar, { description: 'What `AddressInput.countryCode` takes.' })
  code: string;

  @Field(() => String, { description: 'For people, in English.' })
  name: string;
}
