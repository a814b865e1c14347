import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { RemoteError } from '../graph/index.ts';
import {
  assertFolder,
  assertKey,
  type FileStore,
  type ListedFile,
  type PromisedFile,
  type ReadLasts,
  type SignedUpload,
  type StoredFile,
} from './fileStore.ts';
import type { SignedUrls } from './signedUrls.ts';

export interface Bucket {
  name: string;
  region: string;
  /** Of another S3 than Amazon's. */
  endpoint?: string | undefined;
  /** Without them: those of the machine, as Amazon's SDK finds them. */
  keys?: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** Before each key, with a slash at its end: other services have files in this bucket, too. */
  prefix: string;
}

const UNKNOWN_TYPE = 'application/octet-stream';
const CONNECTS_WITHIN_MS = 2_000;
const ANSWERS_WITHIN_MS = 8_000;

type Sdk = typeof import('./s3.sdk.ts');

/** Files in a bucket of Amazon's S3, or of another one that speaks as it does. The bucket is private. */
export class S3Store implements FileStore {
  private connected: Promise<{ sdk: Sdk; client: S3Client }> | undefined;

  constructor(
    private readonly bucket: Bucket,
    private readonly urls: SignedUrls,
  ) {}

  async put(key: string, content: Uint8Array, { contentType }: { contentType: string }): Promise<void> {
    const { sdk, client } = await this.connect();
    const command = new sdk.PutObjectCommand({
      ...this.place(key),
      Body: content,
      ContentLength: content.byteLength,
      ContentType: contentType,
    });
    await remote('put', client.send(command));
  }

  /** The signature is over length, type and checksum: S3 takes no other bytes. */
  async signedUpload({
    key,
    contentType,
    bytes,
    sha256,
    expiresInSeconds,
  }: PromisedFile & { expiresInSeconds: number }): Promise<SignedUpload> {
    const { sdk, client } = await this.connect();
    const checksum = Buffer.from(sha256, 'hex').toString('base64');
    const command = new sdk.PutObjectCommand({
      ...this.place(key),
      ContentType: contentType,
      ContentLength: bytes,
      ChecksumSHA256: checksum,
    });
    const expiresAt = new Date(Date.now() + expiresInSeconds * 1_000);
    const url = await sdk.getSignedUrl(client, command, {
      expiresIn: expiresInSeconds,
      signableHeaders: new Set(['host', 'content-type', 'content-length', 'x-amz-checksum-sha256']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    });
    return {
      url,
      method: 'PUT',
      headers: { 'content-type': contentType, 'x-amz-checksum-sha256': checksum },
      expiresAt,
    };
  }

  async get(key: string): Promise<StoredFile | null> {
    const { sdk, client } = await this.connect();
    const found = await remote('get', unlessMissing(client.send(new sdk.GetObjectCommand(this.place(key)))));
    if (!found) return null;
    return {
      contentType: found.ContentType ?? UNKNOWN_TYPE,
      bytes: found.ContentLength!,
      modifiedAt: found.LastModified!,
      stream: found.Body as Readable, // of the three bodies that the SDK knows, the one that it has in Node
    };
  }

  signedRead(key: string, lasts: ReadLasts): string {
    return this.urls.read(assertKey(key), lasts);
  }

  async delete(key: string): Promise<void> {
    const { sdk, client } = await this.connect();
    await remote('delete', client.send(new sdk.DeleteObjectCommand(this.place(key))));
  }

  async *list(folder: string): AsyncIterable<ListedFile> {
    const { sdk, client } = await this.connect();
    const { name, prefix } = this.bucket;
    let after: string | undefined;
    do {
      const command = new sdk.ListObjectsV2Command({
        Bucket: name,
        Prefix: `${prefix}${assertFolder(folder)}`,
        ContinuationToken: after,
      });
      const page = await remote('list', client.send(command));
      for (const { Key, Size, LastModified } of page.Contents ?? [])
        yield { key: Key!.slice(prefix.length), bytes: Size!, modifiedAt: LastModified! };
      after = page.NextContinuationToken;
    } while (after);
  }

  private place(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket.name, Key: `${this.bucket.prefix}${assertKey(key)}` };
  }

  private connect() {
    this.connected ??= import('./s3.sdk.ts').then((sdk) => ({ sdk, client: openClient(sdk, this.bucket) }));
    return this.connected;
  }
}

function openClient(sdk: Sdk, { region, endpoint, keys }: Bucket): S3Client {
  return new sdk.S3Client({
    region,
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(keys && { credentials: keys }),
    // a checksum that the SDK adds by itself would have to be sent by clients, too
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECTS_WITHIN_MS, socketTimeout: ANSWERS_WITHIN_MS },
  });
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    if (name === 'NoSuchKey' || $metadata?.httpStatusCode === 404) return null;
    throw error;
  }
}

async function remote<T>(operation: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new RemoteError('s3', operation, { cause: error });
  }
}
