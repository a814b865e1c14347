import { expect, test } from 'vitest';
import { decoyHash, hashPassword, needsRehash, verifyPassword } from './password.hash.ts';

const PASSWORD = 'correct horse battery staple';

test('a password fits its own hash and no other, however it was typed', async () => {
  const hash = await hashPassword(`${PASSWORD} é`);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hashPassword(`${PASSWORD} é`)).not.toBe(hash);
  expect(await verifyPassword(hash, `${PASSWORD} e\u0301`)).toBe(true);
  expect(await verifyPassword(hash, PASSWORD)).toBe(false);
});

test('a hash of before is read with its own costs, and asks to be made anew', async () => {
  const old = await hashPassword(PASSWORD);
  expect(needsRehash(old)).toBe(false);
  expect(needsRehash(old.replace('m=19456', 'm=19455'))).toBe(true);
  expect(needsRehash(old.replace('t=2', 't=3'))).toBe(true);
  expect(await verifyPassword(old.replace('t=2', 't=3'), PASSWORD)).toBe(false);
  expect(await verifyPassword(old.replace('m=19456', 'm=19455'), PASSWORD)).toBe(false);
});

test('what is no hash fits nothing', async () => {
  const hash = await hashPassword(PASSWORD);
  for (const wrong of ['', 'none', hash.replace('argon2id', 'argon2i'), ` ${hash}`, `${hash}$more`])
    expect(await verifyPassword(wrong, PASSWORD), wrong).toBe(false);
});

test('the decoy is made once, and fits nobody', async () => {
  expect(await decoyHash()).toBe(await decoyHash());
  expect(await verifyPassword(await decoyHash(), PASSWORD)).toBe(false);
});

test('two are hashed at a time and a hundred wait; one more is told to come again', async () => {
  const crowd = await Promise.allSettled(Array.from({ length: 103 }, () => hashPassword(PASSWORD)));
  const refused = crowd.flatMap((one, index) => (one.status === 'rejected' ? [[index, one.reason.extensions]] : []));
  expect(refused).toEqual([[102, { code: 'RATE_LIMITED', retryAfterInSeconds: 2 }]]);
  expect(await hashPassword(PASSWORD)).toMatch(/^\$argon2id/);
}, 60_000);
