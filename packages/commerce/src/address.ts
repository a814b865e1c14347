import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { CountryCodeScalar, Text } from '@storegraph/kit';

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

@InputType({ description: 'A postal address.' })
export class AddressInput implements PostalAddress {
  @Field(() => String)
  @Text({ max: 120 })
  fullName: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 120 })
  company?: string | null;

  @Field(() => String, { description: 'Street and number.' })
  @Text({ max: 160 })
  line1: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 160 })
  line2?: string | null;

  @Field(() => String)
  @Text({ max: 100 })
  city: string;

  @Field(() => String, { nullable: true, description: 'State, province or county.' })
  @Text({ max: 100 })
  region?: string | null;

  @Field(() => String)
  @Text({ max: 20 })
  postalCode: string;

  @Field(() => CountryCodeScalar)
  countryCode: string;

  @Field(() => String, { nullable: true })
  @Text({ max: 40 })
  phone?: string | null;
}

@ObjectType('Address', { description: 'A postal address as it was when it was given.' })
@Directive('@shareable')
export class Address implements PostalAddress {
  @Field(() => ID, {
    nullable: true,
    description: 'In an address book; null for the copy that a cart or an order keeps.',
  })
  id?: string | null;

  @Field(() => String)
  fullName: string;

  @Field(() => String, { nullable: true })
  company?: string | null;

  @Field(() => String, { description: 'Street and number.' })
  line1: string;

  @Field(() => String, { nullable: true })
  line2?: string | null;

  @Field(() => String)
  city: string;

  @Field(() => String, { nullable: true, description: 'State, province or county.' })
  region?: string | null;

  @Field(() => String)
  postalCode: string;

  @Field(() => CountryCodeScalar)
  countryCode: string;

  @Field(() => String, { nullable: true })
  phone?: string | null;
}
