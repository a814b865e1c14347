import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import { rateLimited } from '@storegraph/kit';
import pLimit from 'p-limit';
import { normalizePassword } from './password.rules.ts';

const argon2 = promisify(crypto.argon2);

const MEMORY_IN_KIB = 19_456;
const PASSES = 2;
const CONCURRENT = 2;
const MAX_WAITING = 100;

/** A flood of sign-ins must not starve everything else. */
const turns = pLimit(CONCURRENT);

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (turns.pendingCount >= MAX_WAITING) throw rateLimited('Too many people sign in just now', 2);
  return turns(work);
}

const derive = (password: string, nonce: Buffer, memory: number, passes: number) =>
  inTurn(() =>
    argon2('argon2id', {
      message: Buffer.from(normalizePassword(password)),
      nonce,
      parallelism: 1,
      tagLength: 32,
      memory,
      passes,
    }),
  );

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** Argon2id in the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = crypto.randomBytes(16);
  return `$argon2id$v=19$m=${MEMORY_IN_KIB},t=${PASSES},p=1$${base64(nonce)}$${base64(await derive(password, nonce, MEMORY_IN_KIB, PASSES))}`;
}

export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, nonce, expected] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/.exec(hash) ?? [];
  if (!nonce || !expected) return false;
  const tag = await derive(password, Buffer.from(nonce, 'base64'), Number(memory), Number(passes));
  return crypto.timingSafeEqual(tag, Buffer.from(expected, 'base64'));
}

export const needsRehash = (hash: string): boolean =>
  !hash.startsWith(`$argon2id$v=19$m=${MEMORY_IN_KIB},t=${PASSES},p=1$`);

let decoy: Promise<string> | undefined;
/** For accounts that do not exist: the same work, so that the time tells nothing. */
export const decoyHash = (): Promise<string> => {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
};
