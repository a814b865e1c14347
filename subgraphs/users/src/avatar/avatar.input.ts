import { IsId } from '@storegraph/kit';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Which picture, after its bytes were sent.' })
export class ConfirmAvatarInput {
  @Field(() => ID, {
    description: 'The `uploadId` that `createAvatarUpload` gave to the same account within a day; counts once.',
  })
  @IsId('upl')
  uploadId: string;
}
