import { Directive, Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A picture at a public address.' })
@Directive('@shareable')
export class Image {
  @Field(() => String, { description: 'Where it is: a whole address that needs no token and may be cached.' })
  url: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it shows, for people who cannot see it; null when nobody wrote it.',
  })
  alt?: string | null;

  @Field(() => Int, { nullable: true, description: 'In pixels; null when it is not known.' })
  width?: number | null;

  @Field(() => Int, { nullable: true, description: 'In pixels; null when it is not known.' })
  height?: number | null;
}
