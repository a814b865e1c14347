import { answer, type Context, UploadPayload } from '@storegraph/kit';
import { Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { exportMyData } from './dataExport.service.ts';

@Resolver()
export class DataExportResolver {
  @Authorized()
  @Mutation(() => UploadPayload, {
    description:
      'Has everything that the shop keeps about the viewer put into one file. That takes a moment: a mail has the link, which holds for 24 hours; the answer has the `uploadId` only. One is made at a time, and asking meanwhile names that one. Signed in. Errors: RATE_LIMITED after three in a day.',
  })
  exportMyData(@Ctx() context: Context): Promise<UploadPayload> {
    return answer<UploadPayload>(() => exportMyData(context));
  }
}
