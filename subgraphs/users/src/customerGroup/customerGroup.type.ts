import { DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Customers that staff look after together, such as wholesale. Seen by staff only.' })
export class CustomerGroup {
  @Field(() => ID, { description: idOf('grp') })
  id: string;

  @Field(() => String, { description: 'What staff call it; no two groups have the same name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for; null when nobody wrote it.' })
  description: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
}

@ObjectType({ description: 'What a change of a customer group led to.' })
export class CustomerGroupPayload extends Payload {
  @Field(() => CustomerGroup, {
    nullable: true,
    description: 'As it is now, or as it was when it was deleted; null when it was refused.',
  })
  customerGroup?: CustomerGroup;
}
