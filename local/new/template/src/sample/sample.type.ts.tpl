import { DateTimeScalar, idOf, Payload } from '@storegraph/kit';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { SampleRow } from './sample.table.ts';

@ObjectType({ description: 'A text that somebody who is signed in has written. For themselves and for staff.' })
@Directive('@key(fields: "id")')
export class Sample implements Pick<SampleRow, 'id' | 'text' | 'createdAt'> {
  @Field(() => ID, { description: idOf('sample') })
  id: string;

  @Field(() => String, { description: 'What was written; 1 to 2000 characters of plain text.' })
  text: string;

  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  createdAt: Date;
}

@ObjectType({ description: 'What became of the wish.' })
export class SamplePayload extends Payload {
  @Field(() => Sample, { nullable: true, description: 'As it is now; null when it was refused.' })
  sample?: Sample;
}
