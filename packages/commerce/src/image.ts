import { Directive, Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A picture at a public address.' })
@Directive('@shareable')
export class Image {
  @Field(() => String)
  url: string;

  @Field(() => String, { nullable: true, description: 'What it shows, for people who cannot see it.' })
  alt?: string | null;

  @Field(() => Int, { nullable: true, description: 'In pixels.' })
  width?: number | null;

  @Field(() => Int, { nullable: true, description: 'In pixels.' })
  height?: number | null;
}
