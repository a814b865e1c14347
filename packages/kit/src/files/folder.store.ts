import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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

const UNKNOWN_TYPE = 'application/octet-stream';
const ABANDONED_AFTER_IN_MS = 3_600_000;

/**
 * Files in a folder: `files/` has them as they are, `types/` what each is, and `unfinished/` those that are being written. A
 * reader sees the old one or the new one, never half of it.
 */
export class FolderStore implements FileStore {
  private isClean = false;

  constructor(
    private readonly folder: string,
    private readonly urls: SignedUrls,
  ) {}

  put(key: string, content: Uint8Array, options: { contentType: string }): Promise<void> {
    return this.receive(key, Readable.from([content]), options);
  }

  /** As `put`, what a client sends: nothing of it is kept when it breaks off. */
  async receive(key: string, content: Readable, { contentType }: { contentType: string }): Promise<void> {
    const [file, type] = [this.pathOf('files', key), this.pathOf('types', key)];
    const unfinished = await this.newFile();
    try {
      await pipeline(content, createWriteStream(unfinished, { flush: true }));
      await Promise.all([file, type].map((path) => mkdir(dirname(path), { recursive: true })));
      await writeFile(type, contentType);
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  async signedUpload({
    expiresInSeconds,
    ...file
  }: PromisedFile & { expiresInSeconds: number }): Promise<SignedUpload> {
    assertKey(file.key);
    const expiresAt = new Date(Date.now() + expiresInSeconds * 1_000);
    const headers = { 'content-type': file.contentType };
    return { url: this.urls.upload(file, expiresAt), method: 'PUT', headers, expiresAt };
  }

  async get(key: string): Promise<StoredFile | null> {
    const opened = await unlessMissing(open(this.pathOf('files', key)));
    if (!opened) return null;
    const { size, mtime } = await opened.stat();
    return {
      contentType: (await unlessMissing(readFile(this.pathOf('types', key), 'utf8'))) ?? UNKNOWN_TYPE,
      bytes: size,
      modifiedAt: mtime,
      stream: opened.createReadStream(),
    };
  }

  signedRead(key: string, lasts: ReadLasts): string {
    return this.urls.read(assertKey(key), lasts);
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf('files', key), { force: true });
    await rm(this.pathOf('types', key), { force: true });
  }

  async *list(folder: string): AsyncIterable<ListedFile> {
    const root = join(this.folder, 'files');
    const entries = await unlessMissing(
      readdir(join(root, assertFolder(folder)), { recursive: true, withFileTypes: true }),
    );
    for (const entry of entries ?? []) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const found = await unlessMissing(stat(path)); // it may be deleted meanwhile
      if (!found) continue;
      yield {
        key: path.slice(root.length + 1).replaceAll(sep, '/'),
        bytes: found.size,
        modifiedAt: found.mtime,
      };
    }
  }

  private pathOf(kind: 'files' | 'types', key: string): string {
    return join(this.folder, kind, assertKey(key));
  }

  private async newFile(): Promise<string> {
    const folder = join(this.folder, 'unfinished');
    await mkdir(folder, { recursive: true });
    if (!this.isClean) await this.removeAbandoned(folder);
    this.isClean = true;
    return join(folder, randomUUID());
  }

  /** What a process was writing when it was killed. */
  private async removeAbandoned(folder: string): Promise<void> {
    for (const name of await readdir(folder)) {
      const found = await unlessMissing(stat(join(folder, name)));
      if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_IN_MS) await rm(join(folder, name), { force: true });
    }
  }
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
