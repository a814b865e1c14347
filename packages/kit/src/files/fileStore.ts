import type { Readable } from 'node:stream';

export interface FileMeta {
  contentType: string;
  bytes: number;
  modifiedAt: Date;
}

export interface StoredFile extends FileMeta {
  stream: Readable;
}

export interface ListedFile {
  key: string;
  bytes: number;
  modifiedAt: Date;
}

/** Of a file that somebody may send: nothing else is taken. */
export interface PromisedFile {
  key: string;
  contentType: string;
  bytes: number;
  /** 64 small hexadecimal digits. */
  sha256: string;
}

/** How a client sends the bytes of a file. */
export interface SignedUpload {
  url: string;
  method: 'PUT';
  /** To be sent as they are, beside the length of the body. */
  headers: Record<string, string>;
  expiresAt: Date;
}

/** For how long an address leads to a file. What is `immutable` never changes under its key, and may be kept for a year by everybody. */
export type ReadLasts = 'immutable' | { expiresInSeconds: number };

/** Files of one service. Nobody reads them but by an address that this service has signed. */
export interface FileStore {
  /** All of it or nothing; what was under this key before is replaced. */
  put(key: string, content: Uint8Array, options: { contentType: string }): Promise<void>;
  signedUpload(file: PromisedFile & { expiresInSeconds: number }): Promise<SignedUpload>;
  get(key: string): Promise<StoredFile | null>;
  /** An address of our own, below PUBLIC_URL. */
  signedRead(key: string, lasts: ReadLasts): string;
  /** Nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /** All below a folder, such as `uploads/`, in no order. */
  list(folder: string): AsyncIterable<ListedFile>;
}

const LONGEST_KEY = 200;
const KEY = /^[a-z0-9_][a-z0-9_.-]*(\/[a-z0-9_][a-z0-9_.-]*)*$/;

export const isKey = (key: unknown): key is string =>
  typeof key === 'string' && key.length <= LONGEST_KEY && KEY.test(key);

/** Keys are ours: small letters, digits, `_`, `-` and dots that no part begins with, in parts with slashes between them. */
export function assertKey(key: string): string {
  if (!isKey(key)) throw new Error(`"${key}" is no key of a file`);
  return key;
}

export function assertFolder(folder: string): string {
  if (!folder.endsWith('/')) throw new Error(`"${folder}" is no folder: it ends with a slash`);
  assertKey(folder.slice(0, -1));
  return folder;
}
