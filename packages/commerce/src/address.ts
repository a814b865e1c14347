import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { cleanText, Code, CountryCodeScalar, idOf, Name, Text } from '@storegraph/kit';
import { z } from 'zod';

export interface PostalAddress {
  fullName: string;
  company?: string | null;
  line1: string;
  line2?: string | null;
  city: string;
  region?: string | null;
  postalCode: string;
  countryCode: string;
  phone?: string | null;
}

const optional = z.string().nullish();
/** As services tell each other. */
export const postalAddress: z.ZodType<PostalAddress, PostalAddress> = z.object({
  fullName: z.string(),
  company: optional,
  line1: z.string(),
  line2: optional,
  city: z.string(),
  region: optional,
  postalCode: z.string(),
  countryCode: z.string(),
  phone: optional,
});

/** As it is kept: each field is there, and what was left out is null. */
export function cleanAddress(address: PostalAddress): Required<PostalAddress> {
  const text = (value: string | null | undefined) => (value == null ? null : cleanText(value));
  const { fullName, company, line1, line2, city, region, postalCode, countryCode, phone } = address;
  return {
    fullName: cleanText(fullName),
    company: text(company),
    line1: cleanText(line1),
    line2: text(line2),
    city: cleanText(city),
    region: text(region),
    postalCode: cleanText(postalCode),
    countryCode,
    phone: text(phone),
  };
}

/** What is left of the address of somebody who is not there any more: where it was taxed. */
export const anonymousAddress = ({ region, countryCode }: PostalAddress): Required<PostalAddress> => ({
  fullName: '–',
  company: null,
  line1: '–',
  line2: null,
  city: '–',
  region: region ?? null,
  postalCode: '–',
  countryCode,
  phone: null,
});

/** The same words where an address is given and where it is shown. */
const about = {
  fullName: 'Who receives it, as it is written on the parcel.',
  company: 'The company at this address; null for a private one.',
  line1: 'Street and number.',
  line2: 'What else the carrier needs, such as a flat or a floor; null for nothing.',
  city: 'City, town or village.',
  region: 'State, province or county, such as CA; null where addresses have none. Some have a tax rate of their own.',
  postalCode:
    'In the form of its country, such as 94607. Countries without postal codes take any text, also an empty one.',
  countryCode: 'Where it is. With the region it decides the tax.',
  phone: 'For the carrier to call; null when none was given.',
};

@InputType({
  description:
    'A postal address to send things to, by the rules of its country (`addressRules`): another one is BAD_USER_INPUT, with its field and the rule, which is `required`, `region` or `postalCode`. Blanks, hyphens and small letters of a postal code are mended.',
})
export class AddressInput implements PostalAddress {
  @Field(() => String, { description: `${about.fullName} 1 to 120 characters.` })
  @Name({ max: 120 })
  fullName: string;

  @Field(() => String, { nullable: true, description: `${about.company} 1 to 120 characters.` })
  @Text({ max: 120 })
  company?: string | null;

  @Field(() => String, { description: `${about.line1} 1 to 160 characters.` })
  @Text({ max: 160 })
  line1: string;

  @Field(() => String, { nullable: true, description: `${about.line2} 1 to 160 characters.` })
  @Text({ max: 160 })
  line2?: string | null;

  @Field(() => String, { description: `${about.city} 1 to 100 characters.` })
  @Text({ max: 100 })
  city: string;

  @Field(() => String, {
    nullable: true,
    description: `${about.region} Where a country lists them: the code of one or its name, in any case; the code is kept. 1 to 100 characters.`,
  })
  @Text({ max: 100 })
  region?: string | null;

  @Field(() => String, { description: `${about.postalCode} At most 20 characters.` })
  @Code({ min: 0, max: 20 })
  postalCode: string;

  @Field(() => CountryCodeScalar, { description: about.countryCode })
  countryCode: string;

  @Field(() => String, { nullable: true, description: `${about.phone} 1 to 40 characters.` })
  @Code({ max: 40 })
  phone?: string | null;
}

@ObjectType('Address', {
  description:
    'A postal address as it was when it was given: a later change of the address book leaves carts and orders as they are.',
})
@Directive('@shareable')
export class Address implements PostalAddress {
  @Field(() => ID, {
    nullable: true,
    description: `In an address book only; null for the copy that a cart or an order keeps. ${idOf('addr')}`,
  })
  id?: string | null;

  @Field(() => String, { description: about.fullName })
  fullName: string;

  @Field(() => String, { nullable: true, description: about.company })
  company?: string | null;

  @Field(() => String, { description: about.line1 })
  line1: string;

  @Field(() => String, { nullable: true, description: about.line2 })
  line2?: string | null;

  @Field(() => String, { description: about.city })
  city: string;

  @Field(() => String, { nullable: true, description: about.region })
  region?: string | null;

  @Field(() => String, { description: about.postalCode })
  postalCode: string;

  @Field(() => CountryCodeScalar, { description: about.countryCode })
  countryCode: string;

  @Field(() => String, { nullable: true, description: about.phone })
  phone?: string | null;
}
