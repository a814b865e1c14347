import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PromisedFile, ReadLasts } from './fileStore.ts';

type Query = Record<string, unknown>;

interface Signing {
  /** Where clients reach the gateway. */
  publicUrl: string;
  /** The service whose files these are. */
  service: string;
  secret: string;
}

const seconds = (ms = Date.now()): number => Math.floor(ms / 1_000);
const textOf = (query: Query, name: string): string => (typeof query[name] === 'string' ? query[name] : '');

/** Addresses that say by themselves what they allow: whoever has one may do that, and nothing beside it. */
export class SignedUrls {
  readonly service: string;

  constructor(private readonly signing: Signing) {
    this.service = signing.service;
  }

  read(key: string, lasts: ReadLasts): string {
    const expires = lasts === 'immutable' ? '' : String(seconds() + lasts.expiresInSeconds);
    return this.url(`/media/${this.service}/${key}`, {
      ...(expires && { expires }),
      signature: this.sign('read', key, expires),
    });
  }

  /** For how long it leads there still; null for an address that we have not made, or that has ended. */
  readBy(key: string, query: Query): ReadLasts | null {
    const expires = textOf(query, 'expires');
    if (!this.isSigned(query, 'read', key, expires)) return null;
    if (expires === '') return 'immutable';
    const expiresInSeconds = Number(expires) - seconds();
    return expiresInSeconds > 0 ? { expiresInSeconds } : null;
  }

  upload({ key, contentType, bytes, sha256 }: PromisedFile, expiresAt: Date): string {
    const promise = { bytes: String(bytes), type: contentType, sha256, expires: String(seconds(expiresAt.getTime())) };
    const signature = this.sign('upload', key, ...Object.values(promise));
    return this.url(`/uploads/${this.service}/${key}`, { ...promise, signature });
  }

  /** What may be sent there; null for an address that we have not made, or that has ended. */
  uploadBy(key: string, query: Query): PromisedFile | null {
    const [bytes, type, sha256, expires] = ['bytes', 'type', 'sha256', 'expires'].map((name) => textOf(query, name));
    if (!this.isSigned(query, 'upload', key, bytes!, type!, sha256!, expires!)) return null;
    if (Number(expires) <= seconds()) return null;
    return { key, contentType: type!, bytes: Number(bytes), sha256: sha256! };
  }

  private url(path: string, query: Record<string, string>): string {
    // a slash may stand in a query as it is, and the gateway lets none pass that is written as %2F
    const asked = new URLSearchParams(query).toString().replaceAll('%2F', '/');
    return `${this.signing.publicUrl.replace(/\/$/, '')}${path}?${asked}`;
  }

  private sign(...what: string[]): string {
    return createHmac('sha256', this.signing.secret)
      .update(JSON.stringify([this.service, ...what]))
      .digest('base64url');
  }

  private isSigned(query: Query, ...what: string[]): boolean {
    const [given, expected] = [textOf(query, 'signature'), this.sign(...what)].map((text) => Buffer.from(text!));
    return given!.length === expected!.length && timingSafeEqual(given!, expected!);
  }
}
