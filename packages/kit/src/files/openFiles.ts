import { resolve } from 'node:path';
import type { Service } from '../process/index.ts';
import type { FileStore } from './fileStore.ts';
import type { FilesEnvironment } from './files.env.ts';
import { FolderStore } from './folder.store.ts';
import { S3Store } from './s3.store.ts';
import { SignedUrls } from './signedUrls.ts';

export interface Files {
  store: FileStore;
  urls: SignedUrls;
  /** Where clients send files to us; null: they send them to a bucket themselves. */
  uploads: Pick<FolderStore, 'receive'> | null;
}

const opened = new WeakMap<object, Files>();

/** The files of a service whose `env` has the variables of `filesEnvironment`. */
export function openFiles({ name, env }: Pick<Service<FilesEnvironment>, 'name' | 'env'>): Files {
  let files = opened.get(env);
  if (!files) {
    const urls = new SignedUrls({ publicUrl: env.PUBLIC_URL, service: name, secret: env.FILES_SECRET });
    const folder = env.S3_BUCKET ? null : new FolderStore(resolve(env.FILES_FOLDER, name), urls);
    files = { store: folder ?? bucketOf(name, env, urls), urls, uploads: folder };
    opened.set(env, files);
  }
  return files;
}

export const filesOf = (service: Pick<Service<FilesEnvironment>, 'name' | 'env'>): FileStore =>
  openFiles(service).store;

function bucketOf(name: string, env: FilesEnvironment, urls: SignedUrls): S3Store {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return new S3Store(
    {
      name: env.S3_BUCKET,
      region: env.S3_REGION,
      endpoint: env.S3_ENDPOINT,
      keys: accessKeyId ? { accessKeyId, secretAccessKey } : undefined,
      prefix: `${name}/`,
    },
    urls,
  );
}
