import { createHash } from 'node:crypto';

/** Of a secret that somebody shows only this is kept: its SHA-256, as 64 hexadecimal digits. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
