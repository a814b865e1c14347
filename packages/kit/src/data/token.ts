import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, in letters that an address, a header and a cookie take as they are. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Of a secret that somebody shows only this is kept: its SHA-256, as 64 hexadecimal digits. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
