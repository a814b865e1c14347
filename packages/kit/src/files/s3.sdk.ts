/** What we use of Amazon's SDK, which is large: bundles have it in a file of its own, and it is loaded by the first use of a bucket. */
export {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
export { getSignedUrl } from '@aws-sdk/s3-request-presigner';
