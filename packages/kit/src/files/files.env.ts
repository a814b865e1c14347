import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { inProduction, reachable, secret } from '../process/index.ts';

/** What a service with files of its own reads. */
export const filesEnvironment = {
  FILES_SECRET: inProduction(
    z
      .string()
      .min(32, 'at least 32 random characters')
      .describe(
        'What signs the addresses that files are sent to and read at. After it changes, addresses that are out lead nowhere.',
      ),
    secret,
  ),
  FILES_FOLDER: inProduction(
    z
      .string()
      .min(1, 'a folder such as /data')
      .describe(
        'The folder that files are kept in, where no `S3_BUCKET` is set. All processes of a service need the same one. `/data` in the images.',
      ),
    { words: 'must be a whole path', isMet: isAbsolute },
  ),
  S3_BUCKET: z
    .string()
    .default('')
    .describe('The private bucket that files are kept in. Without it they are in `FILES_FOLDER`.'),
  S3_REGION: z.string().default('us-east-1').describe('Where the bucket is.'),
  S3_ENDPOINT: inProduction(
    z
      .url({ error: 'such as https://s3.shop.example' })
      .optional()
      .describe("Where browsers and services reach an S3 that is not Amazon's. Without it Amazon's."),
    reachable,
  ),
  S3_ACCESS_KEY_ID: z
    .string()
    .default('')
    .describe("The key of who may read, write, list and delete in the bucket. Without it the machine's own role."),
  S3_SECRET_ACCESS_KEY: z.string().default('').describe('The secret of that key, which nobody else may have.'),
};
export type FilesEnvironment = z.output<z.ZodObject<typeof filesEnvironment>> & { PUBLIC_URL: string };
