import { Min } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Code, DateTimeScalar, Payload, validator } from '../graph/index.ts';
import type { SignedUpload } from './fileStore.ts';

const SHA256 = /^[\da-f]{64}$/;

@InputType({ description: 'A file that somebody is about to send. Only bytes that are as promised here are taken.' })
export class UploadInput {
  @Field(() => String, { description: 'Its media type, such as `image/jpeg`; which ones are taken the mutation says.' })
  @Code({ max: 100 })
  contentType: string;

  @Field(() => Int, { description: 'How many bytes it has, from 1 on; how many it may have the mutation says.' })
  @Min(1)
  bytes: number;

  @Field(() => String, { description: 'The SHA-256 of its bytes: 64 hexadecimal digits, letters small.' })
  @validator(
    'sha256',
    (value) => typeof value === 'string' && SHA256.test(value),
    '64 hexadecimal digits with small letters',
  )
  sha256: string;
}

@ObjectType({ description: 'A header of the request that sends a file.' })
@Directive('@shareable')
export class UploadHeader {
  @Field(() => String, { description: 'Which header it is, such as `content-type`.' })
  name: string;

  @Field(() => String, { description: 'Its value, to be sent as it is.' })
  value: string;
}

@ObjectType({
  description:
    'A file on its way. With a `url` its bytes are sent there, once, before anything is done with them; without one the shop makes the file itself, and says by mail where it is.',
})
@Directive('@shareable')
export class UploadPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Names the file in what follows; null when it was refused.' })
  uploadId?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where to send the bytes: a whole address, maybe of another host, good for exactly this file. Who has it needs no token. Null when there is nothing to send.',
  })
  url?: string;

  @Field(() => String, { nullable: true, description: 'The method of that request: `PUT`. Null without a `url`.' })
  method?: string;

  @Field(() => [UploadHeader], {
    nullable: true,
    description: 'What that request has to carry beside the length of its body. Null without a `url`.',
  })
  headers?: UploadHeader[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when the bytes are taken, or the file is kept; null when there is no such moment.',
  })
  expiresAt?: Date;
}

export const uploadAnswer = (
  uploadId: string,
  { url, method, headers, expiresAt }: SignedUpload,
): Omit<UploadPayload, 'userErrors'> => ({
  uploadId,
  url,
  method,
  headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  expiresAt,
});
